"""Who lives in the villages: 138,000 invented people in about 41,000 households."""

from datetime import date
from random import Random

from demo.acceptance import PEOPLE
from demo.apportion import apportion
from demo.names import Names, phone
from demo.plan import Beat, Plan
from posts.models import Village
from residents.models import Household, Resident

SIZES, SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6, 7), (8, 23, 26, 22, 12, 6, 3)
# Chances of 0, 1, 2, 3 children under 14 by size of the household.
CHILDREN = {
    1: (1.0,), 2: (0.96, 0.04), 3: (0.66, 0.34), 4: (0.4, 0.4, 0.2), 5: (0.3, 0.4, 0.3), 6: (0.25, 0.35, 0.4),
    7: (0.2, 0.3, 0.3, 0.2),
}  # fmt: skip
HINTS = (
    "村口老樟树旁",
    "小学后面",
    "水渠边第二家",
    "祠堂左侧",
    "公路转弯处",
    "晒谷场对面",
    "桥头",
    "山脚独户",
)
MOVED_AWAY, MOVED_IN = 60, 120
HOUSEHOLDS_A_GROUP = 32


class Registry:
    """Registers household by household, with names and phone numbers of nobody."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.rng = plan.rng("homes")
        self.names = Names(self.rng)
        self.phones = 1_000
        self.known: set[tuple[int, str, int]] = set()  # village, name and year of birth of everybody

    def phone(self, share: float) -> str:
        if self.rng.random() >= share:
            return ""
        self.phones += 1
        return phone(self.phones)

    def household(self, beat: Beat, village: Village, order: int, size: int) -> Household:
        children = draw_children(size, self.rng)
        name = self.names.full()
        household = self.plan.write(
            Household,
            village_id=village.pk,
            post_id=beat.post.pk,
            station_id=beat.station.pk,
            number=f"{order // HOUSEHOLDS_A_GROUP + 1}组{order % HOUSEHOLDS_A_GROUP + 1}号",
            householder=name,
            phone=self.phone(0.7),
            members=size,
            children_under_14=children,
            is_hardship=self.rng.random() < 0.012,
            note=self.rng.choice(HINTS) if self.rng.random() < 0.08 else "",
        )
        self._residents(household, size - children)
        return household

    def _residents(self, household: Household, adults: int) -> None:
        """The householder, a spouse of another surname, then grown children or parents."""
        parent_born = self.plan.timeline.today.year - self.rng.randint(32, 72)
        household.householder = self._resident(household, household.householder, parent_born)
        for place in range(1, adults):
            if place == 1:
                self._resident(household, self.names.full(), parent_born + self.rng.randint(-4, 4))
            else:
                born = parent_born + self.rng.choice((-26, -24, 22, 24, 27, 30))
                self._resident(household, self.names.full(household.householder[0]), born)

    def _resident(self, household: Household, name: str, born: int) -> str:
        """The name: no two of one name and year live in a village. Nobody is under 14."""
        born = max(1930, min(born, self.plan.timeline.today.year - 15))
        given = iter(self.names.given)
        while (household.village_id, name, born) in self.known:
            name = name[0] + next(given)
        self.known.add((household.village_id, name, born))
        self.plan.write(
            Resident,
            household_id=household.pk,
            village_id=household.village_id,
            post_id=household.post_id,
            station_id=household.station_id,
            name=name,
            residence="temporary" if self.rng.random() < 0.03 else "permanent",
            birth_year=born,
            phone=self.phone(0.2),
        )
        return name


def draw_children(size: int, rng: Random) -> int:
    chances = CHILDREN[size]
    return rng.choices(range(len(chances)), chances)[0]


def settle(plan: Plan) -> None:
    """Fill every village up to its share of the people; then let some families have moved."""
    registry = Registry(plan)
    places = [(beat, village) for beat in plan.beats for village in beat.villages]
    weights = [registry.rng.uniform(0.6, 1.5) * (1.5 if beat.station.pk == plan.beats[0].station.pk else 1)
               for beat, _village in places]  # fmt: skip
    for (beat, village), people in zip(places, apportion(PEOPLE, weights), strict=True):
        beat.households += _fill(registry, beat, village, people)
    _let_some_move(plan, registry, places)


def _fill(registry: Registry, beat: Beat, village: Village, people: int) -> list[Household]:
    households: list[Household] = []
    while people > 0:
        size = min(people, registry.rng.choices(SIZES, SIZE_WEIGHTS)[0])
        households.append(registry.household(beat, village, len(households), size))
        people -= size
    return households


def _let_some_move(plan: Plan, registry: Registry, places: list[tuple[Beat, Village]]) -> None:
    """All moves lie in the first year, so that the full year counts the same people throughout."""
    year = plan.timeline.first_day.year
    for household in registry.rng.sample(plan.rows[Household], MOVED_IN):
        household.opened_on = date(year, registry.rng.randint(2, 11), registry.rng.randint(1, 28))
    first = len(plan.rows[Resident])
    for order in range(MOVED_AWAY):
        beat, village = registry.rng.choice(places)
        household = registry.household(beat, village, 2_000 + order, registry.rng.randint(1, 4))
        household.closed_for = Household.Leaving.MOVED
        household.closed_on = date(year, registry.rng.randint(2, 11), registry.rng.randint(1, 28))
    for resident in plan.rows[Resident][first:]:
        household = plan.rows[Household][resident.household_id - plan.rows[Household][0].pk]
        resident.left_on = household.closed_on
