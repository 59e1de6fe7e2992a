"""The four tasks of a month (四个一) of a post: a paired household, a good deed in each week, documents brought to the
door, a safety bulletin.

Today shows those of the post where the person works, the board of the chief those of each post (reports/boards.py).
They are counted from the ledgers when the page is opened. The norms are dated rules of the county, by the class of the
post or for it alone (rules/norms.py); a task with the norm 0 is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators.models import VillageMonth
from pages import counting
from posts.closed_months import overlapping
from posts.models import VillageProfile
from residents.models import Pairing, Service
from rules import norms

PAIRING, PLACE = "pairing", "place"
DEED, ROUND, BULLETIN = Service.Kind.GOOD_DEED, Service.Kind.DOCUMENT, Service.Kind.BULLETIN
WHOLE = 100  # per cent
LABELS: dict[str, Promise] = {
    PAIRING: _("Paired households"),
    DEED: _("Weeks with a good deed"),
    ROUND: _("Rounds with documents"),
    BULLETIN: _("Bulletins of the month"),
}
SHORT: dict[str, Promise] = {
    PAIRING: pgettext_lazy("four tasks", "Paired"),
    DEED: pgettext_lazy("four tasks", "Deeds"),
    ROUND: pgettext_lazy("four tasks", "Documents"),
    BULLETIN: pgettext_lazy("four tasks", "Bulletins"),
}
NORMS: dict[str, str] = {
    PAIRING: "pairing.households",
    DEED: "service.good_deeds_a_week",
    ROUND: "service.document_rounds_a_month",
    BULLETIN: "service.bulletins_a_month",
}  # in the order in which they are shown
Rows = dict[str, list[tuple[date, int]]]  # by task: day and number
Found = list[dict[str, Any]]  # the rows of ``rows`` as JSON: days are texts


@dataclass(frozen=True)
class Task:
    """``done`` of ``norm``, of which ``due`` should be done by today (of a month that is over: all of it)."""

    code: str
    done: int
    norm: int
    due: int
    url: str = ""

    @property
    def label(self) -> Promise:
        return LABELS[self.code]

    @property
    def short(self) -> Promise:
        return SHORT[self.code]

    @property
    def is_behind(self) -> bool:
        return self.done < self.due

    @property
    def bar(self) -> int:
        """The share of the norm in whole per cent, 100 at most."""
        return min(WHOLE, self.done * WHOLE // self.norm)


def of_own_post(user: User, month: date, found: Found) -> list[Task]:
    """Those of the post where the person works now, from what was read of ``rows``; none without a post."""
    post = scope.for_user(user).post_id
    return from_rows(user, month, [post], found)[post] if post and may(user, "read_residents") else []


def by_post(user: User, month: date, posts: Iterable[int]) -> dict[int, list[Task]]:
    """The tasks of each of ``posts`` in the month, in one statement; empty for who does not read the ledgers."""
    if not may(user, "read_residents"):
        return {}
    _numbers, (found,) = counting.counts_and_rows([], [rows(user, month)])
    return from_rows(user, month, posts, found)


def classes(found: Found) -> dict[int, str]:
    """The class of each post of the rows: the hardest one among its villages; none of a month not counted yet."""
    of_post: dict[int, list[str]] = defaultdict(list)
    for one in found:
        if one["task"] == PLACE and one["of"]:
            of_post[one["of"]].append(norms.CLASSES[one["number"]])
    return {post: norms.hardest(terrains) for post, terrains in of_post.items()}


def rows(user: User, month: date) -> QuerySet[Any, dict[str, Any]]:
    """Where each village belonged in the month, its class and when its post was opened; what was done, by village and
    day.

    A week that begins in the month before is read whole: it belongs to the month of its Sunday.
    """
    last = calendar.place_day(month)
    since = calendar.sundays_of(month)[0] - timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
    services = Service.objects.visible_to(user).counted()
    within = Q(kind=DEED, occurred_on__gte=since) | Q(kind__in=[ROUND, BULLETIN], occurred_on__gte=month)
    services = services.filter(within, occurred_on__lt=calendar.end_of(month)).order_by()
    # Of deeds the quantity written, of the others the rows: twelve documents of one round are one round.
    number = Sum(Case(When(kind=DEED, then=F("quantity")), default=Value(1)))
    pairings = Pairing.objects.visible_to(user).filter(overlapping(last, last)).order_by()
    months = VillageMonth.objects.visible_to(user).filter(month=month).order_by()
    parts = [
        _part(Value(PLACE), months, F("post__opened_on"), _class(last)),
        _part(Value(PAIRING), pairings, Value(last), Count("pk")),
        _part(F("kind"), services, F("occurred_on"), number),
    ]
    return parts[0].union(*parts[1:], all=True)


def from_rows(
    user: User,
    month: date,
    posts: Iterable[int],
    found: Found,
    instead: Mapping[str, int] = MappingProxyType({}),
) -> dict[int, list[Task]]:
    """The tasks of each of ``posts`` from what was read of ``rows``; a village of which no month is counted yet stands
    with the post of its rows. ``instead``: what the norms would be, by code (reports/norm_preview.py)."""
    county, terrains = scope.for_user(user).county or "", classes(found)
    placed = [one for one in found if one["task"] == PLACE and one["of"]]
    post_of = {one["at"]: one["of"] for one in placed}
    opened = {one["of"]: date.fromisoformat(one["day"]) for one in placed}
    done: dict[int, Rows] = defaultdict(lambda: defaultdict(list))
    for one in found:
        if one["task"] != PLACE:
            post = post_of[one["at"]] if one["at"] in post_of else one["of"]
            done[post][one["task"]].append((date.fromisoformat(one["day"]), one["number"]))
    return {
        post: _tasks(
            done[post],
            _norms(month, county, terrains.get(post, norms.PLAIN), post, instead),
            month,
            opened.get(post),
        )
        for post in posts
    }


def _norms(month: date, county: str, terrain: str, post: int, instead: Mapping[str, int]) -> dict[str, int]:
    """The norm of each task, in the order in which they are shown."""
    day = calendar.place_day(month)
    return {
        task: instead[norm]
        if norm in instead
        else norms.of_post(norm, on=day, county=county, terrain=terrain, post=post)
        for task, norm in NORMS.items()
    }


def _class(day: date) -> Any:
    """The place of a village's class among ``norms.CLASSES`` on the day."""
    profiles = VillageProfile.objects.filter(village=OuterRef("village"), since__lte=day).order_by("-since")
    ranks = [When(terrain=terrain, then=Value(rank)) for rank, terrain in enumerate(norms.CLASSES) if rank]
    rank = profiles.annotate(rank=Case(*ranks, default=Value(0))).values("rank")[:1]
    return Coalesce(Subquery(rank), Value(0))


def _part(task: Any, rows: QuerySet[Any], day: Any, number: Any) -> QuerySet[Any, dict[str, Any]]:
    """``task``, ``at`` (key of the village), ``of`` (key of the post), ``day`` and ``number``."""
    columns = {"task": Cast(task, CharField()), "at": F("village_id"), "of": F("post_id")}
    grouped = rows.values(**columns, day=Cast(day, DateField()))
    counted: QuerySet[Any, dict[str, Any]] = grouped.annotate(number=Cast(number, IntegerField()))
    return counted


def _tasks(done: Rows, expected: dict[str, int], month: date, opened: date | None) -> list[Task]:
    """A monthly task is due when the month is over; a pairing lasts and is due on any day."""
    today = timezone.localdate()
    is_over = calendar.end_of(month) <= today
    found = []
    for task, norm in expected.items():
        if norm and task == DEED:
            found.append(_weeks(done[DEED], norm, month, opened, today))
        elif norm:
            number = sum(count for _day, count in done[task])
            due = norm if is_over or task == PAIRING else 0
            found.append(Task(task, number, norm, due, _url(task, month)))
    return found


def _weeks(done: list[tuple[date, int]], norm: int, month: date, opened: date | None, today: date) -> Task:
    """The weeks that had their good deeds, of those whose Sunday lies in the month and in the time of the post."""
    sundays = [day for day in calendar.sundays_of(month) if opened is None or day >= opened]
    deeds: dict[date, int] = defaultdict(int)
    for day, number in done:
        deeds[calendar.sunday_of(day)] += number
    met = sum(deeds[day] >= norm for day in sundays)
    over = sum(day < today for day in sundays)
    return Task(DEED, met, max(1, len(sundays)), over, _url(DEED, month))


def _url(task: str, month: date) -> str:
    if task == PAIRING:
        return reverse("residents:pairing-list")
    return f"{reverse('residents:service-list')}?kind={task}&month={month:%Y-%m}&counted=on"
