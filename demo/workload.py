"""How the work of a year falls on posts and months, and how one ledger row is written down."""

import uuid
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from accounts.models import User
from calendars import calendar
from demo.apportion import apportion
from demo.plan import Beat, Plan
from demo.timeline import at
from ledgers.models import Row

AnyRow = TypeVar("AnyRow", bound=Row)
PACES_OF_THIS_MONTH = (0.45, 0.7, 0.9, 1.0, 1.1, 1.3)  # some posts are behind, some ahead


def shares(plan: Plan, total: int, year: int, rng: Random) -> dict[tuple[int, date], int]:
    """``total`` of a year by post (its place in the list) and month: less where an officer was on leave."""
    cells = [(place, month) for place in range(len(plan.beats)) for month in plan.timeline.months_of(year)]
    weights = [_weight(plan, plan.beats[place], month, rng) for place, month in cells]
    return dict(zip(cells, apportion(total, weights), strict=True))


def _weight(plan: Plan, beat: Beat, month: date, rng: Random) -> float:
    days = plan.timeline.days_of(month)
    present = sum(day not in beat.leave for day in days) / calendar.days_in(month)
    chance = rng.uniform(0.9, 1.1)
    is_running = month == plan.timeline.this_month
    pace = PACES_OF_THIS_MONTH[beat.post.pk % len(PACES_OF_THIS_MONTH)] if is_running else beat.pace
    return present * pace * chance if beat.duty_in(month) else 0.0


def entry(
    model: type[AnyRow],
    beat: Beat,
    on: date,
    rng: Random,
    *,
    village: int = 0,
    by: User | None = None,
    recorded_at: datetime | None = None,
    **values: Any,
) -> AnyRow:
    """One ledger row, written down on the same evening by the officer or the auxiliary."""
    recorded_at = recorded_at or at(on, 18) + timedelta(seconds=rng.randrange(4 * 3600))
    writer = by or beat.recorder(rng)
    client_key = uuid.UUID(int=rng.getrandbits(128), version=4)
    return model(
        village_id=village or beat.duty[on].pk,
        post_id=beat.post.pk,
        station_id=beat.station.pk,
        occurred_on=on,
        recorded_at=recorded_at,
        recorded_by_id=writer.pk,
        done_by=people_of(beat, writer, client_key.int),
        client_key=client_key,
        **values,
    )


def people_of(beat: Beat, writer: User, draw: int) -> list[int]:
    """Who did it: the writer, and one time in eight the officer and the auxiliary together."""
    together = {beat.officer.pk, beat.auxiliary.pk} if beat.auxiliary and draw % 8 == 0 else set()
    return sorted(together or {writer.pk})
