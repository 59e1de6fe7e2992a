"""Actions on priority visits: request, approve, refuse, end. An approved one expires by itself."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from residents.actions.register import check_registered
from residents.models import Household, PriorityVisit

State = PriorityVisit.State
DECIDED = ("state", "approver", "decided_on")


@transaction.atomic
def request(priority: PriorityVisit, *, by: User) -> PriorityVisit:
    """The officer asks the chief to let a household be called on more often, for a purpose from the closed list.

    While one runs for the same purpose no other can be requested: nothing is renewed silently.
    """
    household = priority.household
    if (
        not may(by, "request_priority")
        or not Household.objects.visible_to(by).filter(pk=household.pk).exists()
    ):
        raise PermissionDenied
    check_registered(household)
    longest = rules.whole("priority.longest_days", on=timezone.localdate(), county=scope.for_user(by).county)
    if priority.days > longest:
        raise ValidationError({"days": _("A priority visit lasts %(n)s days at most.") % {"n": longest}})
    running = household.priority_visits.open_on(timezone.localdate()).filter(purpose=priority.purpose).first()
    if running:
        raise ValidationError(
            _("One for this purpose runs until %(day)s. When it has expired you can request it anew.")
            % {"day": f"{running.expires_on:%Y-%m-%d}"}
        )
    priority.author, priority.state = by, State.REQUESTED
    priority.placed_like(household)
    priority.validate_constraints()
    priority.save(force_insert=True)
    trail.record("request_priority", priority, by=by, purpose=priority.purpose, days=priority.days)
    return priority


@transaction.atomic
def approve(priority: PriorityVisit, *, by: User) -> PriorityVisit:
    """The chief lets it run from today for the days asked, 180 at most; never for a request of one's own."""
    priority = _to_decide(priority, by)
    priority.state = State.APPROVED
    priority.expires_on = timezone.localdate() + timedelta(days=priority.days)
    priority.validate_constraints()
    priority.save(update_fields=[*DECIDED, "expires_on"])
    trail.record("approve_priority", priority, by=by, purpose=priority.purpose, days=priority.days)
    return priority


@transaction.atomic
def refuse(priority: PriorityVisit, reason: str, *, by: User) -> PriorityVisit:
    """The chief refuses with a reason."""
    priority = _to_decide(priority, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the officer reads it.")})
    priority.state, priority.refusal = State.REFUSED, reason.strip()
    priority.save(update_fields=[*DECIDED, "refusal"])
    trail.record("refuse_priority", priority, by=by, reason=priority.refusal)
    return priority


def _to_decide(priority: PriorityVisit, by: User) -> PriorityVisit:
    held = _held(priority, by, "decide_priority")
    check_waits(held, by)
    held.approver, held.decided_on = by, timezone.localdate()
    return held


def check_waits(priority: PriorityVisit, by: User) -> None:
    """ValidationError unless it waits for a decision by somebody else than who requested it."""
    if priority.author_id == by.pk:
        raise ValidationError(_("Nobody approves a priority visit that they requested."))
    if priority.state != State.REQUESTED:
        raise ValidationError(_("It has been decided already. Load the page again."))


def check_runs(priority: PriorityVisit) -> None:
    """ValidationError unless it runs beyond today."""
    if not priority.is_open or priority.ended_on or priority.expires_on == timezone.localdate():
        raise ValidationError(_("It does not run beyond today. Load the page again."))


@transaction.atomic
def end(priority: PriorityVisit, *, by: User) -> PriorityVisit:
    """The help is no longer needed: it ends today, before it would have expired. One that waits for the chief is taken
    back by any officer of the post, whoever requested it."""
    priority = _held(priority, by, "end_priority")
    check_can_end(priority, by)
    waits = priority.state == State.REQUESTED
    priority.state = State.WITHDRAWN if waits else priority.state
    priority.ended_on = timezone.localdate()
    priority.save(update_fields=["state", "ended_on"])
    trail.record("withdraw_priority" if waits else "end_priority", priority, by=by, purpose=priority.purpose)
    return priority


def may_end(priority: PriorityVisit, by: User) -> bool:
    """A running one: officers and the chief. One that waits: officers; the chief decides it, but for an own request."""
    if not may(by, "end_priority") or priority.ended_on:
        return False
    if priority.state == State.REQUESTED:
        return may(by, "request_priority") or priority.author_id == by.pk
    return priority.is_open


def check_can_end(priority: PriorityVisit, by: User) -> None:
    """ValidationError unless it runs beyond today, or waits and is the person's to take back."""
    if priority.state != State.REQUESTED or not may_end(priority, by):
        check_runs(priority)


def give_up(rows: QuerySet[PriorityVisit], *, by: User) -> None:
    """End the priority visits of somebody who has left: running ones end today, requested ones are withdrawn.

    It checks no right: the actions in residents/leaving/actions.py have checked theirs.
    """
    today = timezone.localdate()
    for priority in rows.filter(state__in=[State.REQUESTED, State.APPROVED]).select_for_update(of=("self",)):
        if priority.state == State.REQUESTED:
            priority.state, priority.ended_on = State.WITHDRAWN, today
            priority.save(update_fields=["state", "ended_on"])
            trail.record("withdraw_priority", priority, by=by, purpose=priority.purpose)
        elif priority.last_day and priority.last_day > today:
            priority.ended_on = today
            priority.save(update_fields=["ended_on"])
            trail.record("end_priority", priority, by=by, purpose=priority.purpose)


def _held(priority: PriorityVisit, by: User, verb: str) -> PriorityVisit:
    """The row locked until the transaction ends; PermissionDenied without the verb or outside the scope."""
    rows = PriorityVisit.objects.visible_to(by)
    if not may(by, verb) or not rows.filter(pk=priority.pk).exists():
        raise PermissionDenied
    return hold(priority, rows)
