"""The rounds of each day: a row a plan and day, made when the plan is written and by the hour (patrols/tasks.py).

They are rows and not worked out, because figures say "n of m" of days on which nobody opened a page, and because a
plan that changes must not change the rounds of the days before. A day on which the clock stood still is made up for;
not in a month that is closed.
"""

import logging
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import rules
from audit import trail
from ledgers import months
from patrols.models import Checkpoint, PatrolPlan, PlannedRound, RoundPoint
from posts.models import Membership
from posts.querysets import open_on

log = logging.getLogger(__name__)


def keep_up() -> None:
    """Make the rounds that are missing up to today, and close those whose night is over."""
    today = timezone.localdate()
    with transaction.atomic():  # outside of one the database is asked as nobody (policies/acting.py)
        plans = list(PatrolPlan.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first_day(today))))
    for plan in plans:
        try:
            make_rounds_of(plan, today)
        except Exception:  # whatever it is, it must not hold up the plans after it
            log.exception("rounds of plan %s", plan.pk)
    close_left_open()


def first_day(today: date) -> date:
    """The oldest day that is made up for."""
    return today - rules.days("patrol.rounds_back_days", on=today)


def days_of(plan: PatrolPlan, today: date) -> list[date]:
    """The days up to today, of those that are made up for, on which the plan holds."""
    first = max(plan.starts_on, first_day(today))
    last = min(today, plan.ends_on or today)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.isoweekday() in plan.weekdays]


@transaction.atomic
def make_rounds_of(plan: PatrolPlan, today: date) -> int:
    """Make the rounds of the plan that are not there yet; returns how many. Done again it makes none."""
    days = days_of(plan, today)
    there = PlannedRound.objects.filter(plan=plan, occurred_on__in=days)
    missing = set(days) - set(there.values_list("occurred_on", flat=True))
    return sum(make_round(plan, day) for day in sorted(missing))


@transaction.atomic
def make_round(plan: PatrolPlan, day: date) -> bool:
    """Make one round with its points. False where another run was faster, the month is closed, or the village had no
    post or did not exist on the day.
    """
    held = PatrolPlan.objects.select_for_update(of=("self",), no_key=True).filter(pk=plan.pk).first()
    if held is None or PlannedRound.objects.filter(plan=held, occurred_on=day).exists():
        return False
    if not _is_served(held.village_id, day):
        return False
    try:
        months.let_in(held.village_id, day, "")
    except ValidationError:
        return False
    points = points_of(plan)
    made = PlannedRound(
        plan=held, occurred_on=day, starts_at=plan.starts_at, ends_at=plan.ends_at, mode=plan.mode,
        points_planned=len(points),
    )  # fmt: skip
    made.placed_like(held)
    made.save(force_insert=True)
    for position, point in enumerate(points, start=1):
        RoundPoint(round=made, checkpoint=point, position=position).save(force_insert=True)
    trail.record("make_round", made, by=None)
    return True


def _is_served(village: int, day: date) -> bool:
    living = Q(village__closed_on=None) | Q(village__closed_on__gt=day)
    return Membership.objects.filter(open_on(day), living, village=village).exists()


def points_of(plan: PatrolPlan) -> list[Checkpoint]:
    """The checkpoints of the plan that have not ended and lie in its village, in the order of the walk."""
    found = Checkpoint.objects.filter(pk__in=plan.points, village=plan.village_id, ends_on=None).in_bulk()
    return [found[key] for key in plan.points if key in found]


def close_left_open() -> int:
    """Rounds that were started and not finished by the hour of the rule on the next day are incomplete; returns how
    many. They may still be finished: what the browser has kept comes late.
    """
    started = PlannedRound.objects.filter(
        state=PlannedRound.State.STARTED, occurred_on__lt=timezone.localdate()
    )
    with transaction.atomic():
        left_open = list(started.select_related("county"))
    return sum(_close(one) for one in left_open)


@transaction.atomic
def _close(started: PlannedRound) -> bool:
    held = PlannedRound.objects.select_for_update(of=("self",), no_key=True).filter(pk=started.pk).first()
    if held is None or held.state != PlannedRound.State.STARTED:
        return False
    closes_at = held.closes_at(started.county.code)
    if timezone.now() < closes_at:
        return False
    held.state, held.ended_at = PlannedRound.State.INCOMPLETE, closes_at
    held.save(update_fields=["state", "ended_at"])
    trail.record("close_round", held, by=None)
    return True
