"""Who lives in the villages: 138,000 invented people in about 41,000 households."""

from datetime import date
from random import Random

from demo.acceptance import PEOPLE
from demo.apportion import apportion
from demo.names import Names, phone, search_keys
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
HOMES_A_GROUP = 32


class Registry:
    """Registers household by household, with names and phone numbers of nobody."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.dice = plan.dice("homes")
        self.names = Names(self.dice)
        self.phones = 1_000

    def phone(self, share: float) -> str:
        if self.dice.random() >= share:
            return ""
        self.phones += 1
        return phone(self.phones)

    def household(self, beat: Beat, village: Village, order: int, size: int) -> Household:
        children = draw_children(size, self.dice)
        name = self.names.full()
        home = self.plan.write(
            Household,
            village_id=village.pk,
            post_id=beat.post.pk,
            station_id=beat.station.pk,
            number=f"{order // HOMES_A_GROUP + 1}组{order % HOMES_A_GROUP + 1}号",
            householder=name,
            phone=self.phone(0.7),
            members=size,
            children_under_14=children,
            is_hardship=self.dice.random() < 0.012,
            note=self.dice.choice(HINTS) if self.dice.random() < 0.08 else "",
            **search_keys(name),
        )
        self._residents(home, size - children)
        return home

    def _residents(self, home: Household, adults: int) -> None:
        """The householder, a spouse of another surname, then grown children or parents."""
        parent_born = self.plan.timeline.today.year - self.dice.randint(32, 72)
        self._resident(home, home.householder, parent_born)
        for place in range(1, adults):
            if place == 1:
                self._resident(home, self.names.full(), parent_born + self.dice.randint(-4, 4))
            else:
                born = parent_born + self.dice.choice((-26, -24, 22, 24, 27, 30))
                self._resident(home, self.names.full(home.householder[0]), born)

    def _resident(self, home: Household, name: str, born: int) -> None:
        """Nobody under 14: the youngest year of birth is 15 years back."""
        self.plan.write(
            Resident,
            household_id=home.pk,
            village_id=home.village_id,
            post_id=home.post_id,
            station_id=home.station_id,
            name=name,
            residence="temporary" if self.dice.random() < 0.03 else "permanent",
            birth_year=max(1930, min(born, self.plan.timeline.today.year - 15)),
            phone=self.phone(0.2),
            **search_keys(name),
        )


def draw_children(size: int, dice: Random) -> int:
    chances = CHILDREN[size]
    return dice.choices(range(len(chances)), chances)[0]


def settle(plan: Plan) -> None:
    """Fill every village up to its share of the people; then let some families have moved."""
    registry = Registry(plan)
    places = [(beat, village) for beat in plan.beats for village in beat.villages]
    weights = [registry.dice.uniform(0.6, 1.5) * (1.5 if beat.station.pk == plan.beats[0].station.pk else 1)
               for beat, _village in places]  # fmt: skip
    for (beat, village), people in zip(places, apportion(PEOPLE, weights), strict=True):
        beat.households += _fill(registry, beat, village, people)
    _let_some_move(plan, registry, places)


def _fill(registry: Registry, beat: Beat, village: Village, people: int) -> list[Household]:
    homes: list[Household] = []
    while people > 0:
        size = min(people, registry.dice.choices(SIZES, SIZE_WEIGHTS)[0])
        homes.append(registry.household(beat, village, len(homes), size))
        people -= size
    return homes


def _let_some_move(plan: Plan, registry: Registry, places: list[tuple[Beat, Village]]) -> None:
    """All moves lie in the first year, so that the full year counts the same people throughout."""
    year = plan.timeline.first_day.year
    for home in registry.dice.sample(plan.rows[Household], MOVED_IN):
        home.opened_on = date(year, registry.dice.randint(2, 11), registry.dice.randint(1, 28))
    first = len(plan.rows[Resident])
    for order in range(MOVED_AWAY):
        beat, village = registry.dice.choice(places)
        home = registry.household(beat, village, 2_000 + order, registry.dice.randint(1, 4))
        home.closed_for = Household.Leaving.MOVED
        home.closed_on = date(year, registry.dice.randint(2, 11), registry.dice.randint(1, 28))
    for resident in plan.rows[Resident][first:]:
        home = plan.rows[Household][resident.household_id - plan.rows[Household][0].pk]
        resident.left_on = home.closed_on
