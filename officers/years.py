"""What somebody did in a calendar year at all posts held: for the page, the workbook and the paper.

The numbers come from ``officers_year`` (sql/year.sql), which reads rows of former posts and of villages that belong to
another post since; months are those in which it was done. The norm of households is that of all posts held, by days
(duty/own_norm.py), each month rounded half up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from access import scope
from access.roles import codes
from accounts.models import User
from calendars import calendar
from duty import own_norm
from duty.models import Handover
from formulas.rounding import half_up
from officers.models import FamiliarityTest
from posts.closed_months import overlapping
from posts.models import Assignment
from posts.querysets import open_on
from residents.models import Service

MONTHS = range(1, 13)
AT_POSTS = codes(lambda row: row.place == "post")
# By kind of officers_year, in the order of the page.
LABELS: dict[str, str | Promise] = {
    "met": _("Households met"),
    "talks": _("People talked with"),
    "days": _("Days in the villages"),
    **{f"service_{kind}": label for kind, label in Service.Kind.choices},
    "requests": _("Requests taken"),
    "patrols": _("Patrols"),
    "disputes": _("Disputes taken up"),
    "rounds": _("Check rounds"),
    "hazards": _("Hazards found"),
    "meetings": _("Village meetings"),
    "hours": _("Hours of training"),
}


@dataclass(frozen=True)
class Line:
    """One kind: its number of each month (None: not begun) and of the year; ``norm`` where there is one."""

    code: str
    label: str | Promise
    months: list[Decimal | None]
    total: Decimal
    norm: int | None = None


@dataclass(frozen=True)
class OfficerYear:
    """One person in one year, until ``until``."""

    person: User
    county: Any
    year: int
    until: date
    lines: list[Line]
    assignments: list[Assignment] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    tests: list[FamiliarityTest] = field(default_factory=list)

    def total(self, code: str) -> Decimal:
        return next((one.total for one in self.lines if one.code == code), Decimal(0))


def people(user: User, year: int) -> list[tuple[User, list[Assignment]]]:
    """Who served at a post of the person's station or county in the year, each with the assignments there, by post."""
    keys = scope.for_user(user).keys or {}
    ways = {"station_id": "post__station", "county_id": "post__station__county"}
    place = {ways[key]: value for key, value in keys.items() if key in ways}
    if not place:
        return []
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Assignment.objects.filter(overlapping(first, last), role__in=AT_POSTS, **place)
    found: dict[int, tuple[User, list[Assignment]]] = {}
    for one in rows.select_related("user", "post__station").order_by(
        "post__station", "post__name", "-starts_on", "pk"
    ):
        found.setdefault(one.user_id, (one.user, []))[1].append(one)
    return list(found.values())


def person_seen(user: User, key: int, year: int) -> User | None:
    """The person with this key, if ``user`` may read the year: oneself, or who serves or served in the year at the own
    station or in the own county; None otherwise."""
    served = Assignment.objects.filter(user=key, role__in=AT_POSTS)
    if key != user.pk:
        keys = scope.for_user(user).keys or {}
        if "station_id" in keys:
            served = served.filter(post__station=keys["station_id"])
        elif "county_id" in keys:
            served = served.filter(post__station__county=keys["county_id"])
        else:
            return None
        served = served.filter(
            overlapping(date(year, 1, 1), date(year, 12, 31)) | open_on(timezone.localdate())
        )
    return User.objects.filter(pk__in=served.values("user")).first()


def offered(person: int, today: date) -> list[int]:
    """The years in which somebody served, the newest first."""
    oldest = Assignment.objects.filter(user=person).aggregate(oldest=Min("starts_on"))["oldest"] or today
    return list(range(today.year, min(oldest.year, today.year) - 1, -1))


def of(user: User, person: User, year: int) -> OfficerYear:
    """The year of ``person`` as ``user`` reads it; whom the database refuses gets DatabaseError."""
    today = timezone.localdate()
    last = date(year, 12, 31)
    until = min(today, last)
    numbers = _numbers(person.pk, year)
    within = overlapping(date(year, 1, 1), until)
    assignments = Assignment.objects.filter(within, user=person, starts_on__lte=until).select_related(
        "post__station__county", "station__county"
    )
    held = list(assignments.order_by("starts_on", "pk"))
    handovers = _handovers(user).filter(Q(leaver=person) | Q(taken_by=person), last_day__year=year)
    tests = FamiliarityTest.objects.visible_to(user).filter(user=person, drawn_on__year=year)
    return OfficerYear(
        person=person,
        county=_county(held),
        year=year,
        until=until,
        lines=list(_lines(numbers, person, year, until)),
        assignments=held,
        handovers=list(handovers.order_by("last_day", "pk")),
        tests=list(tests.asked().select_related("post").order_by("asked_on", "pk")),
    )


def _handovers(user: User) -> QuerySet[Handover]:
    return Handover.objects.visible_to(user).exclude(state=Handover.State.VOID).select_related("post")


def _county(held: list[Assignment]) -> Any:
    for one in reversed(held):
        station = one.post.station if one.post else one.station
        if station is not None:
            return station.county
    return None


def _numbers(person: int, year: int) -> dict[str, dict[int | None, Decimal]]:
    """Kind -> month (None: the year) -> number."""
    found: dict[str, dict[int | None, Decimal]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, month, n FROM officers_year(%s, %s)", [person, year])
        for kind, month, n in cursor.fetchall():
            found.setdefault(kind, {})[month.month if month else None] = n
    return found


def _lines(
    numbers: dict[str, dict[int | None, Decimal]], person: User, year: int, until: date
) -> Iterable[Line]:
    """The kinds in their order; of the kinds of services those that were done."""
    for code, label in LABELS.items():
        of_kind = numbers.get(code, {})
        if not of_kind and code.startswith("service_"):
            continue
        months = [of_kind.get(month, Decimal(0)) if month <= until.month else None for month in MONTHS]
        norm = _norm(person, year, until) if code == "met" else None
        yield Line(code, label, months, of_kind.get(None, Decimal(0)), norm)


def _norm(person: User, year: int, until: date) -> int:
    """The households that were owed in the months until ``until``, the running one whole."""
    months = calendar.months_between(date(year, 1, 1), calendar.month_of(until))
    return sum(int(half_up(own_norm.of(person, month)["visit_target"], 0)) for month in months)
