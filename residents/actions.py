"""Actions on households, residents, visits, identity numbers and pairings. Pages of residents/ call them."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Model, OuterRef, Subquery
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.reasons import Why, check_words
from audit.versions import hold, save_changes, version_of
from encryption.masks import UNREADABLE
from ledgers import actions
from ledgers.models import Row, RowQuerySet
from posts import abolished, closed_months
from posts.closed_months import Span
from posts.models import Post
from residents import family
from residents.duplicates import asking
from residents.models import Household, Identity, Pairing, Request, Resident, Visit
from residents.room import make_room

# Fields of a household that a form changes: its village is fixed, and note_last_met computes its last visit.
HOUSEHOLD_FACTS = ("number", "householder", "phone", "members", "children_under_14", "is_hardship", "note")


@transaction.atomic
def record_visit(
    visit: Visit,
    *,
    by: User,
    late_reason: str = "",
    asked: Request | None = None,
    again: bool = False,
) -> Visit:
    """Write a visit; what the household asked for (``asked``, not saved yet) becomes a request with a due date.

    ``again``: the person has said that it was another visit of the day.
    """
    visit.village = visit.household.village
    saved = actions.record(visit, by=by, verb="record_visit", late_reason=late_reason)
    check_registered(saved.household, saved.occurred_on)
    check_first_of_day(saved, again)
    if asked:
        _note_request(saved, asked, by, late_reason)
    note_last_met(saved.household_id)
    return saved


def check_first_of_day(visit: Visit, again: bool) -> None:
    """ValidationError when the household has another visit of that day, unless ``again`` says that this is another one.

    Visits under the entries that were merged into it, or from which it moved, are its own. Lock the household first: of
    two visits saved at the same moment the second one sees the other.
    """
    own = family.entries(family.home_key(visit.household_id))
    others = Visit.objects.filter(household__in=own, occurred_on=visit.occurred_on).counted()
    other = others.exclude(pk=visit.pk).exclude(client_key=visit.client_key).first()
    if other and not again:
        question = _(
            "%(who)s recorded a visit to this household on this day (%(receipt)s). Was it another one?"
        )
        raise ValidationError(
            {"again": question % {"who": other.get_done_by_display(), "receipt": other.receipt}}
        )


def _note_request(visit: Visit, request: Request, by: User, late_reason: str) -> None:
    """The request that came with the visit; a visit sent again brings no second one."""
    noted = Request.objects.filter(visit=visit).first()
    if noted and noted.asked != request.asked:
        raise actions.saved_already(visit)
    if noted:
        return
    request.household, request.village, request.visit = visit.household, visit.village, visit
    request.occurred_on, request.done_by = visit.occurred_on, visit.done_by
    request.due_on = request.due_on or visit.occurred_on + answer_within(by, visit.occurred_on)
    request.keep_urgent()
    actions.record(request, by=by, verb="record_visit", late_reason=late_reason)


def answer_within(user: User, day: date) -> timedelta:
    """How long the county gives for the answer to a request of ``day``."""
    return rules.days("request.answer_days", on=day, county=scope.for_user(user).county)


@transaction.atomic
def amend_visit(visit: Visit, *, by: User, late_reason: str = "", again: bool = False) -> Visit:
    """Change a visit; the request that came with it and the household's last meeting follow."""
    before = actions.hold(visit, by=by)
    list(_of_visit(visit))  # locked before the month, as when it is changed by itself (config/lock_order.py)
    visit.village = visit.household.village
    saved = actions.amend(visit, by=by, verb="record_visit", late_reason=late_reason)
    if (before.household_id, before.occurred_on) != (saved.household_id, saved.occurred_on):
        check_registered(
            saved.household, saved.occurred_on, only_new=before.household_id == saved.household_id
        )
        check_first_of_day(saved, again)
    _take_request_along(before, saved, by, late_reason)
    for household in sorted({before.household_id, saved.household_id}):
        note_last_met(household)
    return saved


def _take_request_along(before: Visit, visit: Visit, by: User, late_reason: str) -> None:
    """A request has the household and the day of its visit and follows them; a withdrawn one does not."""
    asked = _of_visit(visit).exclude(state=Row.State.WITHDRAWN).first()
    if asked is None or (before.household_id, before.occurred_on) == (visit.household_id, visit.occurred_on):
        return
    if asked.told_back_on and asked.told_back_on < visit.occurred_on:
        raise ValidationError(
            {"occurred_on": _("The request made at this visit was answered before that day.")}
        )
    asked.occurred_on, asked.done_by = visit.occurred_on, visit.done_by
    if asked.household_id == before.household_id:  # else it went along when the household was merged or moved
        asked.household, asked.village = visit.household, visit.village
    asked.due_on = max(asked.due_on, asked.occurred_on)
    asked.keep_urgent()
    actions.amend(asked, by=by, verb="record_visit", late_reason=late_reason)


def _of_visit(visit: Visit) -> RowQuerySet[Request]:
    """The requests that came with the visit, locked."""
    return Request.objects.select_for_update(of=("self",), no_key=True).filter(visit=visit)


@transaction.atomic
def withdraw_visit(visit: Visit, *, by: User, verb: str = "record_visit", late_reason: str = "") -> Visit:
    """Withdraw a visit and the request that came with it."""
    actions.hold(visit, by=by)
    list(_of_visit(visit))
    saved = actions.withdraw(visit, by=by, verb=verb, late_reason=late_reason)
    asked = _of_visit(visit).filter(state=Row.State.RECORDED, told_back_on=None).first()
    if asked:
        actions.withdraw(asked, by=by, verb=verb, late_reason=late_reason)
    note_last_met(visit.household_id)
    return saved


@transaction.atomic
def give_back_visit(visit: Visit, reason: str, field: str = "", *, by: User) -> Visit:
    """Give a visit back; until it is corrected the household counts as not met by it."""
    saved = actions.give_back(visit, reason, field, by=by)
    note_last_met(visit.household_id)
    return saved


def note_last_met(household: int) -> None:
    """Store on the household when it was last met and when its next visit is due.

    Visits of entries that were merged into it, or from which it moved inside the post, are its own. It is locked
    first: of two visits saved at the same time the later one sees the other.
    """
    rows = Household.objects.select_for_update(of=("self",), no_key=True)
    today_as = household
    if not rows.filter(pk=household, continued_in=None):
        today_as = family.home_key(household)
        list(rows.filter(pk=today_as))
    own = Visit.objects.filter(household__in=family.entries(today_as), post=OuterRef("post")).counted()
    met = own.filter(outcome=Visit.Outcome.MET).order_by().values("post").annotate(day=Max("occurred_on"))
    newest = own.order_by("-occurred_on", "-pk")
    Household.objects.filter(pk=today_as).update(
        last_met_on=Subquery(met.values("day")), next_visit_on=Subquery(newest.values("next_visit_on")[:1])
    )


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


def check_person_goes_on(resident: Resident) -> None:
    """ValidationError for an entry that was merged, or stayed behind when the person moved."""
    if resident.continued_in_id:
        raise ValidationError(_("The person goes on under another entry. This one is changed no more."))


def check_register(by: User, household: Household) -> None:
    """PermissionDenied unless the person edits the register of the household's village."""
    in_scope = type(household.village).objects.served_by(by).filter(pk=household.village_id).exists()
    if not may(by, "edit_residents") or not in_scope:
        raise PermissionDenied


def check_registered(household: Household, day: date | None = None, *, only_new: bool = False) -> None:
    """ValidationError for a deregistered household, unless ``only_new``: the row has been of this household before;
    and for a ``day`` on which it was not registered yet, when nobody could meet it here.

    Locks it, so that it stays registered until the transaction ends.

    Call it after ``months.let_in``: all callers lock in this order, which rules out a deadlock.
    """
    held = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    if held.closed_on and not only_new:
        raise ValidationError({"household": _("The household is deregistered. Register it again first.")})
    if day and held.opened_on and day < held.opened_on:
        since = {"day": f"{held.opened_on:%Y-%m-%d}"}
        raise ValidationError(
            {"occurred_on": _("The household is registered since %(day)s. Check the day.") % since}
        )


@transaction.atomic
def record_identity(identity: Identity, *, by: User) -> Identity:
    """Enter or change the identity number of a resident; the trail names the purpose, never the number.

    A change of a number that was erased meanwhile raises Gone.
    """
    check_register(by, identity.resident.household)
    identity.recorded_by, identity.recorded_at = by, timezone.now()
    if version_of(identity):
        save_changes(hold(identity), identity, also=("recorded_at",))
    else:
        identity.save(force_insert=True)
    trail.record("record_identity", identity.resident, by=by, purpose=identity.purpose)
    return identity


@transaction.atomic
def erase_identity(identity: Identity, *, by: User) -> None:
    """Delete the identity number of a resident, whose service is done."""
    check_register(by, identity.resident.household)
    hold(identity).delete()
    trail.record("erase_identity", identity.resident, by=by)


@transaction.atomic
def reveal(row: Household | Resident | Identity, fact: str, *, why: str, words: str = "", by: User) -> str:
    """The hidden value of the field ``fact`` of a row; the trail notes who read which field of whom, why and when.

    Raises PermissionDenied without the verb or outside the scope, ValidationError without a sound reason and for a
    value that can not be read.
    """
    in_scope = type(row)._default_manager.visible_to(by).filter(pk=row.pk).exists()
    if not may(by, "reveal") or not in_scope:
        raise PermissionDenied
    if why not in Why.values:
        raise ValidationError({"why": _("Choose a reason.")})
    check_words(why, words)
    value = getattr(row, fact)
    if value is UNREADABLE:
        raise ValidationError(_("What is stored can not be read. Nothing was shown."))
    if not value:
        raise ValidationError(_("No number is entered."))
    whose, field = (row.resident, "identity") if isinstance(row, Identity) else (row, fact)
    trail.record("reveal", whose, by=by, fact=field, why=why, words=words.strip())
    return str(value)


@transaction.atomic
def pair(pairing: Pairing, *, by: User, late_reason: str = "") -> Pairing:
    """Pair the officer with a household in hardship; a household has one officer at a time.

    ValidationError when a month since its first day is submitted or approved, or published and ``late_reason`` is
    empty.
    """
    if not may(by, "pair_household"):
        raise PermissionDenied
    abolished.check_existed(pairing.household.village_id, timezone.localdate(), field="household")
    days = [Span(pairing.household.village_id, pairing.starts_on, pairing.ends_on)]
    closed_months.let_in(days, late_reason, cause=Pairing)
    check_registered(pairing.household)
    pairing.officer = by
    pairing.placed_like(pairing.household)
    pairing.validate_constraints()
    pairing.save(force_insert=True)
    trail.record("pair_household", pairing, by=by)
    return pairing


@transaction.atomic
def end_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """End the pairing today."""
    if not may(by, "pair_household") or pairing.officer_id != by.pk:
        raise PermissionDenied
    closed_months.let_in([Span(pairing.village_id, timezone.localdate())], "", cause=Pairing)
    pairing = hold(pairing)
    check_runs(pairing)
    pairing.ends_on = timezone.localdate()
    pairing.save(update_fields=["ends_on"])
    trail.record("end_pairing", pairing, by=by)
    return pairing


def check_runs(pairing: Pairing) -> None:
    """ValidationError for a pairing that has ended."""
    if pairing.ends_on:
        raise ValidationError(_("The pairing has ended already."))
