"""Division codes change, villages go on: two real counties with every kind of change (tests/imports/redivided.py)."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from access.roles import Role
from audit.models import Entry
from calendars import calendar
from imports.divisions import outcome
from imports.divisions.importing import Undecided, import_divisions
from indicators import compute, publish
from indicators.models import Publication, PublishedCounts, VillageMonth
from notices.models import Notice
from posts import dated, places
from posts.models import Membership, Succession, Town, TownCode, Village, VillageCode, VillageName
from residents.models import DataRequest, Household, Pairing, PriorityVisit, Request, Visit
from residents.moving.tasks import follow_divisions
from tests import build, databases, objects
from tests.imports.redivided import Region

FEBRUARY, MARCH, TENTH = date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 10)
TODAY, AHEAD = date(2026, 3, 20), date(2026, 4, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


class World:
    """A county of the files with two stations and posts, households in every village, and February published."""

    def __init__(self, county: str, towns: int = 99):
        self.county, self.towns = county, towns
        self.region = self.fresh()
        import_divisions(*self.region.files(), since=date(2026, 1, 1), county=county)
        self.key_of = dict(Village.objects.values_list("code", "pk"))
        place = Town.objects.first().county
        self.posts = [build.make_post(build.make_station(place, name)) for name in ("东所", "西所")]
        self.bureau = build.make_user("bureau", Role.COUNTY, place)
        self.officers = [
            build.make_user(f"officer{number}", Role.OFFICER, post, is_responsible=True)
            for number, post in enumerate(self.posts)
        ]
        villages = list(Village.objects.all())
        Membership.objects.bulk_create(
            Membership(village=village, post=self.posts[village.pk % 2], starts_on=build.SINCE)
            for village in villages
        )
        for village in villages[::5]:
            self.fill(village)
        build.attest(villages[0], FEBRUARY)
        compute.fill_month(FEBRUARY)
        publish.freeze(place, FEBRUARY, by=self.bureau, reason="按期")

    def fresh(self, seed: int = 0) -> Region:
        """The region as the files have it."""
        return Region(self.county, random.Random(seed), self.towns)

    def fill(self, village: Village) -> None:
        officer = self.officers[village.pk % 2]
        home = build.make_household(village, number="1号")
        build.make_resident(home)
        build.make_pairing(home, officer)
        build.make_visit(village, date(2026, 2, 3), officer, household=home)
        build.make_request(village, date(2026, 2, 4), officer, household=home)

    def take_over(self, since: date = TENTH, **options):
        options.setdefault("decisions", self.region.answers())
        return import_divisions(*self.region.files(), since=since, county=self.region.county, **options)

    def village(self, code: str) -> Village:
        """The one that had the code at first."""
        return Village.objects.get(pk=self.key_of[code])

    def published(self) -> list:
        return [*Publication.objects.values(), *PublishedCounts.objects.order_by("pk").values()]

    def counted(self, month: date) -> dict[int, dict]:
        compute.fill_month(month)
        rows = VillageMonth.objects.filter(month=month).values()
        return {
            row.pop("village_id"): row
            for row in map(dict, rows)
            if [row.pop("computed_at"), row.pop("id", 0)]
        }


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[World]:
    with databases.rows_for_a_module(django_db_blocker):
        with time_machine.travel(objects.MORNING):
            made = World("360925", towns=4)
        connection.check_constraints()
        yield made


@pytest.fixture
def world(built, db, in_march) -> World:
    """A county of five towns as the files have it; each test is taken back."""
    built.region = built.fresh()
    return built


def kinds(plan) -> dict[str, int]:
    return {kind: n for kind, n in outcome.of_villages(plan).counts().items() if n}


@pytest.mark.turns(2)
@pytest.mark.parametrize("county", ["360925", "140430"])
def test_a_township_that_becomes_a_town_keeps_its_villages_households_and_figures(county):
    world = World(county)
    town = next(one for one in Town.objects.all() if one.name.endswith("乡"))
    here = set(town.villages.values_list("pk", flat=True))
    before = world.published(), world.counted(FEBRUARY), places.expected(world.bureau, MARCH)
    world.region.recode_town(town.code)
    plan = world.take_over(decisions={}, is_confirmed=True)
    assert kinds(plan) == {"recoded": len(here), "unchanged": len(world.key_of) - len(here)}
    town.refresh_from_db()
    assert town.name.endswith("镇") and set(town.villages.values_list("pk", flat=True)) == here
    assert all(code.startswith(town.code) for code in town.villages.values_list("code", flat=True))
    assert (world.published(), world.counted(FEBRUARY), places.expected(world.bureau, MARCH)) == before
    assert not Household.objects.exclude(closed_on=None).exists()
    assert Entry.objects.filter(action="recode_village").count() == len(here)


def test_proposals_wait_for_the_county(world):
    world.region.recode_town()
    with pytest.raises(Undecided) as caught:
        world.take_over(decisions={})
    assert caught.value.plan.proposals and not caught.value.plan.questions
    assert not VillageCode.objects.exclude(until=None).exists()


@pytest.mark.turns(6)
def test_random_changes_leave_what_holds(world):
    """50 counties redivided at random; each is taken back."""
    for seed in range(50):
        with transaction.atomic():
            _redivided(world, seed)
            transaction.set_rollback(True)


def _redivided(world: World, seed: int) -> None:
    world.region = world.fresh(seed)
    rng = world.region.rng
    world.region.change(rng.randint(1, 12))
    since = rng.choice([date(2026, 2, 27), TENTH, TODAY, AHEAD])
    done = f"{seed} {since}: {world.region.done}"
    published, counted = world.published(), world.counted(FEBRUARY)
    expected = {
        month: {one.village_id for one in places.expected(world.bureau, month)} for month in (FEBRUARY, MARCH)
    }
    homes = dict(Household.objects.values_list("pk", "village"))
    was = _today()
    late = {"late_reason": "区划文件晚到"} if since < MARCH else {}
    world.take_over(since, is_confirmed=True, **late)

    as_the_files_say = {(code, name, town) for code, (name, town) in world.region.villages.items()}
    assert _on(since) == as_the_files_say, done
    assert (_today() == was) if since > TODAY else (_today() == as_the_files_say), done
    for day in (date(2026, 1, 15), since - timedelta(days=1), since, since + timedelta(days=40)):
        codes = [values["code"] for values in _codes(day).values()]
        assert len(codes) == len(set(codes)), done

    assert world.published() == published, done
    recounted = world.counted(FEBRUARY)
    mergers = Succession.objects.filter(kind="merged")
    if since > calendar.last_day(FEBRUARY):
        assert {key: recounted[key] for key in counted} == counted, done
    gone = set(mergers.values_list("village", flat=True))
    parts = set(Succession.objects.filter(kind="split").values_list("successor", flat=True))
    for month, villages in expected.items():
        found = {one.village_id for one in places.expected(world.bureau, month)}
        assert found - parts == villages - (gone if since <= calendar.last_day(month) else set()), done

    into = dict(mergers.values_list("village", "successor")) if since <= TODAY else {}
    for home in Household.objects.filter(closed_on=None):
        assert home.village_id == into.get(homes[home.pk], homes[home.pk]), done
        assert (
            Household.objects.visible_to(world.officers[home.village_id % 2]).filter(pk=home.pk).exists()
        ), done
    assert homes.keys() == set(Household.objects.filter(closed_on=None).values_list("pk", flat=True)), done
    assert set(kinds(world.take_over(since, decisions={}))) <= {"unchanged"}, done


def _codes(day: date) -> dict[int, dict]:
    going = Village.objects.existing(on=day).values_list("pk", flat=True)
    return dated.values_on(VillageCode, going, day)


def _on(day: date) -> set[tuple[str, str, str]]:
    """Code, name and town's code of every village on the day."""
    codes = _codes(day)
    names = dated.values_on(VillageName, codes, day)
    towns = dated.values_on(TownCode, {one["town_id"] for one in codes.values()}, day)
    return {(one["code"], names[key]["name"], towns[one["town_id"]]["code"]) for key, one in codes.items()}


def _today() -> set[tuple[str, str, str]]:
    return set(Village.objects.existing().values_list("code", "name", "town__code"))


def test_a_merged_village_has_its_households_in_its_successor_and_its_past_where_it_was(world):
    gone = Household.objects.order_by("village_id").first().village
    kept = Village.objects.filter(town=gone.town).exclude(pk=gone.pk).first()
    build.make_household(kept, number="1号")
    home = gone.households.get()
    build.make_priority(gone, world.officers[0], household=home)
    build.make_data_request(home, world.officers[0])
    before = world.counted(FEBRUARY)
    del world.region.villages[gone.code]
    world.region._replace({gone.code: kept.code})
    plan = world.take_over()
    assert kinds(plan)["merged"] == 1
    hangs = plan.hanging[gone.pk].open_work
    assert [hangs[str(one._meta.verbose_name_plural)] for one in (PriorityVisit, DataRequest)] == [1, 1]
    told = Notice.objects.filter(code="village_merged").values_list("post_id", flat=True)
    assert set(told) == {world.posts[one.pk % 2].pk for one in (gone, kept)}
    home.refresh_from_db()
    assert (home.village, home.opened_on, home.closed_on) == (kept, TENTH, None)
    assert home.number == f"{gone.short_name} 1号"
    stays = gone.households.get()
    assert (stays.closed_on, stays.continued_in, stays.number) == (TENTH, home, "1号")
    assert Visit.objects.get(household__in=(home, stays)).village == gone
    request = Request.objects.get(household=home)
    assert (request.village, request.received_in) == (kept, gone)
    assert [(one.household, one.village, one.ends_on) for one in Pairing.objects.filter(village__in=[gone, kept])
            if one.household in {home, stays}] == [(home, kept, None), (stays, gone, date(2026, 3, 9))]  # fmt: skip
    assert world.counted(FEBRUARY) == before
    assert home.residents.get().post == home.post
    assert Entry.objects.get(action="carry_households").detail["households"] == 1


def test_a_merger_ahead_carries_the_households_on_its_day(world):
    gone = Household.objects.order_by("village_id").first().village
    kept = Village.objects.filter(town=gone.town).exclude(pk=gone.pk).first()
    del world.region.villages[gone.code]
    world.region._replace({gone.code: kept.code})
    world.take_over(AHEAD)
    follow_divisions()
    home = gone.households.get()
    assert gone in Village.objects.existing()
    with time_machine.travel("2026-04-01T08:00:00+08:00"):
        follow_divisions()
        follow_divisions()
        assert gone not in Village.objects.existing()
    home.refresh_from_db()
    assert home.village == kept
    assert Household.objects.filter(continued_in=home).count() == 1


def test_a_village_ahead_is_called_what_it_is_until_its_day(world):
    village = Household.objects.order_by("village_id").first().village
    world.region.recode_town(village.town.code)
    world.take_over(AHEAD)
    name, code = village.town.name, village.code
    village.refresh_from_db()
    assert village.code == code and Town.objects.get(pk=village.town_id).name == name
    with time_machine.travel("2026-04-01T08:00:00+08:00"):
        follow_divisions()
    village.refresh_from_db()
    assert village.code != code and village.town.code == village.code[:9]


def test_a_split_village_goes_on_and_its_part_belongs_to_the_same_post(world):
    village = Household.objects.order_by("village_id").first().village
    part = world.region.free_code(village.code[:9])
    world.region.villages[part] = ("分村村委会", village.code[:9])
    world.region.truth[village.code].append(part)
    world.take_over()
    found = Village.objects.get(code=part)
    assert found.origins.get().village == village
    assert (found.opened_on, found.memberships.get().post) == (TENTH, village.memberships.get().post)
    assert village.households.get().closed_on is None


def test_nothing_ends_that_has_households_without_a_successor_or_the_word(world):
    village = Household.objects.order_by("village_id").first().village
    del world.region.villages[village.code]
    with pytest.raises(Undecided) as caught:
        world.take_over(decisions={})
    (question,) = caught.value.plan.questions
    hangs = caught.value.plan.hanging[question.old.key]
    assert (hangs.households, hangs.people, hangs.residents, hangs.post) == (1, 3, 1, str(hangs.post))
    assert hangs.rows and hangs.open_work and hangs.serving == 1
    village.refresh_from_db()
    assert village.closed_on is None
    world.take_over(decisions={village.code: ["保留"]})
    village.refresh_from_db()
    assert village.closed_on is None
    Request.objects.filter(village=village).delete()
    world.take_over(decisions={village.code: ["注销"]})
    village.refresh_from_db()
    assert village.closed_on == TENTH


def test_nothing_is_preselected_when_two_fit(world):
    village = Household.objects.order_by("village_id").first().village
    del world.region.villages[village.code]
    for number in ("598", "599"):
        world.region.villages[village.code[:9] + number] = (village.name, village.code[:9])
    with pytest.raises(Undecided) as caught:
        world.take_over(decisions={}, is_confirmed=True)
    (question,) = caught.value.plan.questions
    assert question.codes == () and len(question.candidates) == 2


def test_two_villages_that_exchange_their_codes_are_asked_about(world):
    first = Household.objects.order_by("village_id").first().village
    second = Village.objects.filter(town=first.town).exclude(pk=first.pk).first()
    world.fill(second)
    villages = world.region.villages
    villages[first.code], villages[second.code] = villages[second.code], villages[first.code]
    with pytest.raises(Undecided) as caught:
        world.take_over(decisions={}, is_confirmed=True)
    assert {line.old.key for line in caught.value.plan.questions} == {first.pk, second.pk}
    world.take_over(decisions={first.code: [second.code], second.code: [first.code]})
    assert Village.objects.get(pk=first.pk).code == second.code
    assert Village.objects.get(pk=first.pk).name == first.name


def test_a_name_from_a_day_before_the_present_one_is_refused(world):
    """Case 22 B: no two names on one day, and none is lost."""
    village = Village.objects.first()
    files = world.region.villages
    for name, since in (("甲村委会", TENTH), ("乙村委会", TODAY)):
        files[village.code] = (name, village.code[:9])
        world.take_over(since, decisions={})
    files[village.code] = ("丙村委会", village.code[:9])
    with pytest.raises(ValidationError, match="2026-03-20"):
        world.take_over(date(2026, 3, 15), decisions={})
    names = list(village.names.order_by("since").values_list("name", "since", "until"))
    assert [one[0] for one in names] == [village.name, "甲村委会", "乙村委会"]
    assert [one[2] for one in names] == [TENTH, TODAY, None]


def test_a_village_that_ends_ahead_works_until_then(world):
    """Case 22 A."""
    village = Village.objects.exclude(pk__in=Household.objects.values("village")).first()
    del world.region.villages[village.code]
    world.take_over(AHEAD, decisions={})
    assert village in Village.objects.existing()
    assert village not in Village.objects.existing(on=AHEAD)


def test_the_command_proposes_writes_a_mapping_and_takes_it_back(world, tmp_path, capsys):
    world.region.recode_town()
    names = []
    for file in world.region.files():
        (tmp_path / file.name).write_bytes(file.content)
        names.append(str(tmp_path / file.name))
    options = ["--county", "360925", "--since", "2026-03-10", "--json"]
    mapping = tmp_path / "mapping.csv"
    with pytest.raises(CommandError):
        call_command("import_divisions", *names, *options, "--write-mapping", str(mapping))
    told = json.loads(capsys.readouterr().out)
    assert told["saved"] is False and len(told["proposals"]) == told["villages"]["recoded"] + 1
    mapping.write_bytes(mapping.read_text(encoding="utf-8-sig").encode("gb18030"))
    call_command("import_divisions", *names, *options, "--dry-run", "--mapping", str(mapping))
    assert json.loads(capsys.readouterr().out)["saved"] is False
    assert not VillageCode.objects.exclude(until=None).exists()
    call_command("import_divisions", *names, *options, "--mapping", str(mapping))
    assert json.loads(capsys.readouterr().out)["villages"]["recoded"] == told["villages"]["recoded"]
    call_command("import_divisions", *names, *options[:-1])
    assert f" {len(world.key_of)}\n" in capsys.readouterr().out
