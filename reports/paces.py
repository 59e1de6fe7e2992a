"""What of the norms of a month should be done by today, and in how many weeks enough days were spent in the villages.

Today shows it for the post, the board of the chief for each post and for the station. Worked out day by day from the
days on which a post was open, the leave of its responsible officer, arrivals and the norms (rules/norms.py), in the way
in which the month is counted (indicators/sql/fill_month.sql): leave of the responsible officer takes days off, days
without one do not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty.models import DutyDay, Leave
from formulas.rounding import half_up
from pages import counting
from posts.closed_months import overlapping
from posts.models import Assignment, Post
from reports import four_tasks
from rules import norms

HOUSEHOLDS, DAYS, PRIORITY = "visit.households_a_month", "duty.days_a_week", "visit.priority_a_month"
OPEN, SERVED, AWAY, ARRIVED = "open", "served", "away", "arrived"
Found = list[dict[str, Any]]  # the rows of ``rows`` as JSON: days are texts
Spans = list[tuple[int, date, date | None]]  # key of a person, first and last day


@dataclass(frozen=True)
class Pace:
    """Of a month: households and days that should be reached by today; the norms of households and of priority visits
    of all of it, rounded half up; of the ``weeks`` that are judged those that are over, and with enough days."""

    households: int = 0
    households_norm: int = 0
    days: int = 0
    priority: int = 0
    weeks: int = 0
    weeks_over: int = 0
    weeks_met: int = 0

    def __add__(self, other: "Pace") -> "Pace":
        return Pace(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Pace)))

    @property
    def is_behind_by_weeks(self) -> bool:
        return self.weeks_met < self.weeks_over

    @property
    def due(self) -> dict[str, int]:
        """By the code of the indicator beside which it stands."""
        return {"visit_target": self.households, "duty_days": self.days}


def by_post(
    user: User,
    month: date,
    posts: Iterable[int],
    classes: Mapping[int, str],
    found: Found,
    instead: Mapping[str, int] = MappingProxyType({}),
) -> dict[int, Pace]:
    """Of each of ``posts``, from what was read of ``rows``; ``classes``: ``four_tasks.classes``.

    ``instead``: what the norms would be, by code (reports/norm_preview.py).
    """
    county, today = scope.for_user(user).county or "", timezone.localdate()
    read = _Read(found)
    return {
        post: _pace(read, Expected(post, classes.get(post, norms.PLAIN), county, instead), month, today)
        for post in posts
        if post in read.opened
    }


def of_board(
    user: User, month: date, posts: list[int]
) -> tuple[dict[int, list[four_tasks.Task]], dict[int, Pace]]:
    """The four tasks and the pace of each of ``posts``, in one statement; none for who does not read the ledgers."""
    if not may(user, "read_residents"):
        return {}, {}
    asked = [four_tasks.rows(user, month), rows(user, month)]
    _numbers, (tasks, found) = counting.counts_and_rows([], asked)
    return four_tasks.from_rows(user, month, posts, tasks), by_post(
        user, month, posts, four_tasks.classes(tasks), found
    )


def rows(user: User, month: date) -> QuerySet[Any, dict[str, Any]]:
    """The posts of the person's place, who answers for them and is on leave when, and the days of arrivals."""
    first = calendar.sundays_of(month)[0] - timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
    last = calendar.last_day(month)
    where = scope.for_user(user)
    own = (
        Q(pk=where.post_id)
        if where.post_id
        else Q(station=where.station_id)
        if where.station_id
        else Q(station__county=where.county_id)
    )
    posts = Post.objects.filter(own)
    responsible = Assignment.objects.filter(
        overlapping(first, last), is_responsible=True, post__in=posts
    ).order_by()
    leave = Leave.objects.filter(overlapping(first, last), user__in=responsible.values("user")).order_by()
    arrivals = DutyDay.objects.counted().filter(on__gte=first, on__lte=last, post__in=posts).order_by()
    parts = [
        _part(OPEN, posts.order_by(), "pk", Value(0), "opened_on", "closed_on"),
        _part(SERVED, responsible, "post_id", F("user_id"), "starts_on", "ends_on"),
        _part(AWAY, leave, None, F("user_id"), "starts_on", "ends_on"),
        _part(ARRIVED, arrivals, "post_id", F("user_id"), "on", "on"),
    ]
    return parts[0].union(*parts[1:], all=True)


def of_weeks(months_days: Mapping[date, bool], arrived: set[date], norm: int, month: date) -> Pace:
    """The weeks of the month by their days: ``months_days`` says of each day whether it is owed; ``norm`` days a week.

    Of a week with fewer owed days a share is expected, rounded down; a week of which no day is expected is not judged.
    """
    today = timezone.localdate()
    judged = over = met = 0
    for sunday in calendar.sundays_of(month):
        week = [sunday - timedelta(days=back) for back in range(calendar.DAYS_OF_A_WEEK)]
        expected = norm * sum(months_days.get(day, False) for day in week) // calendar.DAYS_OF_A_WEEK
        if not expected:
            continue
        judged += 1
        if sunday < today:
            over += 1
            met += sum(day in arrived for day in week) >= expected
    return Pace(weeks=judged, weeks_over=over, weeks_met=met)


def _part(
    kind: str, found: QuerySet[Any], at: str | None, person: Any, first: str, last: str
) -> QuerySet[Any, dict[str, Any]]:
    """``what``, ``at`` (key of the post), ``person``, ``first`` and ``last`` day."""
    return found.values(
        what=Cast(Value(kind), CharField()),
        at=Cast(F(at) if at else Value(0), IntegerField()),
        person=Cast(person, IntegerField()),
        first=Cast(F(first), DateField()),
        last=Cast(F(last), DateField()),
    )


class _Read:
    """The rows of ``rows`` by what they say."""

    def __init__(self, found: Found):
        self.opened: dict[
            int, tuple[date, date | None]
        ] = {}  # first day, and the first one on which it is closed
        self.served: dict[int, Spans] = defaultdict(list)
        self.away: Spans = []
        self.arrived: dict[int, Spans] = defaultdict(list)
        for one in found:
            first, last = _day(one["first"]), _day(one["last"])
            if first is None:
                continue
            if one["what"] == OPEN:
                self.opened[one["at"]] = (first, last)
            elif one["what"] == AWAY:
                self.away.append((one["person"], first, last))
            else:
                spans = self.served if one["what"] == SERVED else self.arrived
                spans[one["at"]].append((one["person"], first, last))

    def is_owed(self, post: int, day: date) -> bool:
        """Was the post open, and its responsible officer not on leave?"""
        opened, closed = self.opened[post]
        if day < opened or (closed is not None and day >= closed):
            return False
        return not _people(self.served[post], day) & _people(self.away, day)

    def arrivals(self, post: int) -> set[date]:
        """The days on which whoever answered for the post arrived there."""
        return {day for person, day, _last in self.arrived[post] if person in _people(self.served[post], day)}


@dataclass(frozen=True)
class Expected:
    """The norms of one post: its own, those of its class, or ``instead`` what they would be."""

    post: int
    terrain: str
    county: str
    instead: Mapping[str, int]

    def on(self, norm: str, day: date) -> int:
        if norm in self.instead:
            return self.instead[norm]
        return norms.of_post(norm, on=day, county=self.county, terrain=self.terrain, post=self.post)


def _pace(read: _Read, at: Expected, month: date, today: date) -> Pace:
    days = [month + timedelta(days=day) for day in range(calendar.days_in(month))]
    since = calendar.sundays_of(month)[0] - timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
    known = [since + timedelta(days=day) for day in range((days[-1] - since).days + 1)]
    owed = {day: read.is_owed(at.post, day) for day in known}

    def expected(norm: str, until: date) -> Decimal:
        return Decimal(sum(at.on(norm, day) for day in days if owed[day] and day <= until))

    weeks = of_weeks(owed, read.arrivals(at.post), at.on(DAYS, min(today, days[-1])), month)
    return weeks + Pace(
        households=int(expected(HOUSEHOLDS, today) / len(days)),
        households_norm=int(half_up(expected(HOUSEHOLDS, days[-1]) / len(days), 0)),
        days=int(expected(DAYS, today) / calendar.DAYS_OF_A_WEEK),
        priority=int(half_up(expected(PRIORITY, days[-1]) / len(days), 0)),
    )


def _people(spans: Spans, day: date) -> set[int]:
    return {person for person, first, last in spans if first <= day and (last is None or last >= day)}


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text
