"""The boards of the chief and of the county: what is behind, late, waiting for approval, worst first."""

from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators import attested, sums
from indicators.catalogue import BY_CODE
from indicators.models import Publication, VillageMonth
from ledgers import books
from ledgers.models import Row, StationMonth
from oversight.actions import emergency, outliers
from posts.models import County, Station
from reports import monthly, open_work, ranking, trends
from reports.periods import Place, names

CHIEF_TRENDS = ("households_met", "patrols", "disputes_handled")
COUNTY_TRENDS = ("households_met", "five_none")
COMPARED_AT_COUNTY = (
    "five_none", "preventable", "satisfaction", "households_met", "talks", "documents", "disputes_handled", "patrols",
)  # fmt: skip
HEAT_MONTHS = 13


def chief(user: User, month: date) -> dict[str, Any]:
    """The station: what waits for the chief, its posts worst first, thirteen months behind them."""
    months = VillageMonth.objects.visible_to(user)
    station = Station.objects.get(pk=scope.for_user(user).station_id or 0)
    return {
        "month": month,
        "todo": todo(user, station),
        "standings": ranking.standings(user, month, month, "post", "visit_target"),
        "satisfaction": latest_satisfaction(months, "post"),
        "trends": trends.series(months, CHIEF_TRENDS, calendar.this_month()),
        "computed_at": computed_at(months, month),
    }


def todo(user: User, station: Station) -> list[dict[str, Any]]:
    """What waits at the station: ``[{label, count, url}]``."""
    past = calendar.shift(calendar.this_month(), -1)
    state = StationMonth.objects.filter(station=station, month=past).first()
    step = state.state if state else StationMonth.State.OPEN
    work = open_work.lines([(book, book.on_board) for book in books.books()], user)
    at_month = reverse("indicators:month-detail", args=[f"{past:%Y-%m}"])
    return [
        {"label": _("Month %(month)s to submit") % {"month": f"{past:%Y-%m}"}, "url": at_month,
         "count": int(step == StationMonth.State.OPEN)},
        {"label": _("Month %(month)s to approve") % {"month": f"{past:%Y-%m}"}, "url": at_month,
         "count": int(step == StationMonth.State.SUBMITTED)},
        {"label": _("Villages not reported, %(month)s") % {"month": f"{past:%Y-%m}"},
         "url": reverse("indicators:incident-board") + f"?month={past:%Y-%m}", "count": not_reported(user, past)},
        *sorted([*work, *emergencies(user), *unusual(user)], key=itemgetter("rank")),
        *given_back(user),
    ]  # fmt: skip


def emergencies(user: User) -> list[dict[str, Any]]:
    """Emergency views that the chief has not acknowledged."""
    if not may(user, "acknowledge_emergency"):
        return []
    return [{"label": _("Emergency views to acknowledge"), "count": emergency.waiting_for(user).count(),
             "url": reverse("oversight:emergency-list"), "rank": open_work.RANK_OF_EMERGENCIES}]  # fmt: skip


def unusual(user: User) -> list[dict[str, Any]]:
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
    return [{"label": label, "count": waiting.count(), "url": reverse("oversight:outlier-list"),
             "rank": open_work.RANK_OF_OUTLIERS}]  # fmt: skip


def given_back(user: User) -> list[dict[str, Any]]:
    """A line for each book that has rows which came back: it opens the same rows."""
    found = []
    for book in books.ledgers():
        count = book.listing.rows(user).filter(state=Row.State.GIVEN_BACK).count()
        if count:
            label = _("Given back, not mended: %(book)s") % {"book": book.model._meta.verbose_name_plural}
            found.append({"label": label, "count": count, "url": f"{book.url('list')}?state=given_back"})
    return found


def not_reported(user: User, month: date) -> int:
    """Villages that have not attested the month at this moment, as the five-none page shows it."""
    reported, expected = attested.reported_of(user, [month])[month]
    return expected - reported


def latest_satisfaction(months: QuerySet[VillageMonth], level: str) -> dict[str, Any]:
    """Satisfaction of each place in the newest round that has answers."""
    newest = months.filter(invited__gt=0).aggregate(newest=Max("month"))["newest"]
    if newest is None:
        return {"month": None, "by_place": {}}
    found = sums.by_place(months, level, newest, newest)
    return {
        "month": newest,
        "by_place": {key: BY_CODE["satisfaction"].figure(added) for key, added in found.items()},
    }


def computed_at(months: QuerySet[VillageMonth], month: date) -> datetime | None:
    found: datetime | None = months.filter(month=month).aggregate(newest=Max("computed_at"))["newest"]
    return found


def county(user: User, month: date) -> dict[str, Any]:
    """The county: how far the month is, the year so far, five-none by town and month, the stations worst first."""
    months = VillageMonth.objects.visible_to(user)
    place = scope.for_user(user)
    report = {line.indicator.code: line for line in monthly.lines(user, month, Place())}
    return {
        "month": month,
        "publish": publish_state(County.objects.get(pk=place.county_id or 0), months, month),
        "headline": [report[code] for code in ("five_none", "satisfaction", "households_met", "preventable")],
        "compared": [report[code] for code in COMPARED_AT_COUNTY],
        "heat": heat(months, month),
        "standings": ranking.standings(user, month, month, "station", "visit_target"),
        "trends": trends.series(months, COUNTY_TRENDS, month),
        "computed_at": computed_at(months, month),
    }


def publish_state(county: County, months: QuerySet[VillageMonth], month: date) -> dict[str, Any]:
    """How many villages reported and stations submitted and approved, and whether the month is out."""
    found = sums.total(months, month, month)
    stations = county.stations.filter(closed_on=None)
    states = list(
        StationMonth.objects.filter(station__in=stations, month=month).values_list("state", flat=True)
    )
    done = StationMonth.State
    return {
        "reported": found["reported"],
        "expected": found["expected"],
        "stations": stations.count(),
        "submitted": sum(state != done.OPEN for state in states),
        "approved": sum(state in {done.APPROVED, done.PUBLISHED} for state in states),
        "publication": Publication.objects.filter(county=county, month=month).order_by("number").last(),
    }


def heat(months: QuerySet[VillageMonth], last: date) -> dict[str, Any]:
    """Five-none, towns x months: each cell ``{met, expected, reported, tone}``; towns with most misses first."""
    shown = calendar.months_between(calendar.shift(last, 1 - HEAT_MONTHS), last)
    found = sums.five_none(months, "town", shown[0], last)
    keys = {key for key, _month in found if key is not None}
    named = names("town", keys)
    rows: list[dict[str, Any]] = [
        {"key": key, "name": named[key], "cells": [_cell(found.get((key, month)), month) for month in shown]}
        for key in sorted(keys)
    ]
    rows.sort(key=lambda row: -sum(cell["missed"] for cell in row["cells"]))
    return {"months": shown, "rows": rows}


def _cell(found: sums.Sums | None, month: date) -> dict[str, Any]:
    if found is None:
        return {"month": month, "tone": "none", "missed": 0, "met": None}
    met, expected, reported = found["met_five_none"], found["expected"], found["reported"]
    tone = (
        "none"
        if not reported
        else "all-met"
        if met == expected
        else "some"
        if expected - met <= 1
        else "many"
    )
    return {"month": month, "met": met, "expected": expected, "reported": reported, "tone": tone,
            "missed": reported - met}  # fmt: skip
