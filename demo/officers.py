"""Familiarity tests of the year, one that waits for its result, and the weekly digests of the last two weeks."""

from datetime import date, timedelta
from itertools import groupby

from demo.plan import Beat, Plan
from officers import digest_actions, digests
from officers.models import DrawnHouseholds, FamiliarityTest

DRAWN = 10
DAYS_BETWEEN = 75


def write_tests(plan: Plan) -> None:
    """Two tests of each officer with a result; of the last officer of each station one that was drawn yesterday."""
    rng = plan.rng("familiarity")
    yesterday = plan.timeline.yesterday
    for _station, beats in groupby(plan.beats, key=lambda beat: beat.station.pk):
        of_station = list(beats)
        for beat in of_station:
            for ago in (DAYS_BETWEEN + rng.randint(0, 30), rng.randint(10, DAYS_BETWEEN - 30)):
                day = yesterday - timedelta(days=ago)
                _test(
                    plan, beat, day, known=min(DRAWN, round(6 + 3 * rng.random() * beat.pace + rng.random()))
                )
        beat = of_station[-1]
        test = _test(plan, beat, yesterday, known=None)
        homes = rng.sample([one for one in beat.households if one.closed_on is None], DRAWN)
        plan.write(
            DrawnHouseholds, test_id=test.pk, station_id=beat.station.pk, drawn_on=yesterday,
            keys=[one.pk for one in homes],
        )  # fmt: skip


def _test(plan: Plan, beat: Beat, day: date, known: int | None) -> FamiliarityTest:
    return plan.write(
        FamiliarityTest, county_id=plan.county.pk, station_id=beat.station.pk, post_id=beat.post.pk,
        user_id=beat.officer.pk, drawn_by_id=beat.chief.pk, drawn_on=day, seed=beat.post.pk * 1_000 + day.toordinal(),
        drawn=DRAWN, known=known, asked_on=None if known is None else day,
    )  # fmt: skip


def write_digests(plan: Plan) -> None:
    """Those that the stations got on the last two Mondays, the second compared with the first."""
    monday = digests.monday_of(plan.timeline.today)
    for station in {beat.station.pk: beat.station for beat in plan.beats}.values():
        for made in (monday - digests.A_WEEK, monday):
            digest_actions.write(station, made, made)
