"""The states of a station's month: the station submits, its chief approves, the county publishes.

The actions of every book call ``let_in`` before they write into a month, and for what holds on a span of days
ledgers/late_changes.py does; reports/ and indicators/ call the others.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import MAY, may
from accounts.models import User
from audit import trail
from audit.versions import Stale
from calendars import calendar
from ledgers import reminding
from ledgers.models import StationMonth
from oversight.models import StandIn
from posts.models import Assignment, County, Membership, Station
from posts.querysets import open_on

State = StationMonth.State


def station_month(station: Station | int, month: date) -> StationMonth:
    """The station's month, not saved while nothing has happened to it."""
    key = station if isinstance(station, int) else station.pk
    found = StationMonth.objects.filter(station_id=key, month=month).first()
    return found or StationMonth(station_id=key, month=month)


def station_of(village: int, month: date) -> int | None:
    """The station that answers for a village's month: where it belonged on the last day of the month on which it had a
    post, in the running month until today. That is the rule of the figures, so a village that moves later does not take
    its past months along.
    """
    day = calendar.place_day(month)
    memberships = Membership.objects.filter(village=village, starts_on__lte=day).exclude(ends_on__lt=month)
    return memberships.order_by("-starts_on").values_list("post__station_id", flat=True).first()


def answered_for(station: Any, month: date) -> QuerySet[Membership]:
    """The villages that the figures expect of the station in the month (posts/places.py). Without one the month asks
    nothing of it: before its first village was given there is nothing to report, to submit or to approve.

    ``station``: the station, its key, or an OuterRef.
    """
    found = Membership.objects.filter(open_on(calendar.place_day(month)), post__station=station)
    return found.exclude(village__closed_on__lte=calendar.last_day(month))


def newest_closed(station: int | None) -> date | None:
    """The newest month of the station that is not open any more; None while all are, and without a station."""
    closed = StationMonth.objects.filter(station=station).exclude(state=State.OPEN)
    return closed.order_by("-month").values_list("month", flat=True).first()


def check_first_day(station: int | None, day: date) -> None:
    """ValidationError for a first day in the register that is still to come, or not after the newest closed month."""
    if day > timezone.localdate():
        raise ValidationError(_("The day lies in the future."))
    closed = newest_closed(station)
    if closed and calendar.month_of(day) <= closed:
        raise ValidationError(
            _("%(month)s is closed. Take a later day.") % {"month": f"{closed:%Y-%m}"}, code="locked"
        )


def is_published(county: County, month: date) -> bool:
    """Has the county published the month?"""
    published = StationMonth.objects.filter(station__county=county, month=month, state=State.PUBLISHED)
    return published.exists()


def published_months(county: County | None, asked: Iterable[date]) -> set[date]:
    """Those of the months that the county has published."""
    rows = StationMonth.objects.filter(station__county=county, month__in=asked, state=State.PUBLISHED)
    return set(rows.values_list("month", flat=True))


def why_locked(station: Station | int, month: date) -> str:
    """Why nothing may be written into the month without a late reason; empty while it is open."""
    state = station_month(station, month)
    if state.state == State.OPEN:
        return ""
    if state.state == State.PUBLISHED:
        return _("%(month)s is published. A late entry needs a reason and appears as a restatement.") % {
            "month": f"{month:%Y-%m}"
        }
    return _(
        "%(month)s was submitted by %(who)s on %(when)s and is locked. Ask the chief of %(station)s to give it "
        "back, or wait until it is published and enter it late with a reason."
    ) % {
        "month": f"{month:%Y-%m}",
        "who": state.submitted_by,
        "station": state.station,
        "when": timezone.localtime(state.submitted_at).strftime("%Y-%m-%d %H:%M"),
    }


def let_in(village: int, day: date, late_reason: str, *, field: str = "occurred_on") -> bool:
    """May a row of ``day`` in the village be written? Returns whether it is late; raises ValidationError with the
    lock's reason, beside the ``field`` that holds the day. While the village had no post its months are open.
    """
    month = calendar.month_of(day)
    station = station_of(village, month)
    return station is not None and let_station_in(station, month, late_reason, field=field)


def let_station_in(station_id: int, month: date, late_reason: str, *, field: str = "occurred_on") -> bool:
    """The same for a month of a station."""
    return bool(let_stations_in({(station_id, month)}, late_reason, field=field))


def let_stations_in(asked: set[tuple[int, date]], late_reason: str, *, field: str) -> set[tuple[int, date]]:
    """The same for several stations and months; returns those that are published. Every other way in ends here.

    Writers share a lock on each month until their transaction ends and a submission takes it alone, so a row
    can not slip in beside a submission.
    """
    _share(asked)
    stations, days = {station for station, _month in asked}, {month for _station, month in asked}
    closed = StationMonth.objects.filter(station__in=stations, month__in=days).exclude(state=State.OPEN)
    states = {(one.station_id, one.month): one.state for one in closed}
    late = {key for key in asked if key in states}
    for station, month in sorted(late, key=lambda key: (key[1], key[0])):
        if states[station, month] != State.PUBLISHED or not late_reason:
            code = (
                "published" if states[station, month] == State.PUBLISHED else "locked"
            )  # one takes a reason
            raise ValidationError({field: ValidationError(why_locked(station, month), code=code)})
    return late


@transaction.atomic
def submit(
    station: Station,
    month: date,
    *,
    by: User,
    shown: int | None = None,
    unreported_reason: str = "",
    figures: dict[str, Any] | None = None,
) -> StationMonth:
    """The station declares its month complete; from now on it is locked. ``shown``: the version on the page.

    ``figures`` are stored with the step. Why villages have not reported is asked for by indicators/closing.py, which
    knows which ones.
    """
    check_ended(month)
    if not answered_for(station, month).exists():
        raise ValidationError(_("The station had no village in that month: there is nothing to submit."))
    row = _take(station, month, by, "submit_month", from_states=[State.OPEN], shown=shown)
    row.state, row.submitted_by, row.submitted_at = State.SUBMITTED, by, timezone.now()
    row.reason, row.given_back_by, row.given_back_at = "", None, None
    row.unreported_reason, row.figures = unreported_reason.strip(), figures or {}
    why = {"unreported_reason": row.unreported_reason} if row.unreported_reason else {}
    reminding.done(station, month, by=by)
    return _save_and_record(row, "submit_month", by, **why)


@transaction.atomic
def approve(station: Station, month: date, *, by: User, shown: int | None = None) -> StationMonth:
    """The chief vouches for the month; the county may publish it. Whoever submitted it never approves it.

    The county does it for the station (县局代批) where nobody else there may (``approvers``), and is named as such.
    """
    verb = verb_to_approve(by)
    for_station = verb == "publish_month"
    row = _take(station, month, by, verb, from_states=[State.SUBMITTED], shown=shown)
    if row.submitted_by_id == by.pk:
        raise ValidationError(_("You submitted this month yourself; somebody else approves it."))
    if for_station:
        check_nobody_else(row)
    row.state, row.approved_by, row.approved_at = State.APPROVED, by, timezone.now()
    row.is_approved_by_county = for_station
    reminding.done(station, month, by=by)
    return _save_and_record(row, "approve_month_for_station" if for_station else "approve_month", by)


def verb_to_approve(user: User) -> str:
    """The right by which the person approves a month: the county has another one than the chief."""
    return "publish_month" if may(user, "publish_month") else "approve_month"


def approvers(stations: Iterable[int]) -> dict[int, dict[int, str]]:
    """Who may approve months at each of the stations today: ``{station: {user: name}}``; without any it is absent.

    Whoever is assigned as its chief, and whoever stands in for the chief; without closed accounts.
    """
    today, keys = timezone.localdate(), list(stations)
    chiefs = Assignment.objects.at_work(today).filter(station__in=keys, role__in=MAY["approve_month"])
    acting = StandIn.objects.at_work(today).filter(station__in=keys)
    found: dict[int, dict[int, str]] = {}
    for rows in (chiefs, acting):
        for station, user, name in rows.values_list("station", "user", "user__name"):
            found.setdefault(station or 0, {})[user] = name
    return found


def others_who_approve(row: StationMonth) -> list[str]:
    """The names of those at the station who may approve its submitted month: not whoever submitted it."""
    found = approvers([row.station_id]).get(row.station_id, {})
    return [name for user, name in found.items() if user != row.submitted_by_id]


def check_nobody_else(row: StationMonth) -> None:
    """ValidationError while somebody at the station may approve the month: the county does not do it for them."""
    names = others_who_approve(row)
    if names:
        raise ValidationError(
            _("%(names)s approves this month. The county does it only where nobody else at the station may.")
            % {"names": "、".join(names)}
        )


@transaction.atomic
def give_back(
    station: Station, month: date, reason: str, *, by: User, shown: int | None = None
) -> StationMonth:
    """The chief (or the county, before publication) opens the month again and gives a reason, which stands on the first
    pages of the station until it is submitted again."""
    verb = "publish_month" if may(by, "publish_month") else "approve_month"
    row = _take(station, month, by, verb, from_states=[State.SUBMITTED, State.APPROVED], shown=shown)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the station reads it.")})
    row.state, row.reason = State.OPEN, reason.strip()
    row.given_back_by, row.given_back_at = by, timezone.now()
    row.submitted_by = row.submitted_at = row.approved_by = row.approved_at = None
    row.is_approved_by_county, row.figures, row.unreported_reason = False, {}, ""
    return _save_and_record(row, "give_back_month", by, reason=reason.strip())


@transaction.atomic
def remind(
    station: Station, month: date, *, by: User, shown: int | None = None, link: str = ""
) -> StationMonth:
    """The county asks the station for a month that it has not submitted or approved: a line on the first pages of its
    chief and clerks. Once a day a station and month: ValidationError with who did it already.
    ``link``: the page of the month.
    """
    check_ended(month)
    if not answered_for(station, month).exists():
        raise ValidationError(_("The station had no village in that month: there is nothing to submit."))
    row = _take(station, month, by, "publish_month", from_states=[State.OPEN, State.SUBMITTED], shown=shown)
    if row.reminded_at and timezone.localdate(row.reminded_at) == timezone.localdate():
        raise ValidationError(
            _("%(who)s has reminded the station today already, at %(when)s.")
            % {"who": row.reminded_by, "when": timezone.localtime(row.reminded_at).strftime("%H:%M")}
        )
    row.reminded_by, row.reminded_at = by, timezone.now()
    reminding.send(row, by=by, link=link)
    return _save_and_record(row, "remind_station", by)


@transaction.atomic
def mark_published(stations: list[Station], month: date, *, by: User) -> None:
    """Called by the publication: the month of each station is closed for good."""
    for station in stations:
        _hold(station.pk, month)
        row = station_month(station, month)
        row.state, row.published_at = State.PUBLISHED, timezone.now()
        _save_and_record(row, "close_month", by)


def lock_months(stations: list[Station], month: date) -> None:
    """Let nobody write into the month of these stations until the caller's transaction ends."""
    for station in sorted(stations, key=lambda one: one.pk):
        _hold(station.pk, month)


def _take(
    station: Station,
    month: date,
    by: User,
    verb: str,
    *,
    from_states: list[StationMonth.State],
    shown: int | None,
) -> StationMonth:
    """The locked month; Stale when it was decided on after the page showed it (version 0: not begun)."""
    check_right(by, verb, station)
    _hold(station.pk, month)
    _row, is_new = StationMonth.objects.get_or_create(station=station, month=month)
    row = StationMonth.objects.select_for_update().get(station=station, month=month)
    if shown is not None and shown != (0 if is_new else row.version):
        raise Stale(row, shown)
    check_state(row, from_states)
    return row


def check_right(by: User, verb: str, station: Station) -> None:
    """PermissionDenied to whoever has not the right, or serves elsewhere."""
    if not may(by, verb) or not _serves(by, station):
        raise PermissionDenied


def check_ended(month: date) -> None:
    """ValidationError for a month that still runs."""
    if calendar.end_of(month) > timezone.localdate():
        raise ValidationError(_("The month has not ended yet; it can be submitted from its first day after."))


def check_state(row: StationMonth, from_states: Sequence[StationMonth.State]) -> None:
    """ValidationError when the step is not the next one of the month."""
    if row.state not in from_states:
        raise ValidationError(
            _("The month is now: %(state)s. Load the page again.") % {"state": row.get_state_display()}
        )


def _serves(by: User, station: Station) -> bool:
    """Does the person serve at the station, or at its county?"""
    where = scope.for_user(by)
    return station.pk == where.station_id or station.county_id == where.county_id


def _hold(station_id: int, month: date) -> None:
    """Take the month alone: nobody writes into it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [station_id, _number(month)])


def _share(asked: set[tuple[int, date]]) -> None:
    """Share the months with other writers; in order, as ``lock_months`` takes them: nobody waits in a circle."""
    keys = sorted((station, _number(month)) for station, month in asked)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(station, month) "
            "FROM unnest(%s::int[], %s::int[]) AS asked (station, month)",
            [[station for station, _number in keys], [number for _station, number in keys]],
        )


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _save_and_record(row: StationMonth, verb: str, by: User, **detail: str) -> StationMonth:
    row.save()  # new or locked: nobody else writes it meanwhile
    trail.record(verb, row, by=by, month=f"{row.month:%Y-%m}", **detail)
    return row
