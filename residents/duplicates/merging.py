"""What is said of a pair: not the same, or the same and merged, which can be undone for some days.

A merge is a pointer (``Household.continued_in``, ``Resident.continued_in``) from the day of the merge: visits stay on
their entry and are read together with the other's (residents/family.py), closed months stay as they are. Open work
goes along and stands in ``Duplicate.carried``, from which the undo puts it back (residents/carrying.py).
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from accounts.models import User
from audit import trail
from audit.versions import hold
from posts import closed_months, staying
from posts.closed_months import Span
from residents import carrying, room
from residents.actions.register import check_register
from residents.actions.visits import note_last_met
from residents.duplicates import finding
from residents.models import Duplicate, Household, Resident
from residents.models.households import NUMBER_TAKEN_NOW

State = Duplicate.State
DECIDED = ("state", "decided_by", "decided_on")


@transaction.atomic
def tell_apart(pair: Duplicate, *, by: User) -> Duplicate:
    """The two are not the same: nobody is asked about them again."""
    held = _to_decide(pair, by)
    check_waits(held)
    _decide(held, State.DIFFERENT, by)
    held.save(update_fields=DECIDED)
    trail.record("tell_apart", held, by=by)
    return held


@transaction.atomic
def reopen(pair: Duplicate, *, by: User) -> Duplicate:
    """Somebody doubts that the two are different: they are to be decided again."""
    _check(pair, by)
    held = hold(pair)
    check_told_apart(held)
    _decide(held, State.OPEN, None)
    held.save(update_fields=DECIDED)
    trail.record("reopen_pair", held, by=by)
    return held


@transaction.atomic
def suspect(one: Household, other: Household, *, by: User) -> Duplicate:
    """Somebody takes two households for one though nothing in them is alike: a pair to decide. Known already: that."""
    for household in (one, other):
        check_register(by, household)
    first, second = sorted((one, other), key=lambda row: row.pk)
    if first.pk == second.pk:
        raise ValidationError({"household": _("Choose another household than this one.")})
    if first.closed_on or second.closed_on:
        raise ValidationError({"household": _("The household is deregistered. Register it again first.")})
    if first.post_id != second.post_id:
        raise ValidationError({"household": _("The two belong to two posts. Note a move instead.")})
    pair, is_new = Duplicate.objects.get_or_create(
        first=first,
        second=second,
        defaults={key: getattr(first, key) for key in Duplicate.KEYS} | {"asked_by": by},
    )
    if is_new:
        trail.record("suspect_pair", pair, by=by)
    return pair


@transaction.atomic
def merge(pair: Duplicate, keep: int, *, by: User) -> Duplicate:
    """The two are the same: from today on they stand as the entry with the key ``keep``.

    ValidationError when one of them has left or was merged meanwhile, and while this month is submitted or approved.
    """
    _check(pair, by)
    _stay(pair)
    kept, gone = sorted(_two(pair), key=lambda row: row.pk != keep)
    if kept.pk != keep:
        raise ValidationError({"keep": _("Choose which entry stays.")})
    if isinstance(kept, Household) and isinstance(gone, Household):
        requests = carrying.open_requests(gone)
        villages = {gone.village_id, kept.village_id}
        closed_months.let_in([Span(one, timezone.localdate()) for one in villages], "", cause=Household)
        kept, gone = _both(kept, gone)
        carried = carrying.carry(gone, kept, requests, by=by) | room.raise_after_merge(kept)
        _point(gone, kept, Household.Leaving.MERGED)
        note_last_met(kept.pk)
    else:
        assert isinstance(kept, Resident) and isinstance(gone, Resident)
        carrying.lock_about(gone)
        _both(kept.household, gone.household)
        kept, gone = _people(kept, gone)
        carried = carrying.carry_person(gone, kept)
    held = _to_decide(pair, by)
    _decide(held, State.SAME, by)
    held.carried = carried | {"kept": kept.pk}
    held.save(update_fields=[*DECIDED, "carried"])
    for one in (held, kept, gone):
        trail.record("merge", one, by=by)
    return held


@transaction.atomic
def undo(pair: Duplicate, *, by: User, late_reason: str = "") -> Duplicate:
    """The two were not the same after all: both stand for themselves again, with what went along.

    ValidationError when the days for it are over, when the entry that stayed has left meanwhile, when the other's house
    number is taken, and as for a household that comes back (residents/leaving/actions.py).
    """
    _check(pair, by)
    _stay(pair)
    kept, gone = sorted(_two(pair), key=lambda row: row.pk != pair.carried.get("kept"))
    check_undo(pair, by)
    requests = carrying.carried_requests(pair)
    if isinstance(kept, Household) and isinstance(gone, Household):
        since = gone.closed_on or timezone.localdate()  # one that is registered again is refused below
        closed_months.let_in([Span(gone.village_id, since)], late_reason, cause=Household)
        kept, gone = _both(kept, gone, merged=True)
        _check_number(gone)
        gone.closed_on, gone.closed_for, gone.continued_in = None, "", None
        gone.save(update_fields=["closed_on", "closed_for", "continued_in"])
        carrying.put_back(pair.carried, gone, kept, requests)
        room.lower_after_undo(kept, pair.carried)
        for one in (kept, gone):
            note_last_met(one.pk)
    else:
        assert isinstance(kept, Resident) and isinstance(gone, Resident)
        carrying.lock_about(kept)
        _both(kept.household, gone.household)
        gone = hold_row(gone)
        if gone.continued_in_id != kept.pk:
            raise ValidationError(_("They are not merged any more. Load the page again."))
        gone.left_on, gone.continued_in = None, None
        gone.save(update_fields=["left_on", "continued_in"])
        carrying.put_person_back(pair.carried, gone, kept)
    held = hold(pair)
    if held.state != State.SAME:
        raise ValidationError(_("They are not merged any more. Load the page again."))
    _decide(held, State.OPEN, None)
    held.carried = {}
    held.save(update_fields=[*DECIDED, "carried"])
    for row in (held, kept, gone):
        trail.record("undo_merge", row, by=by, reason=late_reason.strip())
    return held


def _stay(pair: Duplicate) -> None:
    """What goes along from one to the other takes its keys: neither village moves to another post meanwhile."""
    for village in sorted({one.village_id for one in _two(pair)}):
        staying.hold(village)


def undo_days(by: User) -> timedelta:
    return rules.days("merge.undo_days", on=timezone.localdate(), county=scope.for_user(by).county)


def may_undo(pair: Duplicate, by: User) -> bool:
    """Was it merged so few days ago that the merge can be undone?"""
    decided = pair.decided_on
    return (
        pair.state == State.SAME and decided is not None and timezone.localdate() <= decided + undo_days(by)
    )


def check_waits(pair: Duplicate) -> None:
    """ValidationError for a pair that somebody, or what happened to one of the two, has settled."""
    if pair.state != State.OPEN:
        raise _decided()
    if pair.why_over:
        raise ValidationError(pair.why_over)


def check_told_apart(pair: Duplicate) -> None:
    """ValidationError for a pair of which nobody has said that the two are different."""
    if pair.state != State.DIFFERENT:
        raise ValidationError(_("It is not decided as different. Load the page again."))


def check_undo(pair: Duplicate, by: User) -> None:
    """ValidationError for a pair whose merge can not be undone, or not any more."""
    if not may_undo(pair, by):
        words = _("A merge is undone within %(n)s days only, and not twice.")
        raise ValidationError(words % {"n": undo_days(by).days})


def _decided() -> ValidationError:
    return ValidationError(_("It has been decided already. Load the page again."))


def _two(pair: Duplicate) -> list[Household] | list[Resident]:
    """Both entries; ValidationError when one of them is another post's by now, whom the person does not see."""
    two = pair.two
    if len(two) < 2:
        raise ValidationError(_("One of the two belongs to another post by now. There is nothing to decide."))
    return two


def _check(pair: Duplicate, by: User) -> None:
    for one in _two(pair):
        check_register(by, one if isinstance(one, Household) else one.household)


def _to_decide(pair: Duplicate, by: User) -> Duplicate:
    _check(pair, by)
    held = hold(pair)
    if held.state != State.OPEN:
        raise _decided()
    return held


def _decide(pair: Duplicate, state: Duplicate.State, by: User | None) -> None:
    pair.state, pair.decided_by = state, by
    pair.decided_on = timezone.localdate() if by else None


def hold_row(row: Any) -> Any:
    """The row as it is stored now, locked until the transaction ends; its version is not the page's business."""
    rows = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=row.pk)


def _both(kept: Household, gone: Household, *, merged: bool = False) -> tuple[Household, Household]:
    """Both households as stored, locked by ascending key. Each is registered; after a merge only the one that stayed,
    in which the other goes on: nothing is merged in a circle, or twice.
    """
    rows = {key: hold_row(Household(pk=key)) for key in sorted({kept.pk, gone.pk})}
    kept, gone = rows[kept.pk], rows[gone.pk]
    if kept.closed_on:
        raise ValidationError(_("The household that stays was merged, has moved or is deregistered by now."))
    if merged and gone.continued_in_id != kept.pk:
        raise ValidationError(_("They are not merged any more. Load the page again."))
    if not merged and gone.closed_on:
        raise ValidationError(_("The household was merged, has moved or is deregistered by now."))
    if kept.erased_on or gone.erased_on:
        raise ValidationError(_("The household left long ago and was made anonymous. It is changed no more."))
    return kept, gone


def _people(kept: Resident, gone: Resident) -> tuple[Resident, Resident]:
    rows = {key: hold_row(Resident(pk=key)) for key in sorted((kept.pk, gone.pk))}
    kept, gone = rows[kept.pk], rows[gone.pk]
    if kept.left_on or gone.left_on:
        raise ValidationError(_("One of the two has moved away or was merged by now. Load the page again."))
    gone.left_on, gone.continued_in = timezone.localdate(), kept
    gone.save(update_fields=["left_on", "continued_in"])
    return kept, gone


def _point(gone: Household, kept: Household, why: Household.Leaving) -> None:
    gone.closed_on, gone.closed_for, gone.continued_in = timezone.localdate(), why, kept
    gone.save(update_fields=["closed_on", "closed_for", "continued_in"])


def _check_number(household: Household) -> None:
    others = Household.objects.filter(
        village=household.village_id, number_key=household.number_key, closed_on=None
    )
    if others.exists():
        raise ValidationError(str(NUMBER_TAKEN_NOW))


def look_again(pair: Duplicate, by: User) -> None:
    """People of two households that were kept apart may still be one person: their pairs are found now."""
    if not pair.is_of_people:
        homes = [one.pk for one in pair.two]
        finding.find(households=homes, county=scope.for_user(by).county)
