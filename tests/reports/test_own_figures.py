"""Rows of many people, posts and days at random: each person's figures are those of what they did, the places' of rows.

Counted by hand: a row counts whole for each who is named in it, talks included, and once for village, post and station;
a household is met once a month, whoever met it and however often it was written down.
"""

import random
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from access import scope
from access.roles import Role
from accounts.models import User
from indicators import compute, sums
from indicators.models import VillageMonth
from ledgers import actions, joining_actions
from ledgers.book import Book
from patrols.book import PATROLS
from policies.acting import acting
from posts.models import Assignment
from reports import today
from residents.book import SERVICES, VISITS
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
MARCH, FIRST, TODAY = date(2026, 3, 1), date(2026, 2, 20), date(2026, 3, 20)
BOOKS = (VISITS, SERVICES, PATROLS)
DID = "did=on&counted=on&month=2026-03"
A_DAY = 2  # histories; other ones each day
SEED = date.today().toordinal()  # read before the tests set the clock


class Work:
    """Two posts of a station: an officer who holds both, three auxiliaries of whom one has left, a clerk who types."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        station = build.make_station(build.make_county())
        self.posts = [build.make_post(station, f"{name}室") for name in "甲乙"]
        self.officer = build.make_user("officer", Role.OFFICER, self.posts[0], is_responsible=True)
        Assignment.objects.create(
            user=self.officer, role=Role.OFFICER, post=self.posts[1], is_responsible=True, is_second=True,
            starts_on=build.SINCE,
        )  # fmt: skip
        self.helpers = [build.make_user(f"aux{n}", Role.AUXILIARY, self.posts[n % 2]) for n in range(3)]
        Assignment.objects.filter(user=self.helpers[2]).update(ends_on=date(2026, 3, 5))
        self.clerk = build.make_user("clerk", Role.CLERK, station)
        self.chief = build.make_user("chief", Role.CHIEF, station)
        self.villages = [build.make_village(self.posts[n % 2], f"村{n}") for n in range(3)]
        self.households = {one: [build.make_household(one) for _n in range(3)] for one in self.villages}

    def happen(self) -> None:
        for _row in range(30):
            village = self.dice.choice(self.villages)
            day = FIRST + timedelta(self.dice.randint(0, (TODAY - FIRST).days))
            there = self.people_at(village, day)
            did = self.dice.sample(there, self.dice.randint(1, len(there)))
            typed = self.dice.choice([*did, self.clerk])
            row = self.row(village, day, typed, done_by=sorted(one.pk for one in did))
            self.follow(row, [one for one in there if one not in did])

    def people_at(self, village, day: date) -> list[User]:
        post = build.keys(village)["post"]
        helpers = [one for n, one in enumerate(self.helpers) if self.posts[n % 2] == post]
        return [self.officer, *(one for one in helpers if one != self.helpers[2] or day <= date(2026, 3, 5))]

    def row(self, village, day: date, typed: User, **fields):
        kind = self.dice.choice(["visit", "visit", "visit", "service", "patrol"])
        if kind == "visit":
            met = self.dice.random() < 0.7
            fields |= {"household": self.dice.choice(self.households[village])}
            fields |= {"outcome": "met", "talks": self.dice.randint(1, 5)} if met else {"outcome": "absent"}
            return build.make_visit(village, day, typed, **fields)
        maker = build.make_service if kind == "service" else build.make_patrol
        return maker(village, day, typed, **fields)

    def follow(self, row, others: list[User]) -> None:
        """Somebody came along and says so, the row is taken back, or the chief has accepted or returned it."""
        chance = self.dice.random()
        mine = [one for one in others if self.works_now(one)]
        if chance < 0.3 and mine:
            who = self.dice.choice(mine)
            with self.at_work(who, row):
                joining_actions.come_along(row, [who.pk], by=who)
        elif chance < 0.45:
            step = self.dice.choice(["accept", "give_back", "withdraw"])
            with acting(scope.acting_as(self.chief)):
                if step == "give_back":
                    actions.give_back(row, "补正", by=self.chief)
                elif step == "accept":
                    actions.accept(row, by=self.chief)
            if step == "withdraw":
                type(row).objects.filter(pk=row.pk).update(state="withdrawn")

    def works_now(self, one: User) -> bool:
        return one != self.helpers[2]

    def at_work(self, who: User, row):
        return scope.at_post(who, row.post_id)

    def rows(self, book: Book) -> list:
        return list(book.model.objects.filter(state__in=("recorded", "accepted"), occurred_on__gte=MARCH))


def by_hand(rows: list, book: Book) -> dict[str, int]:
    visits = rows if book is VISITS else []
    met = {one.household_id for one in visits if one.outcome == "met"}
    return {"rows": len(rows), "met": len(met), "talks": sum(one.talks for one in visits)}


@pytest.mark.parametrize("history", range(A_DAY))
def test_each_counts_what_they_did_and_places_count_rows(history, db):
    work = Work(random.Random(SEED * 1000 + history))
    work.happen()
    rows = {book: work.rows(book) for book in BOOKS}
    for person in (work.officer, *work.helpers[:2]):
        mine = {book: [one for one in rows[book] if person.pk in one.done_by] for book in BOOKS}
        shown = {str(line["title"]): line for line in today.context(person)["own_month"]}
        for book in BOOKS:
            wanted = by_hand(mine[book], book)
            line = shown.get(str(book.title), dict.fromkeys(wanted, 0))
            assert {name: line[name] for name in wanted} == wanted, (person.username, book.stem)
        for post, own in posts_of(person, work):
            with scope.at_post(person, post.pk):
                for book in BOOKS:
                    here = [one for one in mine[book] if one.post_id == post.pk]
                    assert book.listing.filtered(person, QueryDict(DID)).qs.count() == len(here), own
    check_places(work, rows)


def posts_of(person: User, work: Work):
    return [(post, "own") for post in work.posts if person.assignments.filter(post=post).exists()]


def check_places(work: Work, rows: dict[Book, list]) -> None:
    """Village, post and station, as every reader of them counts."""
    compute.fill_month(MARCH)
    places = [
        *((work.clerk, {"village": one.pk}, lambda row, one=one: row.village_id == one.pk) for one in work.villages),
        *((work.clerk, {"post": one.pk}, lambda row, one=one: row.post_id == one.pk) for one in work.posts),
        *((reader, {}, lambda row: True) for reader in (work.clerk, work.chief)),
    ]  # fmt: skip
    for reader, place, lies_in in places:
        found = sums.total(
            VillageMonth.objects.visible_to(reader).filter(**place), MARCH, MARCH, level="county"
        )
        wanted = by_hand([one for one in rows[VISITS] if lies_in(one)], VISITS)
        counted = {"rows": found["visits"], "met": found["households_met"], "talks": found["talks"]}
        assert counted == wanted, (reader.username, place)
        assert found["patrols"] == len([one for one in rows[PATROLS] if lies_in(one)])
        query = QueryDict(
            "&".join(["counted=on&month=2026-03", *(f"{name}={key}" for name, key in place.items())])
        )
        for book in BOOKS:
            listed = book.listing.filtered(reader, query).qs.count()
            assert listed == len([one for one in rows[book] if lies_in(one)]), (book.stem, place)


def test_the_strip_of_two_posts_counts_own_work_alone(db):
    work = Work(random.Random(SEED))
    work.happen()
    compute.fill_month(MARCH)
    mine = [one for one in work.rows(VISITS) if work.officer.pk in one.done_by]
    (target, *_others) = today.context(work.officer)["strip"]
    assert target.numerator == by_hand(mine, VISITS)["met"]
