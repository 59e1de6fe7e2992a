"""The state of each station's months: all published but the last complete one, which is in the middle of its steps."""

from datetime import date, datetime, timedelta

from accounts.models import User
from calendars import calendar
from demo.plan import Beat, Plan
from demo.timeline import at
from indicators import compute, publish
from ledgers.models import StationMonth
from posts.models import County, Station

State = StationMonth.State
LAST_MONTH = (State.APPROVED, State.APPROVED, State.SUBMITTED, State.SUBMITTED, State.OPEN, State.OPEN)
SUBMITTED_AFTER, APPROVED_AFTER, PUBLISHED_AFTER = 3, 4, 6  # days after the end of the month


def state_of_last_month(plan: Plan, station: Station) -> State:
    return LAST_MONTH[station.pk - plan.beats[0].station.pk]


def write_months(plan: Plan) -> None:
    """Published months are written as approved; ``publish_months`` publishes them."""
    first_beats = {beat.station.pk: beat for beat in plan.beats}
    for month in plan.timeline.published:
        for beat in first_beats.values():
            _month(plan, beat, month, State.APPROVED)
    for beat in first_beats.values():
        _month(plan, beat, plan.timeline.last_complete, state_of_last_month(plan, beat.station))


def _month(plan: Plan, beat: Beat, month: date, state: State) -> None:
    row = plan.write(StationMonth, station_id=beat.station.pk, month=month, state=state)
    if state != State.OPEN:
        row.submitted_by_id = beat.clerk.pk
        row.submitted_at = _days_after(plan, month, SUBMITTED_AFTER)
    if state == State.APPROVED:
        row.approved_by_id = beat.chief.pk
        row.approved_at = _days_after(plan, month, APPROVED_AFTER)


def _days_after(plan: Plan, month: date, days: int) -> datetime:
    return plan.timeline.latest(at(calendar.last_day(month) + timedelta(days=days), 15, month.month))


def publish_months(plan: Plan) -> None:
    """Count every month, then publish in order, as the county would have done at the time."""
    county = County.objects.get(pk=plan.county.pk)
    by = User.objects.get(pk=plan.county_user.pk)
    for month in plan.timeline.months:
        compute.fill_month(month)
    for month in plan.timeline.published:
        published_at = _days_after(plan, month, PUBLISHED_AFTER)
        publish.freeze(county, month, by=by, at=published_at)
        StationMonth.objects.filter(month=month).update(published_at=published_at)
