"""The boards of the chief and of the county: what is behind, late, waiting for approval, worst first."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Exists, FilteredRelation, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scope
from access.rights import may
from accounts.models import User
from administration import confirming, offices
from administration import set_up as of_administrators
from administration.county_rules import holiday_actions
from calendars import calendar
from calendars.spans import Span
from indicators import attested, published, sums, watch
from indicators.catalogue import BY_CODE, in_force_of
from indicators.models import VillageMonth
from ledgers import books, due, reviewing
from ledgers import months as station_months
from ledgers.book import Book, Waiting
from ledgers.models import Row, StationMonth
from oversight.actions import emergency, outliers
from posts import vacancies
from posts.models import Station
from reports import clocks, handovers, monthly, open_work, paces, ranking, set_up, teams_covered, trends
from reports.periods import Place
from residents.choosing import register_links
from residents.models import Household

CHIEF_TRENDS = ("households_met", "patrols", "disputes_handled")
HEADLINE = ("five_none", "satisfaction", "households_met", "preventable")
COUNTY_TRENDS = ("households_met", "five_none")
COMPARED_AT_COUNTY = (
    "five_none", "preventable", "satisfaction", "households_met", "talks", "documents", "disputes_handled", "patrols",
    "hazards_in_time",
)  # fmt: skip
HEAT_MONTHS = 13
SHOWN_STEPS = 6  # months that are named one by one
STEPS = ("state", "submitted_at", "approved_at")  # of a station's month


def chief(user: User, month: date) -> dict[str, Any]:
    """The station: what waits for the chief, its posts worst first, thirteen months behind them."""
    months = VillageMonth.objects.visible_to(user)
    newest = calendar.this_month()
    by_month = trends.read(months, newest, "station")
    county = scope.for_user(user).county
    of_month = published.of_period(user, month, month)
    standings = ranking.standings(
        user, month, month, "post", "visit_target", is_published=of_month.newest is not None
    )
    tasks, pace_of = paces.of_board(user, month, [row.place.key for row in standings])
    return {
        "month": month,
        "published": of_month,
        "is_register_empty": may(user, "import_households") and is_register_empty(user),
        "register_links": register_links(user),
        **todo(user),
        "standings": standings,
        "four_tasks": tasks,
        "paces": pace_of,
        "pace": sum(pace_of.values(), paces.Pace()),
        "is_running": month == calendar.this_month(),
        "of_place": together(standings, ("visit_target", "duty_days")),
        "shown": ranking.compared(user, month, month),
        "satisfaction": latest_satisfaction(months, "post"),
        "trends": trends.series(by_month, in_force_of(CHIEF_TRENDS, newest, newest, county), newest),
        "computed_at": computed_at(months, month, by_month),
    }


def together(standings: list[ranking.Standing], codes: Iterable[str]) -> dict[str, tuple[Decimal, Decimal]]:
    """What the posts have reached together, of how much."""
    return {
        code: (
            sum((Decimal(one.numerator or 0) for one in found), Decimal(0)),
            sum((Decimal(one.denominator or 0) for one in found), Decimal(0)),
        )
        for code in codes
        for found in [[row.figures[code] for row in standings if code in row.figures]]
    }


def is_register_empty(user: User) -> bool:
    """Is no household of the person's station registered yet?"""
    return not Household.objects.visible_to(user).filter(closed_on=None).exists()


def todo(user: User) -> dict[str, Any]:
    """What waits at the person's station: ``[{label, count, url}]``, and the periods of disputes that run out."""
    past = calendar.shift(calendar.this_month(), -1)
    work = [
        *open_work.of_books([(book, book.on_board) for book in books.books()], user),
        *emergencies(user),
        *unusual(user),
        *people(user),
        *handovers.with_the_chief(user),
        *handovers.to_sign(user),
        *watch.lines(user),
    ]
    reported = Waiting(
        label=_("Villages not reported, %(month)s") % {"month": f"{past:%Y-%m}"},
        url=reverse("indicators:incident-board") + f"?month={past:%Y-%m}",
        rows=lambda: attested.not_reported(user, past),
    )
    waiting = [reported, *open_work.by_rank([*work, *given_back(user), *to_review(user)])]
    where = scope.for_user(user)
    own = Station.objects.filter(pk=where.station_id or 0)
    reads = [
        lambda: clocks.of_place(user),
        lambda: vacancies.rows(vacancies.seen_by(user)),
        lambda: due.rows(own),
    ]
    lines, _numbers, (disputes, vacant, months) = open_work.counted_and_read(waiting, [], reads, user)
    steps = due.behind(months, where.county)
    return {
        "todo": [*month_steps(steps), *lines],
        "months_given_back": [step for step in steps if step.is_given_back],
        "vacancies": vacancies.read(vacant),
        **clocks.running_out(disputes),
    }


def month_steps(steps: list[due.Step]) -> list[dict[str, Any]]:
    """The months that the station has to submit and its chief to approve, the oldest first, each with its due day: from
    the first month in which the station had a village on. Where nothing is behind, a line with a zero each.
    """
    words = {
        StationMonth.State.OPEN: _("Month %(month)s to submit"),
        StationMonth.State.SUBMITTED: _("Month %(month)s to approve"),
    }
    found = []
    for state, label in words.items():
        waiting = [step for step in steps if step.state == state]
        found += [
            _line(label, step.month, 1, step.due, is_overdue=step.is_overdue)
            for step in waiting[:SHOWN_STEPS]
        ]
        found += _further(len(waiting))
        if not waiting:
            found.append(_line(label, calendar.shift(calendar.this_month(), -1), 0))
    return found


def months_at_county(user: User, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For the county, from the rows of its stations (``due.rows``): the months to publish, each with its due day, and
    how many stations are past theirs; the oldest first."""
    county = scope.for_user(user).county
    months = due.unpublished(found) if may(user, "publish_month") else []
    lines = [
        _line(
            _("Month %(month)s to publish"),
            month,
            1,
            due.in_words(day),
            is_overdue=day < timezone.localdate(),
        )
        for month in months[:SHOWN_STEPS]
        for day in [due.of_county(month, county)]
    ]
    lines += _further(len(months))
    overdue = Counter(step.month for step in due.behind(found, county) if step.is_overdue)
    lines += [
        _line(_("Stations overdue with %(month)s"), month, n, is_overdue=True)
        for month, n in list(overdue.items())[:SHOWN_STEPS]
    ]
    return lines + _further(len(overdue))


def _line(label: str, month: date, count: int, note: str = "", *, is_overdue: bool = False) -> dict[str, Any]:
    return {
        "label": label % {"month": f"{month:%Y-%m}"},
        "url": reverse("indicators:month-detail", args=[f"{month:%Y-%m}"]),
        "count": count,
        "note": note,
        "is_overdue": is_overdue,
    }


def _further(months: int) -> list[dict[str, Any]]:
    """The line of the months behind those that are named."""
    n = months - SHOWN_STEPS
    if n <= 0:
        return []
    label = ngettext("%(n)s further month", "%(n)s further months", n) % {"n": n}
    return [{"label": label, "url": reverse("indicators:month-list"), "count": n}]


def emergencies(user: User) -> list[Waiting]:
    """Emergency views that the chief has not acknowledged."""
    if not may(user, "acknowledge_emergency"):
        return []
    return [Waiting(label=_("Emergency views to acknowledge"), url=reverse("oversight:emergency-list"),
                    rows=emergency.waiting_for(user), rank=open_work.RANK_OF_EMERGENCIES)]  # fmt: skip


def unusual(user: User) -> list[Waiting]:
    """Unusual look-ups that the chief has not ticked off, with the age of the oldest."""
    if not may(user, "tick_outliers"):
        return []
    waiting = outliers.visible_to(user).filter(verdict="")
    oldest = waiting.order_by("found_at").first()
    label = _("Unusual look-ups")
    if oldest and oldest.age:
        label = ngettext(
            "Unusual look-ups, the oldest %(days)s day",
            "Unusual look-ups, the oldest %(days)s days",
            oldest.age,
        ) % {"days": oldest.age}
    return [Waiting(label=label, url=reverse("oversight:outlier-list"), rows=waiting,
                    rank=open_work.RANK_OF_OUTLIERS)]  # fmt: skip


def people(user: User) -> list[Waiting]:
    """People who wait to be confirmed (administration/confirming.py)."""
    if not may(user, "confirm_people"):
        return []
    return [
        Waiting(
            label=_("People to confirm"),
            url=reverse("administration:waiting"),
            rows=confirming.waiting_for(user, own_station=True),
            rank=open_work.RANK_OF_PEOPLE,
            is_shown_empty=False,
        ),
        Waiting(
            label=_("People of other stations to confirm after a reset"),
            url=reverse("administration:waiting"),
            rows=confirming.waiting_elsewhere(user),
            rank=open_work.RANK_OF_PEOPLE,
            is_shown_empty=False,
        ),
    ]


def given_back(user: User) -> list[Waiting]:
    """A line for each book that has rows which came back: it opens the same rows."""
    return [
        Waiting(
            label=_("Given back, not mended: %(book)s") % {"book": book.model._meta.verbose_name_plural},
            url=f"{book.url('list')}?state=given_back",
            rows=partial(given_back_in, book, user),
            rank=open_work.RANK_OF_GIVEN_BACK,
            is_shown_empty=False,
        )
        for book in books.ledgers()
    ]


def given_back_in(book: Book, user: User) -> QuerySet[Any]:
    return book.listing.rows(user).filter(state=Row.State.GIVEN_BACK)


def to_review(user: User) -> list[Waiting]:
    """For the chief, a line for each book with rows that wait for their verdict: it opens the queue at that book."""
    if not may(user, "review_rows"):
        return []
    return [
        Waiting(
            label=_("To review: %(book)s") % {"book": book.model._meta.verbose_name_plural},
            url=f"{reverse('ledgers:review')}?book={book.draft_name}",
            rows=partial(reviewing.to_review, book, user),
            rank=open_work.RANK_OF_REVIEWS,
            is_shown_empty=False,
        )
        for book in books.ledgers()
        if may(user, book.listing.verb)
    ]


def latest_satisfaction(months: QuerySet[VillageMonth], level: str) -> dict[str, Any]:
    """Satisfaction of each place in the newest round that has answers."""
    month, found = sums.in_newest(months, level, Q(invited__gt=0))
    return {
        "month": month,
        "by_place": {key: BY_CODE["satisfaction"].figure(added) for key, added in found.items()},
    }


def computed_at(
    months: QuerySet[VillageMonth], month: date, by_month: dict[date, sums.Sums]
) -> datetime | None:
    """When the month was counted; asked for only where it lies before what was read (``trends.read``)."""
    if month >= trends.first_month(max(by_month, default=month)):
        return by_month.get(month, {}).get("computed_at")
    found: datetime | None = months.filter(month=month).aggregate(newest=Max("computed_at"))["newest"]
    return found


def county(user: User, month: date) -> dict[str, Any]:
    """The county: how far the month is, the year so far, five-none by town and month, the stations worst first."""
    months = VillageMonth.objects.visible_to(user)
    by_month = trends.read(months, month, "county")
    of_year = published.of_month_and_year(user, month, monthly.compared_with(month))
    lines = monthly.lines(user, month, Place(), by_month, out=of_year.figures)
    report = {line.indicator.code: line for line in lines}
    return {
        "month": month,
        **waiting_at_county(user, scope.for_user(user).county_id or 0),
        "published": of_year,
        "publication": of_year.newest,
        "publish": publish_state(scope.for_user(user).county_id or 0, by_month.get(month), month),
        "headline": [report[code] for code in HEADLINE if code in report],
        "to_date": monthly.to_date(month, Span.YEAR),
        "sections": monthly.by_phrase(report[code] for code in COMPARED_AT_COUNTY if code in report),
        "heat": heat(months, month),
        "shown": ranking.compared(user, month, month),
        "standings": ranking.standings(
            user, month, month, "station", "visit_target", is_published=of_year.newest is not None
        ),
        "trends": trends.series(
            by_month, in_force_of(COUNTY_TRENDS, month, month, scope.for_user(user).county), month
        ),
        "computed_at": computed_at(months, month, by_month),
    }


def waiting_at_county(user: User, county: int) -> dict[str, Any]:
    """Open work of the books, vacant posts and empty offices; of the bureau alone who waits to be confirmed, what is
    left of setting up, and whether a notice of holidays is missing. All numbers and rows in one statement.
    """
    lines = open_work.of_books([(book, book.on_county) for book in books.books()], user)
    lines += [*handovers.in_the_county(user), *watch.lines(user)]
    of_county = Station.objects.filter(county=county)
    reads: list[Any] = [
        lambda: vacancies.rows(vacancies.seen_by(user)),
        lambda: offices.rows(county),
        teams_covered.gaps(user),
        lambda: due.rows(of_county),
    ]
    arranges = may(user, "arrange_organisation")
    grown = of_administrators.grown(county, scope.for_user(user).county or "")
    asked = [confirming.waiting_for(user), grown, *set_up.asked(county)] if arranges else []
    asked = [teams_covered.villages(user), *asked]
    todo, (villages, *numbers), (vacant, empty, gaps, months) = open_work.counted_and_read(
        lines, asked, reads, user
    )
    shown = {
        "todo": [*months_at_county(user, months), *todo],
        "vacancies": vacancies.read(vacant),
        "empty_offices": offices.read(empty),
        "covered": teams_covered.by_town(gaps, villages),
    }
    if not arranges:
        return shown
    waiting, is_grown, *numbers = numbers
    steps = set_up.for_county(user, numbers, is_grown=bool(is_grown))
    return shown | {
        "people_waiting": waiting,
        "set_up": steps,
        "are_holidays_missing": holiday_actions.is_next_year_missing(scope.for_user(user).county),
    }


def publish_state(county: int, found: sums.Sums | None, month: date) -> dict[str, Any]:
    """How many villages reported and stations submitted and approved.

    ``found``: the sums of the month, None where it has no figures.
    """
    of_month = FilteredRelation("months", condition=Q(months__month=month))
    served = Exists(station_months.answered_for(OuterRef("pk"), month))
    stations = Station.objects.filter(served, county=county).annotate(of_month=of_month)
    steps = stations.order_by().values_list(*(f"of_month__{name}" for name in STEPS))
    states = [StationMonth(**dict(zip(STEPS, one, strict=True))) for one in steps]
    return {
        "reported": found["reported"] if found else 0,
        "expected": found["expected"] if found else 0,
        "stations": len(states),
        "submitted": sum(one.was_submitted for one in states),
        "approved": sum(one.was_approved for one in states),
    }


def heat(months: QuerySet[VillageMonth], last: date) -> dict[str, Any]:
    """Five-none, towns x months: each cell ``{met, expected, reported, tone}``; towns with most misses first."""
    shown = calendar.months_between(calendar.shift(last, 1 - HEAT_MONTHS), last)
    found = sums.five_none(months, "town", shown[0], last)
    named = {key: row["place"] for (key, _month), row in found.items() if key is not None}
    rows: list[dict[str, Any]] = [
        {"key": key, "name": named[key], "cells": [_cell(found.get((key, month)), month) for month in shown]}
        for key in sorted(named)
    ]
    rows.sort(
        key=lambda row: (-sum(cell["not_met"] for cell in row["cells"]), -row["cells"][-1]["not_reported"])
    )
    return {"months": shown, "rows": rows}


def _cell(found: sums.Sums | None, month: date) -> dict[str, Any]:
    """``met`` (None where no village was expected), ``not_met`` and ``not_reported``, which is no miss."""
    if found is None or not found["expected"]:
        return {"month": month, "tone": "", "met": None, "not_met": 0, "not_reported": 0}
    met, not_met = found["met_five_none"], found["judged_five_none"] - found["met_five_none"]
    not_reported = found["expected"] - found["judged_five_none"]
    tone = "many" if not_met > 1 else "some" if not_met else "none" if not_reported else "all-met"
    return {"month": month, "tone": tone, "met": met, "not_met": not_met, "not_reported": not_reported}
