"""Arrivals that were forgotten or noted by mistake: entered later, withdrawn, and what the chief says of both.

What waits for the chief changes no figure: an arrival entered later does not count yet, one to be withdrawn still does.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail, versions
from duty.actions import counted_once
from duty.models import DutyDay
from ledgers import months
from notices.actions import To, send
from posts import abolished, closed_months, staying
from posts.models import Assignment, Post, Village
from posts.models.placed import keys_of

State = DutyDay.State
DECIDED = ("state", "decided_by", "decided_at", "refusal_reason")


@transaction.atomic
def enter_later(day: DutyDay, *, by: User) -> DutyDay:
    """Enter an arrival of an earlier day, with its ``reason``; it counts when the chief has confirmed it.

    Http404 for a village that the post does not serve today; ValidationError without a reason, for a day on which the
    person did not serve at the post or the village did not belong to it, for a day that has an arrival, and in a month
    that is submitted or approved. In a published month the reason stands beside the difference.
    """
    if not may(by, "record_duty"):
        raise PermissionDenied
    staying.hold(day.village_id)
    if not Village.objects.served_by(by).filter(pk=day.village_id).exists():
        raise Http404
    post = Post.objects.select_related("station").get(pk=scope.for_user(by).post_id or 0)
    day.reason = day.reason.strip()
    _check_day(day, post, by)
    abolished.check_existed(day.village_id, day.on, field="on")
    months.let_in(day.village_id, day.on, day.reason, field="on")
    day.user, day.state, day.entered_on = by, State.WAITING, timezone.localdate()
    for key, value in keys_of(post).items():
        setattr(day, key, value)
    with counted_once():
        day.save(force_insert=True)
    trail.record("enter_arrival", day, by=by, days=[f"{day.on}"], reason=day.reason)
    return day


def _check_day(day: DutyDay, post: Post, by: User) -> None:
    if day.on >= timezone.localdate():
        raise ValidationError({"on": _("An earlier day. Of today, note the arrival under Today.")})
    if not day.reason:
        raise ValidationError({"reason": _("Say why it is entered later: the chief reads it.")})
    if not Assignment.objects.on(day.on).filter(user=by, post=post).exists():
        raise ValidationError({"on": _("You did not serve at this post on that day.")})
    if not Village.objects.served_by(by, day.on).filter(pk=day.village_id).exists():
        raise ValidationError({"village": _("The village did not belong to your post on that day.")})
    earlier = DutyDay.objects.holding().filter(user=by, on=day.on).select_related("village").first()
    if earlier:
        raise ValidationError(
            {
                "on": _("That day has an arrival: %(village)s, %(state)s. A day counts once.")
                % {"village": earlier.village, "state": earlier.get_state_display()}
            }
        )


@transaction.atomic
def withdraw(day: DutyDay, reason: str, *, by: User) -> DutyDay:
    """The person was not there after all. Of today, or not confirmed yet, it is withdrawn at once; else the chief
    confirms it, and until then it counts.

    ValidationError without a reason, and in a month that is submitted or approved.
    """
    held = _held(day, by, "withdraw_arrival")
    if held.user_id != by.pk:
        raise PermissionDenied
    check_can_withdraw(held)
    held.withdrawal_reason = _said(reason, _("Say why it is withdrawn: it stays visible."))
    months.let_in(held.village_id, held.on, held.withdrawal_reason, field="reason")
    waits = held.state == State.NOTED and held.on < timezone.localdate()
    held.state, held.refusal_reason = State.TO_WITHDRAW if waits else State.WITHDRAWN, ""
    held.save(update_fields=["state", "withdrawal_reason", "refusal_reason"])
    trail.record("withdraw_arrival", held, by=by, reason=held.withdrawal_reason)
    return held


@transaction.atomic
def confirm(day: DutyDay, *, by: User) -> DutyDay:
    """The chief confirms an arrival that was entered later, or that one is withdrawn: the month is counted anew.

    ValidationError when the month was submitted or approved meanwhile; of a published one the person's reason is kept
    as the reason of the change.
    """
    held = _to_decide(day, by)
    is_late = held.state == State.WAITING
    reason = held.reason if is_late else held.withdrawal_reason
    closed_months.let_in([closed_months.Span(held.village_id, held.on, held.on)], reason, cause=DutyDay)
    held.state, held.refusal_reason = State.NOTED if is_late else State.WITHDRAWN, ""
    held.save(update_fields=DECIDED)
    trail.record("confirm_arrival" if is_late else "confirm_withdrawal", held, by=by, person=held.user_id)
    return held


@transaction.atomic
def refuse(day: DutyDay, reason: str, *, by: User) -> DutyDay:
    """The chief does not confirm it: an arrival entered later never counts, one to be withdrawn goes on to count.

    No figure changes, so a closed month does not hinder it. The person finds the reason under Today.
    """
    held = _to_decide(day, by)
    held.refusal_reason = _said(reason, _("Say why it is refused: the officer reads it."))
    is_late = held.state == State.WAITING
    held.state = State.REFUSED if is_late else State.NOTED
    held.save(update_fields=DECIDED)
    trail.record("refuse_arrival", held, by=by, person=held.user_id, reason=held.refusal_reason)
    send(
        "arrival_refused" if is_late else "withdrawal_refused",
        [To(user_id=held.user_id)],
        key=f"duty:{held.pk}:{held.version}",
        by=by,
        link=held.get_absolute_url(),
        day=f"{held.on:%Y-%m-%d}",
        reason=held.refusal_reason,
    )
    return held


def _to_decide(day: DutyDay, by: User) -> DutyDay:
    held = _held(day, by, "review_rows")
    check_waits(held, by)
    held.decided_by, held.decided_at = by, timezone.now()
    return held


def check_can_withdraw(day: DutyDay) -> None:
    """ValidationError for an arrival that is withdrawn or refused, or whose withdrawal waits."""
    if day.state not in (State.NOTED, State.WAITING):
        raise _moved_on(day)


def check_waits(day: DutyDay, by: User) -> None:
    """ValidationError unless it waits for a decision by somebody else than who it is of."""
    if day.state not in DutyDay.TO_DECIDE:
        raise _moved_on(day)
    if day.user_id == by.pk:
        raise ValidationError(_("It is your own arrival; somebody else decides."))


def _moved_on(day: DutyDay) -> ValidationError:
    return ValidationError(
        _("The arrival is now: %(state)s. Load the page again.") % {"state": day.get_state_display()}
    )


def _said(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": otherwise})
    return reason.strip()


def _held(day: DutyDay, by: User, verb: str) -> DutyDay:
    """The row locked until the transaction ends; PermissionDenied without the verb or outside the scope."""
    rows = DutyDay.objects.visible_to(by)
    if not may(by, verb) or not rows.filter(pk=day.pk).exists():
        raise PermissionDenied
    return versions.hold(day, rows)
