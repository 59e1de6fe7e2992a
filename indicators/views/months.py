"""Pages of the months: how far each has come, and its steps: reported, submitted, approved, published."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty.waiting import by_station
from indicators import attested, tasks
from indicators.differences import pending
from indicators.models import Publication, VillageMonth
from jobs import run
from jobs.models import Job
from ledgers import due, months
from ledgers.models import StationMonth
from pages import month_switch
from pages.views.confirm import ButtonPage
from posts import places
from posts.models import Membership, Station

State = StationMonth.State
OVERDUE_SHOWN = 12  # months of stations that are named one by one


class MonthList(Page):
    """The last thirteen months as rows."""

    verb = "see_board"

    def get(self, request: SignedInRequest) -> HttpResponse:
        shown = month_switch.recent_months()
        states = states_of(request.user, shown)
        published = publications_of(request.user, shown)
        code = scope.for_user(request.user).county
        stations = list(due.rows(places.stations_of(request.user)))
        on_time = due.on_time(stations, code)
        overdue = [step for step in due.behind(stations, code) if step.is_overdue]
        context = {
            "title": _("Months"),
            "rows": [
                {
                    "month": month,
                    "reported": reported,
                    "stations": states[month],
                    "publications": published[month],
                    "due": due.of_county(month, code) if month < calendar.this_month() else None,
                    "is_overdue": not published[month]
                    and states[month]["expected"]
                    and due.of_county(month, code) < timezone.localdate(),
                }
                for month, reported in attested.reported_of(request.user, shown).items()
            ],
            "pending": pending(request.user, [month for month in shown if published[month]]),
            "this_month": calendar.this_month(),
            "overdue": overdue[:OVERDUE_SHOWN],
            "overdue_hidden": max(0, len(overdue) - OVERDUE_SHOWN),
            "on_time": [(row["name"], *on_time[row["pk"]]) for row in stations if on_time[row["pk"]][1]],
        }
        return render(request, "indicators/month_list.html", context)


def states_of(user: User, shown: list[date]) -> dict[date, dict[str, int]]:
    """How many of the person's stations have submitted and approved each month."""
    stations = places.stations_of(user)
    rows = StationMonth.objects.filter(month__in=shown, station__in=stations)
    expected = answering(stations, shown)
    found = {month: {"submitted": 0, "approved": 0, "expected": expected[month]} for month in shown}
    for row in rows:
        found[row.month]["submitted"] += row.was_submitted
        found[row.month]["approved"] += row.was_approved
    return found


def answering(stations: QuerySet[Station], shown: list[date]) -> dict[date, int]:
    """How many of the stations answered for a village in each month; none before the first was given."""
    given = Membership.objects.filter(post__station__in=stations)
    spans = list(given.values_list("post__station", "starts_on", "ends_on", "village__closed_on"))
    days = {month: calendar.place_day(month) for month in shown}
    return {
        month: len(
            {
                key
                for key, first, last, closed_on in spans
                if first <= day and (last is None or last >= day) and (closed_on is None or closed_on > month)
            }
        )
        for month, day in days.items()
    }


def publications_of(user: User, shown: list[date]) -> dict[date, list[Publication]]:
    """A month's publication and its restatements, in order."""
    found: dict[date, list[Publication]] = {month: [] for month in shown}
    rows = Publication.objects.filter(county=places.county_of(user), month__in=shown).order_by("number")
    for publication in rows.select_related("county", "published_by"):
        found[publication.month].append(publication)
    return found


class MonthDetail(Page):
    """One month: its four steps, and each station with the steps that the person may take."""

    verb = "see_board"

    def get(self, request: SignedInRequest, month: date) -> HttpResponse:
        found = attested.of_month(places.expected(request.user, month), month)
        self.arrivals = by_station(request.user, month)
        self.on_time = due.on_time(due.rows(places.stations_of(request.user)), self.county_code)
        states = self.states(month)
        submitted = [one.station_id for one in states if one.state == State.SUBMITTED]
        self.approvers = months.approvers(submitted) if submitted else {}
        context = {
            "title": _("Month %(month)s") % {"month": f"{month:%Y-%m}"},
            "found": found,
            "stations": [self.row(one, found) for one in states],
            "due_station": due.of_station(month, self.county_code),
            "due_county": due.of_county(month, self.county_code),
            "today": timezone.localdate(),
            "counts": states_of(request.user, [month])[month],
            "publications": publications_of(request.user, [month])[month],
            "pending": pending(request.user, [month]).get(month, 0),
            "computed_at": VillageMonth.objects.visible_to(request.user).filter(month=month).order_by("computed_at")
            .values_list("computed_at", flat=True).last(),
            "may_publish": may(request.user, "publish_month"),
            "may_compute": may(request.user, "compute_month") and month <= calendar.this_month(),
            "may_attest": may(request.user, "attest_incidents"),
            "has_ended": has_ended(month),
            "month": month,
            "switch": month_switch.in_path(month, lambda one: reverse("indicators:month-detail", args=[one])),
        }  # fmt: skip
        return render(request, "indicators/month_detail.html", context)

    def states(self, month: date) -> list[StationMonth]:
        """Each station's month, least far first; not saved while nothing has happened to it."""
        people = ("submitted_by", "approved_by", "given_back_by", "reminded_by", "station__county")
        stored = StationMonth.objects.filter(month=month).select_related(*people)
        by_station = {row.station_id: row for row in stored}
        stations = places.stations_of(self.request.user) & Station.objects.open_in(month)
        rows = [by_station.get(one.pk) or StationMonth(station=one, month=month) for one in stations]
        return sorted(rows, key=lambda row: State.values.index(row.state))

    @property
    def county_code(self) -> str:
        return scope.for_user(self.request.user).county

    def row(self, state: StationMonth, found: attested.Month) -> dict[str, Any]:
        """``others``: who at the station may approve a month that is submitted; ``needs_county``: nobody may."""
        lines = [line for line in found.lines if line.station.pk == state.station_id]
        reported = sum(line.is_reported for line in lines)
        names = [
            name
            for user, name in self.approvers.get(state.station_id, {}).items()
            if user != state.submitted_by_id
        ]
        is_submitted = state.state == State.SUBMITTED
        steps = buttons_of(self.request.user, state, asks=bool(lines), has_others=bool(names))
        buttons = [
            {"url": step_url(state, page), "label": label, "is_main": main} for page, label, main in steps
        ]
        is_asked = bool(lines) and has_ended(state.month) and state.state in {State.OPEN, State.SUBMITTED}
        return {
            "state": state,
            "reported": reported,
            "expected": len(lines),
            "buttons": buttons,
            "waiting": self.arrivals.get(state.station_id),
            "on_time": self.on_time.get(state.station_id),
            "others": names if is_submitted else [],
            "needs_county": is_submitted and not names,
            "is_overdue": is_asked and due.of_station(state.month, self.county_code) < timezone.localdate(),
            "may_remind": is_asked and may(self.request.user, "publish_month") and not reminded_today(state),
            "reminded_at": state.reminded_at if is_asked else None,
            "version": state.version if state.pk else "",
        }


def has_ended(month: date) -> bool:
    return calendar.end_of(month) <= timezone.localdate()


def reminded_today(state: StationMonth) -> bool:
    """A station is reminded once a day (ledgers/months.py)."""
    return state.reminded_at is not None and timezone.localdate(state.reminded_at) == timezone.localdate()


def step_url(state: StationMonth, step: str) -> str:
    """The page of a step. Those that show every figure are of a room above, at an address below the month's."""
    return f"{reverse('indicators:month-detail', args=[state.month])}stations/{state.station_id}/{step}/"


def buttons_of(
    user: User, state: StationMonth, *, asks: bool, has_others: bool = True
) -> list[tuple[str, str, bool]]:
    """What the person may do to a station's month now: the step, its words, whether it is the next step.

    ``asks``: the station had a village in the month. ``has_others``: somebody there may approve what was submitted.
    """
    found = []
    if asks and state.state == State.OPEN and has_ended(state.month) and may(user, "submit_month"):
        found.append(("submit", _("Submit the month"), True))
    if state.state == State.SUBMITTED and may(user, "approve_month") and state.submitted_by_id != user.pk:
        found.append(("approve", _("Approve the month"), True))
    if state.state == State.SUBMITTED and may(user, "publish_month") and not has_others:
        found.append(("approve", _("Approve for the station"), True))
    if state.state in {State.SUBMITTED, State.APPROVED} and may_give_back(user):
        found.append(("give-back", _("Give back"), False))
    return found


def may_give_back(user: User) -> bool:
    """The chief opens the own station's month again, the county any before publication."""
    return may(user, "approve_month") or may(user, "publish_month")


class MonthCompute(Page, ButtonPage):
    """Start the count of a month as a job and show its progress."""

    verb = "compute_month"

    def act(self) -> Job | None:
        """None for a month to come, which has nothing to count."""
        if self.kwargs["month"] > calendar.this_month():
            return None
        named = {"month": f"{self.kwargs['month']:%Y-%m}"}
        title = _("Count the figures of %(month)s") % named
        with transaction.atomic():
            return run.start(tasks.fill_on_demand, by=self.request.user, title=title, **named)

    def done(self, result: Job | None) -> str:
        return result.get_absolute_url() if result else self.back_url()

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.kwargs["month"]])
