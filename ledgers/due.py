"""By which day a month is due, and which months of a station are not closed yet, the oldest first.

A station submits by a day of the next month, the county publishes by another (rules/declared/periods.py). Called by the
boards (reports/boards.py), by the pages of the months (indicators/views/months.py) and by ledgers/reminding.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rules
from calendars import calendar
from ledgers.models import StationMonth
from posts.models import Membership, Station

State = StationMonth.State
RATED_MONTHS = 12  # how many months the on-time rate looks back


def of_station(month: date, county: str) -> date:
    """The day by which a station submits the month. ``county``: its division code."""
    after = calendar.end_of(month)  # by the rule that holds on the first day after the month
    return after + timedelta(days=rules.whole("month.station_due_day", on=after, county=county) - 1)


def of_county(month: date, county: str) -> date:
    """The day by which the county publishes the month."""
    after = calendar.end_of(month)
    return after + timedelta(days=rules.whole("month.county_due_day", on=after, county=county) - 1)


def in_words(due_on: date) -> str:
    """``due 11-03, 2 days left``, ``due today``, ``due 11-03, 24 days overdue``."""
    left = (due_on - timezone.localdate()).days
    if left == 0:
        return _("due today")
    words = (
        ngettext("due %(day)s, %(n)s day left", "due %(day)s, %(n)s days left", left)
        if left > 0
        else ngettext("due %(day)s, %(n)s day overdue", "due %(day)s, %(n)s days overdue", -left)
    )
    return words % {"day": calendar.short(due_on), "n": abs(left)}


@dataclass(frozen=True)
class Step:
    """A month that a station has not submitted, or its chief has not approved. ``reason``: why it was given back."""

    station: int
    name: str
    month: date
    state: str
    due_on: date
    reason: str = ""
    given_back_by: str = ""
    given_back_at: Any = None

    @property
    def is_overdue(self) -> bool:
        return self.due_on < timezone.localdate()

    @property
    def is_given_back(self) -> bool:
        return self.state == State.OPEN and bool(self.reason)

    @property
    def due(self) -> str:
        return in_words(self.due_on)


def rows(stations: QuerySet[Station]) -> QuerySet[Station, Any]:
    """What ``behind`` and ``on_time`` take, as one query that a page may read together with others."""
    spans = Membership.objects.filter(post__station=OuterRef("pk")).order_by()
    states = StationMonth.objects.filter(station=OuterRef("pk")).order_by()
    return stations.order_by("pk").values(
        "pk",
        "name",
        spans=ArraySubquery(
            spans.values(
                row=JSONObject(starts_on="starts_on", ends_on="ends_on", closed_on="village__closed_on"),
            )
        ),
        states=ArraySubquery(
            states.values(
                row=JSONObject(
                    month="month",
                    state="state",
                    reason="reason",
                    submitted_at="submitted_at",
                    by=F("given_back_by__name"),
                    at="given_back_at",
                )
            )
        ),
    )


def behind(found: Iterable[dict[str, Any]], county: str) -> list[Step]:
    """The ended months of the stations (``rows``) that are open or only submitted, the oldest first, from the first
    month in which each had a village on. A station whose first village came this month is asked for nothing yet."""
    steps = [
        Step(
            row["pk"], row["name"], month, state.get("state", State.OPEN), of_station(month, county),
            state.get("reason", ""), state.get("by") or "", _moment(state.get("at")),
        )
        for row in found
        for month, state in _months(row)
        if state.get("state", State.OPEN) in {State.OPEN, State.SUBMITTED}
    ]  # fmt: skip
    return sorted(steps, key=lambda step: (step.month, step.station))


def unpublished(found: Iterable[dict[str, Any]]) -> list[date]:
    """The ended months for which any of the stations answered and which are not published, the oldest first."""
    months = [(month, state.get("state")) for row in found for month, state in _months(row)]
    published = {month for month, state in months if state == State.PUBLISHED}
    return sorted({month for month, _state in months} - published)


def on_time(found: Iterable[dict[str, Any]], county: str) -> dict[int, tuple[int, int]]:
    """Of the last twelve ended months of each station that were due, how many it has submitted by their due day:
    ``{station: (n, m)}``. The submission that stands counts: a month that was given back and came late is late.
    """
    rated: dict[int, tuple[int, int]] = {}
    for row in found:
        good = total = 0
        for month, state in _months(row)[-RATED_MONTHS:]:
            due_on, at = of_station(month, county), _moment(state.get("submitted_at"))
            if at is None and due_on >= timezone.localdate():
                continue
            total += 1
            good += at is not None and timezone.localdate(at) <= due_on
        rated[row["pk"]] = (good, total)
    return rated


def _months(row: dict[str, Any]) -> list[tuple[date, dict[str, Any]]]:
    """The ended months for which the station answered (the rule of ``months.answered_for``), each with its state."""
    spans = [
        (_day(one["starts_on"]), _day(one["ends_on"]), _day(one["closed_on"])) for one in row["spans"] or ()
    ]
    begun = [first for first, _last, _closed in spans if first]
    newest = calendar.shift(calendar.this_month(), -1)
    if not begun or calendar.month_of(min(begun)) > newest:
        return []
    states = {_day(one["month"]): one for one in row["states"] or ()}
    return [
        (month, states.get(month, {}))
        for month in calendar.months_between(calendar.month_of(min(begun)), newest)
        if any(_answers(span, calendar.last_day(month)) for span in spans)
    ]


def _answers(span: tuple[date | None, date | None, date | None], day: date) -> bool:
    """Did the membership hold on the day, and the village, too?"""
    first, last, closed_on = span
    return (
        first is not None
        and first <= day
        and (last is None or last >= day)
        and (closed_on is None or closed_on > day)
    )


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    """A moment as JSON has it."""
    return parse_datetime(value) if isinstance(value, str) else value
