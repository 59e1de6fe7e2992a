"""Two who arrange the county at the same moment: the second waits for the first, and either sees what it did or is
refused. No update is lost, nothing is half done, and nothing waits in a circle."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import User
from audit.versions import Gone, Stale
from duty.actions import arrive
from duty.handover.actions import signatures
from duty.models import DutyDay, Handover
from hazards.actions.hazards import record_hazard
from hazards.models import Hazard
from policies.acting import HOUSEKEEPING, acting
from posts.actions import assigning, closing, moving, swapping
from posts.models import Assignment, Membership, Post, Village
from residents.actions.register import register_household
from residents.models import Household, Visit
from residents.moving.tasks import follow_divisions
from teams.actions.teams import start_team
from teams.models import Team
from tests import build, databases, objects
from tests.test_dead_ends import numbered, redivide
from tests.two_at_once import two_at_once

REFUSED = (
    ValidationError,
    PermissionDenied,
    Stale,
    Gone,
    IntegrityError,
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
