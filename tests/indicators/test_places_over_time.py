"""Villages move and are abolished at random: every reader finds the same figures of a place, and they add up.

The rule, counted here by hand (figures.md 1a): what happened belongs to the place where the village was on the last day
of the month on which it was open and had a post; stocks and judgements to the place that it has on the period's last
day, judged over the whole period.
"""

import random
from datetime import date, timedelta

import pytest

from access.roles import Role
from calendars import calendar
from indicators import compute, sums
from indicators.models import IncidentCount, VillageMonth
from indicators.models.months import FIVE_NONE
from patrols.models import Patrol
from posts.models import Membership, Village
from tests import build

MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]
PERIODS = [(first, last) for first in MONTHS for last in MONTHS if first <= last]
LEVELS = ("town", "station", "post", "village")
FIRST, END = MONTHS[0], date(2026, 3, 31)
A_DAY = 3  # histories; other ones each day

TODAY = date.today().toordinal()  # read before the tests set the clock

pytestmark = pytest.mark.usefixtures("in_march")


class Places:
    """Six villages of four posts at two stations, and where each of them was on each day."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._read: dict[int, list[Membership]] = {}
        self.county = build.make_county()
        self.stations = [build.make_station(self.county, name) for name in ("甲所", "乙所")]
        self.posts = [build.make_post(self.stations[n % 2], f"室{n}") for n in range(4)]
        self.chiefs = [build.make_user(f"chief{n}", Role.CHIEF, one) for n, one in enumerate(self.stations)]
        self.bureau = build.make_user("bureau", Role.COUNTY, self.county)
        self.officer = build.make_user("officer", Role.OFFICER, self.posts[0])
        self.villages = [build.make_village(dice.choice(self.posts), f"村{n}") for n in range(6)]

    def happen(self) -> None:
        for village in self.villages:
            days = [FIRST + timedelta(self.dice.randint(0, 80)) for _patrol in range(self.dice.randint(0, 5))]
            for day in days:
                build.make_patrol(village, day, self.officer)
            self.move(village)
            if self.dice.random() < 0.3:
                self.close(village, max(days, default=FIRST))
        for village in self.villages:
            for month in MONTHS:
                self.attest(village, month)

    def move(self, village: Village) -> None:
        """To other posts on two days, or to none for a while."""
        days = sorted(self.dice.sample(range(1, 85), self.dice.randint(0, 2)))
        for day in (FIRST + timedelta(day) for day in days):
            last = village.memberships.order_by("-starts_on")[0]
            Membership.objects.filter(pk=last.pk).update(ends_on=day - timedelta(1))
            there = self.dice.choice([one for one in self.posts if one.pk != last.post_id])
            pause = timedelta(self.dice.choice([0, 0, 0, 5]))
            Membership.objects.create(village=village, post=there, starts_on=day + pause)

    def close(self, village: Village, entered: date) -> None:
        """After its last move and its last row; sometimes its membership ends with it."""
        last = village.memberships.order_by("-starts_on")[0]
        first = max(last.starts_on, entered) + timedelta(1)
        village.closed_on = first + timedelta(self.dice.randint(0, max(0, (END - first).days)))
        village.save()
        if self.dice.random() < 0.5:
            Membership.objects.filter(pk=last.pk).update(ends_on=village.closed_on - timedelta(1))

    def attest(self, village: Village, month: date) -> None:
        kind = self.dice.choice(["none", "zero", "zero", "zero", "one", "some"])
        counts = dict.fromkeys((*FIVE_NONE, "preventable"), 0)
        if kind == "one":
            counts["criminal"] = 1
        if kind == "some":
            del counts["mass"]
        if kind != "none":
            self.say(village, month, counts)

    def say(self, village: Village, month: date, counts: dict[str, int]) -> None:
        there = self.where(village, month)
        if there is None:
            return
        keys = {"post": there.post, "station": there.post.station, "county": self.county}
        for name, count in counts.items():
            IncidentCount.objects.update_or_create(
                village=village, month=month, category=name,
                defaults={"count": count, "attested_by": self.officer, **keys},
            )  # fmt: skip

    def memberships_of(self, village: Village) -> list[Membership]:
        """Read once, after all has happened."""
        if village.pk not in self._read:
            self._read[village.pk] = list(village.memberships.select_related("post"))
        return self._read[village.pk]

    def post_on(self, village: Village, day: date) -> Membership | None:
        if village.closed_on and day >= village.closed_on:
            return None
        found = [
            one
            for one in self.memberships_of(village)
            if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)
        ]
        return found[0] if found else None

    def where(self, village: Village, month: date) -> Membership | None:
        """On the last day of the month on which the village was open and had a post."""
        days = [month + timedelta(day) for day in reversed(range(calendar.days_in(month)))]
        return next((one for one in (self.post_on(village, day) for day in days) if one), None)


def key_of(village: Village, membership: Membership, level: str) -> int:
    keys = {
        "town": village.town_id,
        "station": membership.post.station_id,
        "post": membership.post_id,
        "village": village.pk,
    }
    return keys[level]


def by_hand(world: Places, level: str, first: date, last: date) -> dict[int, dict[str, int]]:
    """``patrols`` (what happened) and what the villages of each place have reported."""
    found: dict[int, dict[str, int]] = {}
    stored = {(one.village_id, one.month): one for one in VillageMonth.objects.all()}
    patrols = list(Patrol.objects.values_list("village", "occurred_on"))
    months = calendar.months_between(first, last)
    for village in world.villages:
        for month in months:
            if there := world.where(village, month):
                one = found.setdefault(key_of(village, there, level), dict.fromkeys(ASKED, 0))
                one["patrols"] += sum(
                    key == village.pk and calendar.month_of(day) == month for key, day in patrols
                )
        there = world.post_on(village, calendar.last_day(last))
        if there:
            one = found.setdefault(key_of(village, there, level), dict.fromkeys(ASKED, 0))
            rows = [stored.get((village.pk, month)) for month in months]
            five = [[getattr(row, name) for name in FIVE_NONE] if row else [None] for row in rows]
            one["expected"] += 1
            one["reported"] += all(None not in counts for counts in five)
            one["met_five_none"] += (is_met := all(counts == [0] * 5 for counts in five))
            one["judged_five_none"] += is_met or any(count for counts in five for count in counts)
            one["preventable_reported"] += all(row and row.preventable is not None for row in rows)
    return found


ASKED = ("patrols", "expected", "reported", "met_five_none", "judged_five_none", "preventable_reported")


def shown(found: dict) -> dict:
    return {key: {name: row[name] for name in ASKED} for key, row in found.items()}


def check(world: Places) -> None:
    for first, last in PERIODS:
        months = VillageMonth.objects.visible_to(world.bureau)
        of_level = {level: shown(sums.by_place(months, level, first, last)) for level in LEVELS}
        for level in LEVELS:
            assert of_level[level] == by_hand(world, level, first, last), (level, first, last)
        county = sums.total(months, first, last, level="county")
        assert all(
            sum(row[name] for row in of_level[level].values()) == county[name]
            for level in LEVELS
            for name in ASKED
        )
        for chief, station in zip(world.chiefs, world.stations, strict=True):
            own = sums.total(VillageMonth.objects.visible_to(chief), first, last, level="county")
            assert {name: own[name] for name in ASKED} == of_level["station"].get(
                station.pk, dict.fromkeys(ASKED, 0)
            ), (chief, first, last)


@pytest.mark.turns(3)
@pytest.mark.parametrize("history", range(A_DAY))
def test_every_reader_finds_the_figures_of_the_place(history, db):
    dice = random.Random(TODAY * A_DAY + history)
    world = Places(dice)
    world.happen()
    for month in MONTHS:
        compute.fill_month(month)
    check(world)
    # What is attested late reaches the months after it.
    village = dice.choice(world.villages)
    world.say(village, MONTHS[0], dict.fromkeys(FIVE_NONE, 0))
    compute.fill_touched()
    check(world)
    for month in MONTHS:
        assert compute.fill_month(month) == 0, "a count of everything finds nothing to change"
