"""Two who arrange the county at the same moment: the second waits for the first, and either sees what it did or is
refused. No update is lost, nothing is half done, and nothing waits in a circle."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import User
from audit.versions import Gone, Stale
from disputes.actions import closing as closing_disputes
from duty.actions import arrive
from duty.handover.actions import signatures
from duty.models import DutyDay, Handover
from hazards.actions.hazards import record_hazard
from hazards.models import Hazard
from imports import actions as imports
from imports.divisions.files import FaultyFiles
from imports.models import Import
from ledgers import going_on_actions
from policies.acting import HOUSEKEEPING, acting
from posts import arriving
from posts.actions import assigning, closing, moving, swapping
from posts.models import Assignment, CarriedRow, Membership, Post, Village
from residents.actions.pairings import pair
from residents.actions.register import register_household, register_resident
from residents.actions.visits import record_visit
from residents.data_requests import actions as data_requests
from residents.duplicates import merging
from residents.models import DataRequest, Duplicate, Household, Pairing, PriorityVisit, Resident, Visit
from residents.moving.actions import move_household
from residents.moving.tasks import follow_divisions
from residents.priority import actions as priority
from teams.actions.members import enter_member
from teams.actions.teams import start_team
from teams.models import Member, Team
from tests import build, databases, objects
from tests.imports.sheet_files import HEADINGS, text
from tests.imports.test_sheets_of_stations import bring_in
from tests.test_dead_ends import numbered, redivide
from tests.two_at_once import two_at_once

REFUSED = (
    ValidationError,
    PermissionDenied,
    Stale,
    Gone,
    IntegrityError,
    FaultyFiles,
)  # pages answer each of them in words
Act = Callable[[], object]


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "raced"), time_machine.travel(objects.MORNING, tick=True):
        county = build.make_county()
        yield build.make_user("bureau", Role.COUNTY, county), build.make_user("grantor", Role.GRANTOR, county)


class Place:
    """Three posts of two stations with an officer each, and a village of the first with what lies in it."""

    @transaction.atomic
    def __init__(self, bureau: User, grantor: User) -> None:
        self.bureau, self.grantor, mark = bureau, grantor, time.monotonic_ns()
        stations = [build.make_station(build.make_county(), f"{mark}{n}所") for n in range(2)]
        self.posts = [build.make_post(stations[n // 2], f"{mark}{n}室") for n in range(3)]
        self.officers = [
            build.make_user(f"officer{post.pk}", Role.OFFICER, post, is_responsible=True)
            for post in self.posts
        ]
        self.village = build.make_village(self.posts[0], f"{mark}村委会")
        self.other = build.make_village(self.posts[1], f"{mark}邻村委会")
        build.make_visit(self.village, by=self.officers[0])
        numbered()
        self.village.refresh_from_db()
        self.other.refresh_from_db()

    def as_(self, who: User, act: Callable[[User], object]) -> Act:
        """As a request of theirs does."""

        def do() -> object:
            person = User.objects.get(pk=who.pk)
            with acting(scope.acting_as(person)):
                return act(person)

        return do

    def move(self, post: Post, day: int = 0) -> Act:
        since = timezone.localdate() + timedelta(days=day)
        return self.as_(
            self.bureau, lambda by: moving.move_village(self.village, post, "调整", by=by, since=since)
        )

    def of(self, number: int) -> Assignment:
        return self.officers[number].assignments.select_related("post__station", "user").get(ends_on=None)

    def swap(self, one: int, other: int) -> Act:
        first, second, day = self.of(one), self.of(other), timezone.localdate()
        return self.as_(self.grantor, lambda by: swapping.swap(first, second, day, by=by))

    def end(self, one: int) -> Act:
        row = self.of(one)
        return self.as_(self.grantor, lambda by: assigning.end(row, by=by))

    def close(self, post: Post) -> Act:
        day = timezone.localdate() + timedelta(days=1)
        return self.as_(self.bureau, lambda by: closing.close(Post.objects.get(pk=post.pk), day, by=by))

    def merge(self) -> Act:
        def do() -> None:
            since = timezone.localdate() + timedelta(days=1)
            gone, into = self.village.code, self.other.code
            redivide(since, self.bureau, {gone: [into], into: [into]}, without=gone)

        return do


def raced(*acts: Act) -> list[bool]:
    """Which of the two succeeded; what is raised besides a refusal is raised here, such as a deadlock."""
    answers = two_at_once(*acts)
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, REFUSED):
            raise answer
    return [not isinstance(answer, Exception) for answer in answers]


WRITTEN = {
    "hazard": (Hazard, lambda village, by: record_hazard(
        Hazard(village=village, kind="road", place="桥头", occurred_on=timezone.localdate()), by=by)),
    "team": (Team, lambda village, by: start_team(
        Team(village=village, name="队", kind="patrol", functions=["patrol"], starts_on=timezone.localdate()), by=by)),
    "arrival": (DutyDay, lambda village, by: arrive(village, by=by)),
    "household": (Household, lambda village, by: register_household(
        Household(village=village, householder="测试", number="9组9号"), by=by)),
}  # fmt: skip


@pytest.mark.turns(4)
@pytest.mark.parametrize("first", [0, 1], ids=["the move first", "the entry first"])
@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_entered_beside_a_move_lies_where_the_village_lies(committed, name, first):
    place, (model, write) = Place(*committed), WRITTEN[name]
    entry = place.as_(place.officers[0], lambda by: write(Village.objects.get(pk=place.village.pk), by))
    acts = [place.move(place.posts[2]), entry]
    done = raced(*(acts if not first else reversed(acts)))
    assert done == ([True, True] if first else [True, False])
    rows = model._base_manager.filter(village=place.village)
    assert set(rows.values_list("post", flat=True)) <= {place.posts[2].pk} and check_village(place.village)
    assert rows.count() == first + (name == "household")


def at_home(village: Village) -> Household:
    return build.make_household(village, is_hardship=True)


# What takes its keys from another row of the village: of what, and how it is written by who has that row on the screen.
DEPENDENT = {
    "resident": (Resident, at_home, lambda home, by: register_resident(
        Resident(household=home, name="王甲", is_stated_14=True), by=by)),
    "pairing": (Pairing, at_home, lambda home, by: pair(
        Pairing(household=home, starts_on=timezone.localdate()), by=by)),
    "priority visit": (PriorityVisit, at_home, lambda home, by: priority.request(
        PriorityVisit(household=home, purpose="elderly", reason="独居", days=30), by=by)),
    "request on own data": (DataRequest, at_home, lambda home, by: data_requests.receive(
        DataRequest(household=home, kind="copy", asked_on=timezone.localdate()), by=by)),
    "household that moves in": (Household, at_home, lambda home, by: move_household(
        home, home.village, "9组9号", timezone.localdate(), by=by)),
    "member": (Member, build.make_team, lambda team, by: enter_member(
        Member(team=team, name="队员", is_adult=True, consent_on=timezone.localdate(), starts_on=timezone.localdate()),
        by=by)),
    "visit": (Visit, at_home, lambda home, by: record_visit(
        Visit(village=home.village, household=home, outcome="met", occurred_on=timezone.localdate()), by=by)),
}  # fmt: skip


@pytest.mark.turns(4)
@pytest.mark.parametrize("first", [0, 1, 2], ids=["the move first", "the entry first", "long after the move"])
@pytest.mark.parametrize("name", DEPENDENT)
def test_what_is_entered_about_another_row_beside_a_move_lies_where_the_village_lies(committed, name, first):
    """``long after``: whoever had the row on the screen before the move sends the form after it."""
    place, (model, make, write) = Place(*committed), DEPENDENT[name]
    with transaction.atomic():
        key = make(place.village).pk
        made = {one.pk for one in model._base_manager.filter(village=place.village)}
    shown = (Team if make is build.make_team else Household).objects.select_related("village").get(pk=key)
    entry = place.as_(place.officers[0], lambda by: write(shown, by))
    acts = [place.move(place.posts[2]), entry]
    if first == 2:
        acts[0]()
        with pytest.raises((*REFUSED, Http404)), transaction.atomic():
            entry()
    else:
        assert raced(*(acts if not first else reversed(acts))) == ([True, True] if first else [True, False])
    rows = model._base_manager.filter(village=place.village)
    assert set(rows.values_list("post", flat=True)) <= {place.posts[2].pk} and check_village(place.village)
    assert bool({one.pk for one in rows} - made) == (first == 1)


def a_sheet(place: Place) -> Callable[[User], object]:
    """A checked sheet with a household of the village, to be taken over."""
    cells = (place.village.name, "7组7号", "王建国", "户主", 1962, "")
    with transaction.atomic():
        owner = bring_in(place.officers[0], ("人口.csv", text((HEADINGS, cells))), commit=False)
    return lambda by: imports.commit(Import.objects.get(pk=owner.pk), by=by)


def a_pair(place: Place) -> Callable[[User], object]:
    """Two entries of one household, each with a resident, to be merged."""
    with transaction.atomic():
        pair = build.make_duplicate(place.village)
        for home in (pair.first, pair.second):
            build.make_resident(home, name=f"住{home.pk}")
    return lambda by: merging.merge(Duplicate.objects.get(pk=pair.pk), pair.first_id, by=by)


@pytest.mark.parametrize("first", [0, 1], ids=["the move first", "the act first"])
@pytest.mark.parametrize("act", [a_sheet, a_pair], ids=["a sheet is taken over", "two rows are merged"])
def test_many_rows_are_written_beside_a_move_and_lie_where_the_village_lies(committed, act, first):
    place = Place(*committed)
    acts = [place.move(place.posts[2]), place.as_(place.officers[0], act(place))]
    done = raced(*(acts if not first else reversed(acts)))
    assert done == ([True, True] if first else [True, False])
    for model in (Household, Resident, Duplicate):
        posts = set(model._base_manager.filter(village=place.village).values_list("post", flat=True))
        assert posts <= {place.posts[2].pk}, model
    check_village(place.village)
    taken = Household._base_manager.filter(village=place.village, number_key="7组7").exists()
    merged = Household._base_manager.filter(village=place.village, closed_for="merged").exists()
    assert (taken or merged) == bool(first)


def check_village(village: Village) -> Membership:
    """It has one post today, and its rows have the keys of that post."""
    today = timezone.localdate()
    (now,) = Membership.objects.filter(village=village, starts_on__lte=today).exclude(ends_on__lt=today)
    for model in (Household, Visit):
        keys = set(model._base_manager.filter(village=village).values_list("post", "station"))
        assert keys <= {(now.post_id, now.post.station_id)}
    return now


def serving() -> dict[str, str]:
    today = timezone.localdate()
    rows = Assignment.objects.on(today).exclude(post=None).select_related("user", "post")
    return {one.user.username: one.post.name for one in rows}


@pytest.mark.parametrize("days", [(0, 0), (0, 3), (3, 0), (3, 3)])
def test_a_village_goes_to_one_of_two_posts(committed, days):
    place = Place(*committed)
    done = raced(place.move(place.posts[1], days[0]), place.move(place.posts[2], days[1]))
    assert done == [True, False]
    now = check_village(place.village)
    goes_to = moving.planned_of(place.village) or now
    assert goes_to.post == place.posts[1]


def test_an_officer_changes_places_once(committed):
    place = Place(*committed)
    before = serving()
    done = raced(place.swap(0, 1), place.swap(0, 2))
    assert done == [True, False]
    names = [one.username for one in place.officers]
    after = before | {names[0]: before[names[1]], names[1]: before[names[0]]}
    assert serving() == after


@pytest.mark.parametrize("first", [0, 1], ids=["the swap first", "the end first"])
def test_who_ends_does_not_change_places(committed, first):
    place = Place(*committed)
    before, names = serving(), [one.username for one in place.officers]
    acts = [place.swap(0, 1), place.end(0)]
    done = raced(*(acts if not first else reversed(acts)))
    assert done == [True, False]
    if first:
        assert names[0] not in serving() and serving()[names[1]] == before[names[1]]
    else:
        assert (serving()[names[0]], serving()[names[1]]) == (before[names[1]], before[names[0]])


@pytest.mark.parametrize("first", [0, 1], ids=["the close first", "the move first"])
def test_no_village_goes_to_a_post_that_closes(committed, first):
    place = Place(*committed)
    with transaction.atomic():
        place.officers[2].assignments.update(
            ends_on=timezone.localdate() - timedelta(days=1), is_responsible=False
        )
    acts = [place.close(place.posts[2]), place.move(place.posts[2])]
    done = raced(*(acts if not first else reversed(acts)))
    assert done == [True, False]
    is_closed = Post.objects.get(pk=place.posts[2].pk).closed_on is not None
    assert is_closed == (not first)
    assert check_village(place.village).post == place.posts[2 if first else 0]


@pytest.mark.turns(3)
@pytest.mark.parametrize("first", [0, 1], ids=["the merger first", "the move first"])
@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_a_village_that_is_merged_goes_nowhere_afterwards(committed, first, ahead):
    place = Place(*committed)
    acts = [place.merge(), place.move(place.posts[2], ahead)]
    done = raced(*(acts if not first else reversed(acts)))
    assert done[0]
    today = timezone.localdate()
    with time_machine.travel(f"{today + timedelta(days=4)}T09:00:00+08:00"):
        with acting(HOUSEKEEPING), transaction.atomic():
            follow_divisions()
        village = Village.objects.get(pk=place.village.pk)
        homes = Household.objects.filter(closed_on=None, village__in=(place.village, place.other))
        if village.closed_on is not None:
            assert {(one.village_id, one.post_id) for one in homes} == {(place.other.pk, place.posts[1].pk)}
        ends = [one for one in Membership.objects.filter(village=village) if not one.is_arrived]
        assert village.closed_on is None or ends == [], "a plan that nobody can take back"


@pytest.mark.parametrize("acts", [("take", "back"), ("back", "take")], ids="-".join)
def test_a_hand_over_has_one_answer(committed, acts):
    place = Place(*committed)
    sheet = signed(place)
    by_name = {
        "take": place.as_(place.officers[1], lambda by: signatures.take(sheet, "", by=by)),
        "back": place.as_(place.officers[1], lambda by: signatures.give_back(sheet, "钥匙不齐", by=by)),
    }
    assert raced(*(by_name[name] for name in acts)) == [True, False]
    state = Handover.objects.get(pk=sheet.pk).state
    assert state == {"take": Handover.State.TAKEN, "back": Handover.State.OPEN}[acts[0]]


def test_a_hand_over_is_taken_once(committed):
    place = Place(*committed)
    sheet = signed(place)
    take = place.as_(place.officers[1], lambda by: signatures.take(sheet, "", by=by))
    assert raced(take, take) == [True, False]


@transaction.atomic
def signed(place: Place) -> Handover:
    """The first officer has left and signed; the second one is responsible for the post now."""
    today = timezone.localdate()
    sheet = build.make_handover(place.posts[0], leaver=place.officers[0])
    items = dict.fromkeys(Handover.Item.values, "given")
    Assignment.objects.filter(user__in=place.officers[:2]).update(
        ends_on=today - timedelta(days=1), is_responsible=False
    )
    build.assign(place.officers[1], Role.OFFICER, place.posts[0], today)
    place.officers[1].assignments.filter(starts_on=today).update(is_responsible=True)
    Handover.objects.filter(pk=sheet.pk).update(
        state="signed", items=items, left_by=place.officers[0], left_at=timezone.now(), left_counts={}
    )
    return Handover.objects.get(pk=sheet.pk)


@pytest.mark.parametrize("acts", [("arrive", "back"), ("back", "arrive")], ids="-".join)
def test_a_planned_move_is_made_on_its_day_and_not_taken_back_then(committed, acts):
    place = Place(*committed)
    place.move(place.posts[1], 1)()
    with time_machine.travel(f"{timezone.localdate() + timedelta(days=1)}T09:00:00+08:00"):
        plan = Membership.objects.select_related("village__town", "post__station").get(
            village=place.village, post=place.posts[1]
        )
        by_name = {
            "arrive": as_job(arriving.arrive_all),
            "back": place.as_(place.bureau, lambda by: moving.take_back(plan, by=by)),
        }
        done = raced(*(by_name[name] for name in acts))
        assert dict(zip(acts, done, strict=True)) == {"arrive": True, "back": False}
        assert check_village(place.village).post == place.posts[1]


def test_a_planned_move_is_taken_back_once(committed):
    place = Place(*committed)
    place.move(place.posts[1], 3)()
    plan = moving.planned_of(place.village)
    back = place.as_(place.bureau, lambda by: moving.take_back(plan, by=by))
    assert raced(back, back) == [True, False]
    assert check_village(place.village).ends_on is None


@pytest.mark.parametrize("first", [0, 1], ids=["taken back first", "changed first"])
def test_a_planned_move_is_taken_back_or_another_takes_its_place(committed, first):
    place = Place(*committed)
    place.move(place.posts[1], 3)()
    plan, since = moving.planned_of(place.village), timezone.localdate() + timedelta(days=5)

    def replace(by: User) -> object:
        return moving.move_village(place.village, place.posts[2], "调整", by=by, since=since, shown=plan)

    acts = [
        place.as_(place.bureau, lambda by: moving.take_back(plan, by=by)),
        place.as_(place.bureau, replace),
    ]
    assert raced(*(acts if not first else reversed(acts))) == [True, False]
    check_village(place.village)
    left = moving.planned_of(place.village)
    assert (left and left.post) == (place.posts[2] if first else None)


def test_the_job_of_the_minute_moves_a_village_once(committed):
    place = Place(*committed)
    place.move(place.posts[1], 1)()
    with time_machine.travel(f"{timezone.localdate() + timedelta(days=1)}T09:00:00+08:00"):
        assert raced(as_job(arriving.arrive_all), as_job(arriving.arrive_all)) == [True, True]
        assert check_village(place.village).post == place.posts[1]


@pytest.mark.parametrize("other", [1, 2], ids=["the same two", "one of them with a third"])
def test_a_swap_ahead_is_planned_once(committed, other):
    place = Place(*committed)
    day = timezone.localdate() + timedelta(days=3)

    def ahead(one: int, two: int) -> Act:
        first, second = place.of(one), place.of(two)
        return place.as_(place.grantor, lambda by: swapping.swap(first, second, day, by=by))

    assert raced(ahead(0, 1), ahead(0, other)) == [True, False]
    for officer, post in ((0, 1), (1, 0)):
        there = place.officers[officer].assignments.get(starts_on=day)
        assert there.post == place.posts[post] and there.is_responsible
    assert place.officers[2].assignments.get().ends_on is None


@pytest.mark.parametrize("first", [0, 1], ids=["the swap first", "the close first"])
def test_a_post_at_which_two_change_places_does_not_close(committed, first):
    place = Place(*committed)
    Membership.objects.filter(village=place.other).delete()
    acts = [place.swap(0, 1), place.close(place.posts[1])]
    done = raced(*(acts if not first else reversed(acts)))
    assert done == ([True, False] if not first else [False, True])
    assert Post.objects.get(pk=place.posts[1].pk).closed_on is None


def recode(place: Place, mark: str) -> Act:
    """The village goes on under another code."""

    def do() -> None:
        village = Village.objects.select_related("town").get(pk=place.village.pk)
        new = f"{village.town.code}{mark}"
        redivide(
            timezone.localdate() + timedelta(days=1),
            place.bureau,
            {place.village.code: [new]},
            without=place.village.code,
            more={new: (village.name, village.town.code)},
        )

    return do


@pytest.mark.parametrize(
    "acts", [("merge", "merge"), ("merge", "recode"), ("recode", "merge"), ("recode", "other")]
)
def test_divisions_are_taken_over_one_after_the_other(committed, acts):
    """Each run reads what the one before has left: a village has one successor, or one code, on a day."""
    place = Place(*committed)
    by_name = {"merge": place.merge(), "recode": recode(place, "398"), "other": recode(place, "397")}
    done = raced(*(by_name[name] for name in acts))
    assert done[0]
    village = Village.objects.get(pk=place.village.pk)
    assert village.successions.count() <= 1
    codes = list(village.codes.order_by("since").values_list("code", "since", "until"))
    ends = [until for _code, _since, until in codes]
    assert len(codes) <= 2 and ends.count(None) <= 1, codes
    if acts[0] == "merge":
        assert village.successions.count() == 1
    if done == [True, True] and acts == ("merge", "recode"):
        assert village.closed_on is not None and len(codes) == 1
    assert Village.objects.filter(name=village.name).count() == 1, "a second one of the same name"


@pytest.mark.parametrize("acts", [("merge", "swap"), ("swap", "merge")], ids="-".join)
def test_a_merger_and_a_swap_do_not_hinder_each_other(committed, acts):
    place = Place(*committed)
    by_name = {"merge": place.merge(), "swap": place.swap(0, 1)}
    assert raced(*(by_name[name] for name in acts)) == [True, True]


def test_what_is_merged_is_carried_on_once(committed):
    place = Place(*committed)
    with transaction.atomic():
        row = build.make_dispute(place.village, by=place.officers[0])
        home = build.make_household(place.village)
    place.merge()()
    with time_machine.travel(f"{timezone.localdate() + timedelta(days=1)}T09:00:00+08:00"):
        assert raced(as_job(follow_divisions), as_job(follow_divisions)) == [True, True]
        row.refresh_from_db()
        home.refresh_from_db()
        assert row.village == home.village == place.other
        assert CarriedRow.objects.filter(table_name=row._meta.db_table, row_key=row.pk).count() == 1


@pytest.mark.parametrize("first", [0, 1], ids=["closed first", "carried on first"])
def test_a_dispute_is_closed_while_it_goes_on_in_the_successor(committed, first):
    place = Place(*committed)
    with transaction.atomic():
        row = build.make_dispute(place.village, by=place.officers[0])
    place.merge()()
    with time_machine.travel(f"{timezone.localdate() + timedelta(days=1)}T09:00:00+08:00"):
        shown = type(row).objects.get(pk=row.pk)
        shown.handled_on, shown.result = timezone.localdate() - timedelta(days=1), "未成"
        reasons = dict.fromkeys(("pm.fail", "pm.month"), "已告知")
        acts = [
            place.as_(
                place.officers[0], lambda by: closing_disputes.close(shown, "failed", by=by, reasons=reasons)
            ),
            as_job(going_on_actions.follow),
        ]
        done = raced(*(acts if not first else reversed(acts)))
        assert done[0]
        row.refresh_from_db()
        is_carried = CarriedRow.objects.filter(table_name=row._meta.db_table, row_key=row.pk).exists()
        assert row.village == (place.other if is_carried else place.village)
        assert (row.stage == "failed") == done[first]


def as_job(act: Callable[[], object]) -> Act:
    def do() -> object:
        with acting(HOUSEKEEPING):
            return act()

    return do
