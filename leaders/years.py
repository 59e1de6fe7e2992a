"""A leader's year in numbers: days in the field, guidance at each contact point, briefings, each n of m.

Read by the board (leaders/views.py) and the paper (documents/layouts/leaders.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

import rules
from access import scope
from access.roles import codes
from accounts.models import User
from leaders.models import ContactPoint, LeaderEntry
from posts.models import Assignment
from posts.querysets import open_on

MONTHS = range(1, 13)
CODES = codes(lambda row: row.has_contact_points)


@dataclass(frozen=True)
class Count:
    """``n`` of ``m``; ``due``: how many there should be by the day asked for."""

    n: int
    m: int
    due: int

    @property
    def share(self) -> float:
        """Of what is due by now; 1 where nothing is due yet."""
        return min(1.0, self.n / self.due) if self.due else 1.0

    @property
    def is_behind(self) -> bool:
        return self.n < self.due


@dataclass(frozen=True)
class AtPoint:
    """One contact point with the days of guidance there."""

    point: ContactPoint
    guidance: Count
    newest: date | None


@dataclass
class LeaderYear:
    """One leader in one year, until ``until``. ``units`` and ``places``: open contact points on that day."""

    leader: User
    county: Any
    year: int
    until: date
    field_days: Count
    briefings: Count
    units: int
    places: int
    units_wanted: int
    places_least: int
    places_most: int
    points: list[AtPoint] = field(default_factory=list)
    without_outcome: int = 0

    @property
    def guidance(self) -> Count:
        """Over all contact points; what is above the target at one makes up for nothing at another."""
        counts = [one.guidance for one in self.points]
        return Count(
            sum(min(one.n, one.m) for one in counts),
            sum(one.m for one in counts),
            sum(one.due for one in counts),
        )

    @property
    def share(self) -> float:
        """The mean of the three shares: by it the board is ordered, the lowest first."""
        counts = (self.field_days, self.guidance, self.briefings)
        return sum(one.share for one in counts) / len(counts)

    @property
    def lacks_points(self) -> bool:
        return self.units < self.units_wanted or not self.places_least <= self.places <= self.places_most


@dataclass(frozen=True)
class Board:
    """The leaders of a county in a year, as ``of_county`` orders them."""

    year: int
    leaders: list[LeaderYear]


def leaders_on(day: date, county: int) -> QuerySet[User]:
    """Who serves as a leader of the county on the day."""
    held = Assignment.objects.filter(open_on(day), role__in=CODES, county=county)
    return User.objects.filter(pk__in=held.values("user"))


def offered(user: User, today: date) -> list[int]:
    """The years with entries that the person sees, and this one; the newest first."""
    oldest = LeaderEntry.objects.visible_to(user).aggregate(oldest=Min("held_on"))["oldest"] or today
    return list(range(today.year, min(oldest.year, today.year) - 1, -1))


def of_county(user: User, year: int) -> list[LeaderYear]:
    """The leaders of the person's county who served in the year, whoever met least of what is due first."""
    county = scope.for_user(user).county_id
    first, last = date(year, 1, 1), date(year, 12, 31)
    until = min(last, timezone.localdate())
    spans: dict[int, list[tuple[date, date]]] = {}
    people: dict[int, User] = {}
    rows = Assignment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first), role__in=CODES, county=county, starts_on__lte=until
    ).select_related("user", "county")
    found_county = None
    for one in rows:
        people[one.user_id], found_county = one.user, one.county
        spans.setdefault(one.user_id, []).append((max(first, one.starts_on), min(last, one.ends_on or last)))
    points: dict[int, list[ContactPoint]] = {}
    in_year = ContactPoint.objects.visible_to(user).filter(
        Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=until
    )
    for point in in_year.select_related("station", "post"):
        points.setdefault(point.person_id, []).append(point)
    entries: dict[int, list[LeaderEntry]] = {}
    for entry in _counted(user, first, until):
        entries.setdefault(entry.person_id, []).append(entry)
    code = scope.for_user(user).county
    found = [
        _year(person, found_county, until, spans[key], points.get(key, []), entries.get(key, []), code)
        for key, person in people.items()
    ]
    return sorted(found, key=lambda one: (one.share, one.leader.name))


def of_leader(user: User, leader: int, year: int) -> LeaderYear | None:
    """One of them; None for somebody who was no leader of the person's county in the year."""
    return next((one for one in of_county(user, year) if one.leader.pk == leader), None)


def _counted(user: User, first: date, last: date) -> QuerySet[LeaderEntry]:
    rows = LeaderEntry.objects.visible_to(user).filter(state=LeaderEntry.State.HELD)
    return rows.filter(held_on__range=(first, last))


def _year(
    leader: User,
    county: Any,
    until: date,
    spans: list[tuple[date, date]],
    points: list[ContactPoint],
    entries: list[LeaderEntry],
    code: str,
) -> LeaderYear:
    open_points = [one for one in points if one.ends_on is None or one.ends_on >= until]
    days = {one.held_on for one in entries if one.kind in LeaderEntry.IN_THE_FIELD}
    heard = {one.held_on.month for one in entries if one.kind == LeaderEntry.Kind.BRIEFING}
    months = [month for month in MONTHS if any(_holds(span, until.year, month) for span in spans)]
    over = [month for month in months if _last_of(until.year, month) <= until]
    year_end = date(until.year, 12, 31)
    return LeaderYear(
        leader=leader,
        county=county,
        year=until.year,
        until=until,
        field_days=_count(len(days), rules.whole("leader.field_days", on=until, county=code), spans, until),
        briefings=Count(len(heard), len(months), len(over)),
        units=sum(bool(one.unit) for one in open_points),
        places=sum(not one.unit for one in open_points),
        units_wanted=rules.whole("leader.units", on=until, county=code),
        places_least=rules.whole("leader.places_least", on=until, county=code),
        places_most=rules.whole("leader.places_most", on=until, county=code),
        points=[
            _at(
                point,
                entries,
                rules.whole("leader.guidance_visits", on=until, county=code),
                (date(until.year, 1, 1), year_end),
                until,
            )
            for point in points
        ],
        without_outcome=sum(not one.outcome for one in entries if one.kind == LeaderEntry.Kind.GUIDANCE),
    )


def _at(
    point: ContactPoint, entries: Iterable[LeaderEntry], norm: int, year: tuple[date, date], until: date
) -> AtPoint:
    days = {
        one.held_on for one in entries
        if one.contact_id == point.pk and one.kind == LeaderEntry.Kind.GUIDANCE
    }  # fmt: skip
    span = (max(year[0], point.starts_on), min(year[1], point.ends_on or year[1]))
    return AtPoint(point, _count(len(days), norm, [span], until), max(days, default=None))


def _count(n: int, norm: int, spans: list[tuple[date, date]], until: date) -> Count:
    """The norm of a year by the days of it in ``spans``, rounded half up; what is due by ``until`` rounded down."""
    whole = _days((date(until.year, 1, 1), date(until.year, 12, 31)))
    target = (2 * norm * sum(map(_days, spans)) + whole) // (2 * whole)
    gone = sum(_days((first, min(last, until))) for first, last in spans)
    return Count(n, target, min(target, norm * gone // whole))


def _days(span: tuple[date, date]) -> int:
    return max(0, (span[1] - span[0]).days + 1)


def _holds(span: tuple[date, date], year: int, month: int) -> bool:
    """Does the span hold the whole month? A leader who comes in the middle of one owes no briefing for it."""
    return span[0] <= date(year, month, 1) and span[1] >= _last_of(year, month)


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
