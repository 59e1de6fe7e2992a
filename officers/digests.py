"""The week of a station for its chief (每周提要): what is vacant, who wrote nothing, who stayed under the norm of days,
what is overdue, and what got worse.

``found_at`` is called when it is written (officers/digest_actions.py). It asks as the station does, without a person:
row-level security holds it to the rows of the station, and protected disputes are in no number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import rules
from calendars import calendar
from disputes.clocks import facts, reading
from disputes.models import Dispute
from duty.models import DutyDay, Leave
from ledgers import books
from patrols.models import Patrol
from posts import vacancies
from posts.closed_months import overlapping
from posts.models import Assignment, Post, Station
from residents.models import Request, Visit

SIX = timedelta(days=calendar.DAYS_OF_A_WEEK - 1)
A_WEEK = timedelta(days=calendar.DAYS_OF_A_WEEK)


@dataclass(frozen=True)
class Number:
    """A number of the digest that is compared with the week before: where its rows are, and whether more is worse."""

    label: str | Promise
    url_name: str
    query: str = ""
    more_is_worse: bool = True

    @property
    def url(self) -> str:
        return reverse(self.url_name) + (f"?{self.query}" if self.query else "")


NUMBERS: dict[str, Number] = {
    "vacant": Number(_("Posts without responsible officer"), "posts:organisation"),
    "silent": Number(_("People who entered nothing"), "officers:year-list"),
    "short": Number(_("Officers under the norm of days"), "duty:duty-list"),
    "promises": Number(_("Requests overdue"), "residents:request-list", "overdue=on"),
    "clocks": Number(_("Periods of disputes missed"), "disputes:dispute-list", "clocks=on"),
    "met": Number(_("Households met in the week"), "residents:visit-list", more_is_worse=False),
    "patrols": Number(_("Patrols in the week"), "patrols:patrol-list", more_is_worse=False),
}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def worse(now: dict[str, int], before: dict[str, int]) -> list[dict[str, Any]]:
    """``[{code, before, now}]``: the numbers that moved in the bad direction since the digest before."""
    return [
        {"code": code, "before": before[code], "now": now[code]}
        for code, number in NUMBERS.items()
        if code in before and (now[code] > before[code] if number.more_is_worse else now[code] < before[code])
    ]


def found_at(station: Station, first: date, today: date) -> dict[str, Any]:
    """What the digest holds of the week that begins on the Monday ``first``, as it stands on ``today``; read as the
    station."""
    last = first + SIX
    posts = Post.objects.filter(station=station)
    vacant = vacancies.of(posts)
    served = _served_all_week(station, first, last)
    away = _days_away({one.user_id for one in served}, first, last)
    silent = _silent(served, away, first, last)
    short = _short(served, away, first, last, station.county.code)
    waiting = Q(told_back_on=None) | Q(told_back_on__gt=today)
    overdue = Request.objects.filter(waiting, station=station, due_on__lt=today).counted()
    promises = list(overdue.order_by("post__name").values("post__name").annotate(n=Count("pk")))
    missed = _missed(station, today)
    visits = Visit.objects.filter(station=station, occurred_on__range=(first, last)).counted()
    patrols = Patrol.objects.filter(station=station, occurred_on__range=(first, last)).counted()
    met = visits.filter(outcome=Visit.Outcome.MET).aggregate(n=Count("household", distinct=True))["n"]
    return {
        "posts": posts.open().count(),
        "vacancies": [{"name": one.name, "since": one.since.isoformat(), "days": one.days} for one in vacant],
        "silent": silent,
        "short": short,
        "promises": [{"post": one["post__name"], "n": one["n"]} for one in promises],
        "clocks": [{"post": post, "n": n} for post, n in sorted(missed.items())],
        "numbers": {
            "vacant": len(vacant),
            "silent": len(silent),
            "short": len(short),
            "promises": sum(one["n"] for one in promises),
            "clocks": sum(missed.values()),
            "met": met,
            "patrols": patrols.count(),
        },
    }


def _served_all_week(station: Station, first: date, last: date) -> list[Assignment]:
    """Who served at a post of the station on each day of the week and nowhere else; each with the post.

    Whoever has a second post at another station may have worked there, which this station does not see.
    """
    rows = Assignment.objects.filter(overlapping(first, last), user__is_active=True)
    here = rows.filter(post__station=station, starts_on__lte=first, post__closed_on=None).exclude(
        ends_on__lt=last
    )
    elsewhere = rows.exclude(post__station=station).values("user")
    found: dict[int, Assignment] = {}
    for one in (
        here.exclude(user__in=elsewhere)
        .select_related("user", "post")
        .order_by("-is_responsible", "is_second", "pk")
    ):
        found.setdefault(one.user_id, one)
    return sorted(found.values(), key=lambda one: (str(one.post), one.user.name))


def _days_away(people: set[int], first: date, last: date) -> dict[int, set[date]]:
    """Person -> days of leave in the week."""
    found: dict[int, set[date]] = defaultdict(set)
    for one in Leave.objects.filter(overlapping(first, last), user__in=people):
        day = max(one.starts_on, first)
        while day <= min(one.ends_on or last, last):
            found[one.user_id].add(day)
            day += timedelta(days=1)
    return found


def _silent(
    served: Iterable[Assignment], away: dict[int, set[date]], first: date, last: date
) -> list[dict[str, Any]]:
    """Who did nothing that a book tells, arrived nowhere, and was not on leave all week."""
    seen = set(DutyDay.objects.filter(on__range=(first, last)).counted().values_list("user", flat=True))
    for model in books.row_models():
        rows = model.objects.filter(occurred_on__range=(first, last))
        for keys in rows.values_list("done_by", flat=True).distinct().order_by():
            seen.update(keys)
    return [_person(one) for one in served if one.user_id not in seen and len(away[one.user_id]) <= SIX.days]


def _short(
    served: Iterable[Assignment], away: dict[int, set[date]], first: date, last: date, county: str
) -> list[dict[str, Any]]:
    """Responsible officers with fewer days in the villages than the norm of the week, leave taken off."""
    norm = rules.whole("duty.days_a_week", on=last, county=county)
    days = Counter(DutyDay.objects.filter(on__range=(first, last)).counted().values_list("user", flat=True))
    found = []
    for one in served:
        wanted = norm * (calendar.DAYS_OF_A_WEEK - len(away[one.user_id])) // calendar.DAYS_OF_A_WEEK
        if one.is_responsible and days[one.user_id] < wanted:
            found.append(_person(one) | {"days": days[one.user_id], "norm": wanted})
    return found


def _person(one: Assignment) -> dict[str, Any]:
    return {"user": one.user_id, "name": one.user.name, "post": str(one.post)}


def _missed(station: Station, today: date) -> Counter[str]:
    """Post -> periods of its disputes that are missed."""
    disputes = reading.that_run(Dispute.objects.filter(station=station))
    posts = dict(disputes.values_list("pk", "post__name"))
    found: Counter[str] = Counter()
    for one, clocks in reading.derived(facts.read(disputes), today):
        owed = [clock for clock in clocks if not clock.is_offer and not clock.is_silence]
        late = sum(clock.days_left is not None and clock.days_left < 0 for clock in owed)
        if late:
            found[posts[one.pk]] += late
    return found
