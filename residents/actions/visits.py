"""Actions on visits, and on the requests that come with them (others: residents/requests/actions.py)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, Max, OuterRef, Subquery, Value, When
from django.utils.translation import gettext as _

import rules
from access import scope
from accounts.models import User
from ledgers import actions, joining_actions, people
from ledgers.models import Row, RowQuerySet
from referrals.actions import passing as referring
from referrals.models import Referral
from residents import family
from residents.actions.register import check_registered
from residents.models import Household, Request, Visit


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


def others_of_day(visit: Visit) -> RowQuerySet[Visit]:
    """The visits to the household on the day of ``visit``, under whichever entry, the one with its outcome first.

    Visits under the entries that were merged into it, or from which it moved, are its own.
    """
    own = family.entries(family.home_key(visit.household_id))
    others = Visit.objects.filter(household__in=own, occurred_on=visit.occurred_on).counted()
    is_alike = Case(When(outcome=visit.outcome, then=Value(0)), default=Value(1))
    return others.exclude(pk=visit.pk).exclude(client_key=visit.client_key).order_by(is_alike, "pk")


def check_first_of_day(visit: Visit, again: bool) -> None:
    """ValidationError when the household has another visit of that day, unless ``again`` says that this is another one.

    Lock the household first: of two visits saved at the same moment the second one sees the other.
    """
    other = None if again else others_of_day(visit).first()
    if other:
        found = _("A visit to this household on this day stands there: %(who)s, %(what)s (%(receipt)s).")
        words = {"who": other.get_done_by_display(), "what": _outcome(other), "receipt": other.receipt}
        raise ValidationError({"again": found % words})


def _outcome(visit: Visit) -> str:
    """How it went, in words: met, with how many people were talked with."""
    if not visit.talks:
        return visit.get_outcome_display()
    return _("%(outcome)s, talked with %(n)s") % {"outcome": visit.get_outcome_display(), "n": visit.talks}


@transaction.atomic
def record_together(
    visit: Visit, *, by: User, late_reason: str = "", asked: Request | None = None, again: bool = True
) -> Visit:
    """The same visit that a colleague has recorded already: who is named in ``visit`` came along (我也在场).

    Nothing typed is lost: what was discussed stands below what stands there, topics are joined, the next visit is taken
    where none is agreed on; of the people talked with the number that stands there holds. Raises ValidationError when
    the two can not be one visit. ``again`` is for the signature of ``record_visit`` alone.
    """
    visit.village = visit.household.village
    people.take(visit, by)
    found = others_of_day(visit).visible_to(by).first()
    if found is None:
        raise ValidationError(_("That visit is not there any more. Save yours as a new one."))
    if found.outcome != visit.outcome:
        words = _("That visit says: %(outcome)s. If it was the same one, one of the two is wrong.")
        raise ValidationError({"outcome": words % {"outcome": found.get_outcome_display()}})
    held = actions.hold(found, by=by)
    joined = join_visit(held, visit.done_by, by=by, late_reason=late_reason, **_added(held, visit))
    if asked:
        _check_only_request(joined, asked)
        _note_request(joined, asked, by, late_reason)
    note_last_met(joined.household_id)
    return joined


def _check_only_request(visit: Visit, asked: Request) -> None:
    if Request.objects.filter(visit=visit).exclude(asked=asked.asked).exists():
        words = _("A request came with that visit already. Note yours by itself, among the requests.")
        raise ValidationError({"asked": words})


def _added(found: Visit, visit: Visit) -> dict[str, Any]:
    """What ``visit`` says beyond what ``found`` says."""
    notes = [found.note, *([visit.note] if visit.note not in found.note else [])]
    note = "\n".join(filter(None, notes))
    if len(note) > (most := Visit._meta.get_field("note").max_length or 0):
        raise ValidationError(
            {"note": _("Too long with what is written there already: %(n)s at most.") % {"n": most}}
        )
    topics = [*found.topics, *(one for one in visit.topics if one not in found.topics)]
    return {
        "note": note,
        "topics": topics,
        "is_priority": found.is_priority or visit.is_priority,
        "next_visit_on": found.next_visit_on or visit.next_visit_on,
    }


@transaction.atomic
def join_visit(visit: Visit, who: Iterable[int], *, by: User, late_reason: str = "", **more: Any) -> Visit:
    """Name further people in a visit (ledgers/joining_actions.py); the request that came with it has its people."""
    before = actions.hold(visit, by=by)
    list(_of_visit(visit))
    saved = joining_actions.come_along(visit, who, by=by, late_reason=late_reason, **more)
    _take_people_along(before, saved, by, late_reason)
    return saved


def _take_people_along(before: Visit, visit: Visit, by: User, late_reason: str) -> None:
    """The request has the people of its visit, unless others were named in it, it was answered for, or has moved on."""
    asked = _of_visit(visit).filter(state=Row.State.RECORDED, erased_on=None, done_by=before.done_by).first()
    if asked is None or visit.done_by == before.done_by:
        return
    if (asked.post_id, asked.occurred_on) == (visit.post_id, visit.occurred_on):
        asked.done_by = visit.done_by
        actions.amend(asked, by=by, verb="record_visit", late_reason=late_reason, goes_along=True)


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
        check_registered(saved.household, saved.occurred_on, before=before.household_id)
        check_first_of_day(saved, again)
    _take_request_along(before, saved, by, late_reason)
    _take_people_along(before, saved, by, late_reason)
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
    actions.amend(asked, by=by, verb="record_visit", late_reason=late_reason, goes_along=True)


def _of_visit(visit: Visit) -> RowQuerySet[Request]:
    """The requests that came with the visit, locked."""
    return Request.objects.select_for_update(of=("self",), no_key=True).filter(visit=visit)


@transaction.atomic
def withdraw_visit(visit: Visit, *, by: User, verb: str = "withdraw_row", late_reason: str = "") -> Visit:
    """Withdraw a visit and the request that came with it."""
    actions.hold(visit, by=by)
    list(_of_visit(visit))
    saved = actions.withdraw(visit, by=by, verb=verb, late_reason=late_reason)
    asked = _of_visit(visit).filter(state=Row.State.RECORDED, told_back_on=None).first()
    if asked:
        actions.withdraw(asked, by=by, verb=verb, late_reason=late_reason, goes_along=True)
        referring.withdrawn_with(Referral.Subject.REQUEST, asked.pk, by=by)
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
