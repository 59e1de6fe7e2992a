"""Actions on the register of households and people, and what they and others ask of an entry first."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from ledgers import actions
from posts import abolished, closed_months, staying
from posts.closed_months import Span
from posts.models import Post
from residents.duplicates import asking
from residents.models import Household, Resident
from residents.room import make_room

# Fields of a household that a form changes: its village is fixed, and note_last_met computes its last visit.
HOUSEHOLD_FACTS = ("number", "householder", "phone", "members", "children_under_14", "is_hardship", "note")


@transaction.atomic
def register_household(household: Household, *, by: User, late_reason: str = "") -> Household:
    """Enter a household into the register of a village that the person serves.

    ValidationError for a day that is still to come. Registered from an earlier day on: ValidationError when a month
    since then is submitted or approved, or published and ``late_reason`` is empty.
    """
    check_register(by, household)
    household.placed_at(Post.objects.of_village(household.village_id, timezone.localdate()))
    household.opened_on = household.opened_on or timezone.localdate()
    if household.opened_on > timezone.localdate():
        raise ValidationError({"opened_on": _("The day lies in the future.")})
    abolished.check_existed(household.village_id, timezone.localdate(), field="village")
    since = [Span(household.village_id, household.opened_on)]
    closed_months.let_in(since, late_reason, cause=Household)
    household.save(force_insert=True)
    trail.record("register_household", household, by=by)
    return household


@transaction.atomic
def change_household(household: Household, *, by: User, twins: str = "") -> Household:
    """Change a household; the trail names the changed fields, never their values.

    ``twins``: what the person has said of entries that look alike (residents/duplicates/asking.py).
    """
    check_register(by, household)
    before = hold(household)
    check_changes(before)
    save_changes(before, household)
    if before.householder_key != household.householder_key:
        note_householder(household)
    trail.record("change_household", household, by=by, changes=_hidden_changes(before, household))
    asking.keep_choice(household, choice=twins, by=by)
    return household


def note_householder(household: Household) -> None:
    """The member with the householder's name is the householder from now on, and nobody else is."""
    people, relation = household.residents.filter(left_on=None), Resident.Relation
    named = people.filter(name_key=household.householder_key).order_by("pk").first()
    people.filter(relation=relation.HOUSEHOLDER).exclude(name_key=household.householder_key).update(
        relation=""
    )
    if named:
        people.filter(pk=named.pk).update(relation=relation.HOUSEHOLDER)


def _hidden_changes(before: Model, after: Model) -> dict[str, list[str]]:
    """Which facts of a person or a household changed; all of them are private."""
    found = trail.changes(model_to_dict(before), model_to_dict(after))
    return {name: [actions.HIDDEN, actions.HIDDEN] for name in found}


@transaction.atomic
def register_resident(resident: Resident, *, by: User, twins: str = "", more: bool = False) -> Resident:
    """Enter a person of 14 or more who lives in a registered household. ``twins``: as ``change_household``.

    ``more``: as ``room.make_room``.
    """
    check_register(by, resident.household)
    check_registered(resident.household)
    resident.save(force_insert=True)
    make_room(Household.objects.get(pk=resident.household_id), more=more, by=by)
    trail.record("register_resident", resident, by=by)
    asking.keep_choice(resident, choice=twins, by=by)
    return resident


@transaction.atomic
def change_resident(resident: Resident, *, by: User, twins: str = "", more: bool = False) -> Resident:
    """Change a person; the trail names the changed fields, never their values. Gone when the entry was deleted.

    ``twins``, ``more``: as ``register_resident``.
    """
    check_register(by, resident.household)
    lives_in = Resident.objects.filter(pk=resident.pk).values_list("household", flat=True).first()
    if lives_in != resident.household_id:
        check_registered(resident.household)
    before = hold(resident)
    check_person_goes_on(before)
    save_changes(before, resident)
    resident.take_along()
    if lives_in != resident.household_id:
        make_room(Household.objects.get(pk=resident.household_id), more=more, by=by)
    trail.record("change_resident", resident, by=by, changes=_hidden_changes(before, resident))
    asking.keep_choice(resident, choice=twins, by=by)
    return resident


def check_register(by: User, household: Household) -> None:
    """PermissionDenied unless the person edits the register of the household's village, which stays where it is until
    the transaction ends (posts/staying.py)."""
    staying.hold(household.village_id)
    in_scope = type(household.village).objects.served_by(by).filter(pk=household.village_id).exists()
    if not may(by, "edit_residents") or not in_scope:
        raise PermissionDenied


def check_registered(household: Household, day: date | None = None, *, before: int | None = None) -> None:
    """ValidationError for a deregistered household, and for a ``day`` on which it was not registered yet, when nobody
    could meet it here. ``before``: the key of the household that the row has been of. Of the same one it may be
    deregistered; of an entry that goes on as this one, as in a merged village, the day may be of that time.

    Locks it, so that it stays registered, and where it is, until the transaction ends.

    Call it after ``months.let_in``: all callers lock in this order, which rules out a deadlock.
    """
    staying.hold(household.village_id)
    held = Household.objects.select_for_update(of=("self",), no_key=True).filter(pk=household.pk).first()
    if held is None:
        raise staying.moved()
    if held.closed_on and before != held.pk:
        raise ValidationError({"household": _("The household is deregistered. Register it again first.")})
    if day and held.opened_on and day < held.opened_on and not _went_on(before, held):
        since = {"day": f"{held.opened_on:%Y-%m-%d}"}
        raise ValidationError(
            {"occurred_on": _("The household is registered since %(day)s. Check the day.") % since}
        )


def _went_on(before: int | None, household: Household) -> bool:
    return before is not None and Household.objects.filter(pk=before, continued_in=household).exists()


def check_goes_on(household: Household) -> None:
    """ValidationError for an entry that was merged, or moved: the household goes on under another one."""
    if household.goes_on:
        raise ValidationError(_("The household goes on under another entry. This one is changed no more."))


def check_changes(household: Household) -> None:
    """ValidationError for an entry that is changed no more: merged, moved, or made anonymous."""
    check_goes_on(household)
    if household.erased_on:
        raise ValidationError(_("The household left long ago and was made anonymous. It is changed no more."))


def check_lives_here(household: Household) -> None:
    """ValidationError for an entry that was merged, has moved or is deregistered."""
    check_goes_on(household)
    if household.closed_on:
        raise ValidationError(_("The household is deregistered. Register it again first."))


def check_person_goes_on(resident: Resident) -> None:
    """ValidationError for an entry that was merged, or stayed behind when the person moved."""
    if resident.continued_in_id:
        raise ValidationError(_("The person goes on under another entry. This one is changed no more."))
