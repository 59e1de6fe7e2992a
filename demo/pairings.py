"""Households in hardship paired with an officer: 54 at the end of the full year, two or three an officer."""

from datetime import date
from random import Random

from demo.acceptance import PAIRED_HOUSEHOLDS
from demo.apportion import apportion
from demo.plan import Beat, Plan
from residents.models import Household, Pairing

ENDED = 4
NEW_THIS_YEAR = 2


def write_pairings(plan: Plan) -> None:
    rng = plan.rng("pairings")
    year = plan.timeline.year
    numbers = apportion(PAIRED_HOUSEHOLDS, [1.0] * len(plan.beats))
    free = [_pair_many(plan, beat, number, rng) for beat, number in zip(plan.beats, numbers, strict=True)]
    for beat, households in zip(plan.beats[:ENDED], free, strict=False):
        _pair(plan, beat, households.pop(), date(year - 1, 3, 1), date(year, rng.randint(2, 6), 28))
    march = date(year + 1, 3, 1)
    for beat, households in zip(plan.beats[-NEW_THIS_YEAR:], free[-NEW_THIS_YEAR:], strict=True):
        if march < plan.timeline.today:
            _pair(plan, beat, households.pop(), march)


def _pair_many(plan: Plan, beat: Beat, number: int, rng: Random) -> list[Household]:
    """Pair ``number`` households and return those that are left for others."""
    households = [household for household in beat.households if household.opened_on is None]
    chosen = rng.sample(households, number + 2)
    for household in chosen[:number]:
        began_in = plan.timeline.year - (rng.random() < 0.85)
        _pair(plan, beat, household, date(began_in, rng.randint(2, 4), rng.randint(1, 28)))
    return chosen[number:]


def _pair(plan: Plan, beat: Beat, household: Household, starts_on: date, ends_on: date | None = None) -> None:
    household.is_hardship = True
    plan.write(
        Pairing,
        household_id=household.pk,
        officer_id=beat.officer.pk,
        village_id=household.village_id,
        post_id=household.post_id,
        station_id=household.station_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
