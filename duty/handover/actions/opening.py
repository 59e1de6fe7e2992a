"""Which hand-overs there have to be, as the assignments say it today: opened, followed, given up, told to the chief.

Called every minute by duty/tasks.py. It reads the assignments, not the act that ended them: an end today or planned,
a swap, a sheet, a closed account all come to the same. A village that moves to another post opens none: its rows go
along by themselves, both officers stay, and keys and equipment belong to the post.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

import rules
from access.rights import MAY
from access.roles import codes
from audit import trail
from duty.models import Handover
from notices.actions import To, send, take_away
from notices.models import Notice
from posts.models import Assignment

log = logging.getLogger(__name__)
RowT = TypeVar("RowT")


def keep_up() -> None:
    """Each in a transaction of its own: one that fails is logged and tried again by the next run."""
    today = timezone.localdate()
    for handover in _read(_unsettled):
        _each(follow, handover, today)
    for assignment in _read(lambda: to_open(today)):
        _each(open_for, assignment, today)
    for handover in _read(untold):
        _each(_tell_the_chief, handover, today)
    for handover in _read(told_in_vain):
        _each(_take_notice_away, handover, today)


def _read(rows: Callable[[], Iterable[RowT]]) -> list[RowT]:
    """In a transaction: outside of one the database is asked as nobody (policies/acting.py)."""
    with transaction.atomic():
        return list(rows())


def _each(act: Callable[..., object], row: Handover | Assignment, today: date) -> None:
    try:
        act(row, today)
    except Exception:  # whatever it is, it must not hold up those after it
        log.exception("%s of %s %s failed", act.__name__, row._meta.label_lower, row.pk)


def left_by(today: date) -> Q:
    """Assignments whose last day has come, or whose person may not sign in any more."""
    return Q(ends_on__lte=today) | Q(user__is_active=False, starts_on__lt=today)


def to_open(today: date) -> QuerySet[Assignment]:
    """Assignments at a post, left of late, whose work nobody has handed over yet and whose person does not go on there.

    One that began today may still be taken back as if it had never been: it waits until tomorrow.
    """
    since = today - rules.days("handover.looks_back_days", on=today)
    begun = Handover.objects.exclude(state=Handover.State.VOID).filter(
        Q(state__in=Handover.OPEN) | Q(last_day__gte=OuterRef("ends_on")) | Q(assignment__ends_on=None),
        assignment=OuterRef("pk"),
    )
    here = codes(lambda role: role.place == "post")
    rows = Assignment.objects.filter(
        left_by(today),
        Q(ends_on=None) | Q(ends_on__gte=since),
        role__in=here,
        post__isnull=False,
        starts_on__lt=today,
    )
    return (
        rows.exclude(Exists(begun)).exclude(Exists(goes_on())).select_related("post__station__county", "user")
    )


def goes_on() -> QuerySet[Assignment]:
    """Does the person go on at the post, with no less to answer for: ``Exists(goes_on())`` beside an assignment."""
    next_one = Q(starts_on__gt=OuterRef("ends_on")) & (Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
    same = Assignment.objects.filter(
        next_one, user=OuterRef("user"), post=OuterRef("post"), user__is_active=True
    )
    begins = Q(starts_on__lte=timezone.localdate() + timedelta(days=1))
    return same.filter(begins, Q(is_responsible=True) | Q(is_responsible=OuterRef("is_responsible")))


@transaction.atomic
def open_for(assignment: Assignment, today: date) -> Handover | None:
    """The hand-over of an assignment that was left; None where another run was faster."""
    held = to_open(today).filter(pk=assignment.pk).first()
    if held is None:
        return None
    post = held.post
    assert post is not None
    days = rules.days("handover.days", on=today, county=post.station.county.code)
    handover = Handover.objects.create(
        assignment=held,
        post=post,
        leaver_id=held.user_id,
        last_day=held.ends_on or today,
        opened_on=today,
        due_on=today + days,
    )
    trail.record("open_handover", handover, by=None, **_words(handover))
    return handover


def _unsettled() -> QuerySet[Handover]:
    """Open ones: their assignments may have changed since."""
    return Handover.objects.open().select_related("assignment__user", "post__station")


@transaction.atomic
def follow(handover: Handover, today: date) -> str:
    """The end was moved or taken back, or the person serves there again: the hand-over moves with it, or is void.

    One that both have signed is closed by the chief as it stands. Returns the state that it has then.
    """
    held = Handover.objects.select_for_update(of=("self",)).filter(pk=handover.pk).first()
    if held is None or held.state not in (Handover.State.OPEN, Handover.State.SIGNED):
        return held.state if held else ""
    assignment = Assignment.objects.filter(pk=held.assignment_id)
    has_left = assignment.filter(left_by(today)).exclude(Exists(goes_on())).first()
    if has_left is None:
        held.state, held.closed_on, held.closed_at = Handover.State.VOID, today, timezone.now()
        held.save(update_fields=["state", "closed_on", "closed_at"])
        trail.record("void_handover", held, by=None, **_words(held))
    elif has_left.ends_on and has_left.ends_on != held.last_day:
        held.last_day = has_left.ends_on
        held.save(update_fields=["last_day"])
        trail.record("move_handover", held, by=None, **_words(held))
    return held.state


def untold() -> list[Handover]:
    """The overdue ones of which the chief has no notice yet."""
    found = {matter(one): one for one in Handover.objects.overdue().select_related("post__station")}
    told = set(Notice.objects.filter(key__in=found).values_list("key", flat=True))
    return [one for key, one in found.items() if key not in told]


def told_in_vain() -> list[Handover]:
    """Those that are over, void ones too, and of which an open notice is left: who closed it may have it from another
    place than those who were told."""
    left = Notice.objects.open().filter(code="handover_overdue").values_list("key", flat=True)
    over = Handover.objects.filter(pk__in=[int(key.rpartition(" ")[2]) for key in left])
    return list(over.exclude(state__in=Handover.OPEN))


def _take_notice_away(handover: Handover, today: date) -> None:
    take_away(matter(handover))


def matter(handover: Handover) -> str:
    """The key of its notice."""
    return f"handover overdue {handover.pk}"


def _tell_the_chief(handover: Handover, today: date) -> None:
    """One notice for each hand-over that is overdue, to those who close it at the station."""
    here = codes(lambda role: role.place == "station" and role.code in MAY["close_handover"])
    send(
        "handover_overdue",
        [To(role=role, station_id=handover.post.station_id) for role in here],
        key=matter(handover),
        by=None,
        link=reverse("duty:handover-detail", args=[handover.pk]),
        post=str(handover.post),
        day=f"{handover.last_day:%Y-%m-%d}",
    )


def _words(handover: Handover) -> dict[str, str]:
    return {"account": handover.leaver.username, "last_day": str(handover.last_day)}
