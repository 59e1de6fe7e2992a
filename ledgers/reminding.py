"""The line on the first pages of a station of which the county asks a month (催报). Called by ledgers/months.py.

To the chief and to the clerks; it leaves their pages when the step that was asked for is done.
"""

from datetime import date

from django.utils import timezone

from access.rights import MAY
from access.roles import codes
from accounts.models import User
from calendars import calendar
from ledgers import due
from ledgers.models import StationMonth
from notices import actions as notices
from notices.actions import To
from policies.acting import HOUSEKEEPING, acting
from posts.models import Station


def send(row: StationMonth, *, by: User, link: str) -> None:
    """Tell those who submit or approve months at the station, with who asks and by when it was due."""
    roles = codes(lambda one: one.place == "station" and one.code in MAY["submit_month"])
    code = "month_not_submitted" if row.state == StationMonth.State.OPEN else "month_not_approved"
    due_on = due.of_station(row.month, row.station.county.code)
    notices.send(
        code, [To(role=role, station_id=row.station_id) for role in roles],
        key=f"{_matter(row.station_id, row.month)} {timezone.localdate()}", by=by,
        link=link,
        month=f"{row.month:%Y-%m}", who=str(by), due=calendar.short(due_on),
    )  # fmt: skip


def done(station: Station, month: date, *, by: User) -> None:
    """The station has taken the step, or the county in its place: no line asks for it any more."""
    with acting(HOUSEKEEPING):  # the county does not see what stations find on their first pages
        notices.finish_at_station(station.pk, _matter(station.pk, month), by=by)


def _matter(station: int, month: date) -> str:
    return f"month_reminder {station} {month:%Y-%m}"
