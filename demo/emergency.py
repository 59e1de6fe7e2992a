"""One emergency view of another post's register; one chief has acknowledged it, the other has not yet."""

from collections.abc import Iterator
from datetime import timedelta

from accounts.models import User
from audit.models import Entry
from demo.plan import Beat, Plan
from demo.timeline import at
from oversight.models import EmergencyNotice, EmergencyView
from oversight.models.emergency import LASTS
from residents.models import Household

REASON = "山火蔓延，需要联系邻村沿山住户转移。"
BEFORE = timedelta(days=3)
LASTED = timedelta(minutes=40)
HOUSEHOLDS_READ = 4


def persons(plan: Plan) -> tuple[Beat, Beat]:
    """Whose officer opened the view, and of which post: of two stations, so that two chiefs get a notice."""
    return plan.beats[2], plan.beats[-1]


def write_emergency(plan: Plan) -> None:
    viewer, opened = persons(plan)
    opened_at = at(plan.timeline.today - BEFORE, 16, 5)
    view = plan.write(
        EmergencyView,
        user_id=viewer.officer.pk,
        post_id=opened.post.pk,
        reason=REASON,
        opened_at=opened_at,
        ends_at=opened_at + LASTS,
        ended_at=opened_at + LASTED,
        day=opened_at.date(),
        number=1,
    )
    plan.write(
        EmergencyNotice,
        view_id=view.pk,
        station_id=opened.station.pk,
        acknowledged_by_id=opened.chief.pk,
        acknowledged_at=opened_at + 3 * LASTED,
    )
    plan.write(EmergencyNotice, view_id=view.pk, station_id=viewer.station.pk)


def trail_entries(plan: Plan) -> Iterator[Entry]:
    """The trail's entries of the view; each names it."""
    viewer, opened = persons(plan)
    view = plan.rows[EmergencyView][0]

    def entry(action: str, minute: int, by: User, subject: EmergencyView | Household, **detail: str) -> Entry:
        return Entry(
            at=view.opened_at + timedelta(minutes=minute),
            actor_id=by.pk,
            actor_name=by.name,
            action=action,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            post_id=opened.post.pk,
            station_id=opened.station.pk,
            county_id=plan.county.pk,
            tx=0,  # the database gives it
            detail={"emergency_view": view.pk, **detail},
            address="127.0.0.1",
        )

    yield entry("open_emergency", 0, viewer.officer, view, reason=view.reason, place=str(opened.post))
    for minute, household in enumerate(opened.households[:HOUSEHOLDS_READ], 1):
        yield entry("read", 4 * minute, viewer.officer, household)
    yield entry("end_emergency", 40, viewer.officer, view)
    yield entry("acknowledge_emergency", 120, opened.chief, view)
