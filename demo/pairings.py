"""Which household in hardship an officer stands by: 54 at the end of the full year, two or three an officer."""

from datetime import date
from random import Random

from demo.acceptance import PAIRED_HOUSEHOLDS
from demo.apportion import apportion
from demo.plan import Beat, Plan
from residents.models import Household, Pairing

ENDED = 4
NEW_THIS_YEAR = 2


def write_pairings(plan: Plan) -> None:
    dice = plan.dice("pairings")
    year = plan.timeline.year
    numbers = apportion(PAIRED_HOUSEHOLDS, [1.0] * len(plan.beats))
    free = [_pair_many(plan, beat, number, dice) for beat, number in zip(plan.beats, numbers, strict=True)]
    for beat, homes in zip(plan.beats[:ENDED], free, strict=False):
        _pair(plan, beat, homes.pop(), date(year - 1, 3, 1), date(year, dice.randint(2, 6), 28))
    march = date(year + 1, 3, 1)
    for beat, homes in zip(plan.beats[-NEW_THIS_YEAR:], free[-NEW_THIS_YEAR:], strict=True):
        if march < plan.timeline.today:
            _pair(plan, beat, homes.pop(), march)


def _pair_many(plan: Plan, beat: Beat, number: int, dice: Random) -> list[Household]:
    """Pair ``number`` households and return those that are left for others."""
    homes = [home for home in beat.households if home.opened_on is None]
    chosen = dice.sample(homes, number + 2)
    for home in chosen[:number]:
        began_in = plan.timeline.year - (dice.random() < 0.85)
        _pair(plan, beat, home, date(began_in, dice.randint(2, 4), dice.randint(1, 28)))
    return chosen[number:]


def _pair(plan: Plan, beat: Beat, home: Household, starts_on: date, ends_on: date | None = None) -> None:
    home.is_hardship = True
    plan.write(
        Pairing,
        household_id=home.pk,
        officer_id=beat.officer.pk,
        village_id=home.village_id,
        post_id=home.post_id,
        station_id=home.station_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
