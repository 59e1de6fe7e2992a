"""Duty days and leave: arrive in a village, grant leave, take it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from duty.arrivals import elsewhere, first_row_of_today
from duty.models import DutyDay, Leave
from ledgers import months
from posts import abolished, closed_months, staying
from posts.models import Assignment, Post, Village
from posts.models.placed import keys_of


@transaction.atomic
def grant_leave(leave: Leave, *, by: User, late_reason: str = "") -> Leave:
    """Days on which no target runs for a person of the station; the months that it touches are counted anew.

    ValidationError when one of them is submitted or approved, or published and ``late_reason`` is empty.
    """
    _check(leave, by)
    late = closed_months.let_in(_spans(leave), late_reason, cause=Leave)
    leave.granted_by = by
    leave.save(force_insert=True)
    days = [str(leave.starts_on), str(leave.ends_on)]
    trail.record("grant_leave", leave, by=by, person=leave.user.pk, days=days, late=late)
    return leave


@transaction.atomic
def take_leave_back(leave: Leave, *, by: User, late_reason: str = "") -> None:
    """The leave was not taken. Closed months as for ``grant_leave``."""
    _check(leave, by)
    late = closed_months.let_in(_spans(leave), late_reason, cause=Leave)
    held = hold(leave)
    trail.record("take_leave_back", held, by=by, person=leave.user.pk, late=late)
    held.delete()


def _check(leave: Leave, by: User) -> None:
    if not may(by, "grant_leave") or leave.user.pk not in {user.pk for user in staff(by)}:
        raise PermissionDenied


def _spans(leave: Leave) -> list[closed_months.Span]:
    """The days of the leave in the villages of each post for which the person is responsible on them."""
    days = closed_months.overlapping(leave.starts_on, leave.ends_on)
    responsible = Assignment.objects.filter(days, user=leave.user, is_responsible=True)
    return [
        span
        for one in responsible
        if one.post_id is not None
        for span in closed_months.spans_of_post(
            one.post_id,
            max(leave.starts_on, one.starts_on),
            min(filter(None, (leave.ends_on, one.ends_on))),
        )
    ]


def staff(user: User) -> list[User]:
    """Officers and auxiliaries who serve at a post of the person's station today."""
    serving = Assignment.objects.on(timezone.localdate()).filter(
        post__station=scope.for_user(user).station_id
    )
    people = {one.user_id: one.user for one in serving.select_related("user").order_by("user__name")}
    return list(people.values())


@transaction.atomic
def arrive(village: Village, *, by: User, since_first_row: bool = False) -> DutyDay:
    """Note that the person is in the village today. The first village of a day counts, the last one steers the forms.

    A day counts once, of two posts as well: who has arrived at the other one today goes on from there.

    ``since_first_row``: at the time of the first row that the person recorded there today, not now.
    """
    if not may(by, "record_duty"):
        raise PermissionDenied
    staying.hold(village.pk)
    if not Village.objects.served_by(by).filter(pk=village.pk).exists():
        raise Http404
    where, today = scope.for_user(by), timezone.localdate()
    post = Post.objects.select_related("station").get(pk=where.post_id or 0)
    abolished.check_existed(village.pk, today, field="village")
    months.let_in(village.pk, today, "")
    if any(elsewhere(by, lambda person: _go_on(village, person))):
        return _of_today(by) or next(day for day in elsewhere(by, _of_today) if day)
    with counted_once():
        day, is_new = DutyDay.objects.get_or_create(
            user=by,
            on=today,
            state__in=DutyDay.HOLDING,
            defaults={"village": village, **keys_of(post)},
        )
    if is_new:
        if since_first_row:
            day.arrived_at = first_row_of_today(by, village.pk) or day.arrived_at
            day.save(update_fields=["arrived_at"])
        trail.record("arrive", day, by=by)
    else:
        _go_on(village, by)
    return day


@contextmanager
def counted_once() -> Iterator[None]:
    """ValidationError where the person has an arrival of the day that is not seen from here: at a post that was left on
    the same day, whose row it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if "duty_day_is_counted_once" not in str(fault):
            raise
        words = _("You arrived at the post where you served before on this day already; that arrival counts.")
        raise ValidationError(words, code="elsewhere") from fault


def _of_today(by: User) -> DutyDay | None:
    """The arrival of today that takes the place of another one, at the post where the person works now."""
    return DutyDay.objects.visible_to(by).holding().filter(user=by, on=timezone.localdate()).first()


def _go_on(village: Village, by: User) -> bool:
    """From the village of today's arrival to another one; False without an arrival today at this post."""
    day = _of_today(by)
    if day is None:
        return False
    if village.pk != (day.last_village_id or day.village_id):
        day.last_village = village
        day.save(update_fields=["last_village"])
        trail.record("arrive", day, by=by, village=village.pk)
    return True
