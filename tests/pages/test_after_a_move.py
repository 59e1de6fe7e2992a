"""Whatever has moved, left, been merged or closed: every page about the rows beside it opens, or does not exist."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from access import scope
from access.roles import Role
from accounts.models import User
from disputes.actions import protection
from disputes.models import Dispute, Party
from policies.acting import HOUSEKEEPING, acting
from posts.actions import moving
from posts.models import Assignment, Post, Succession, Village
from residents.actions import visits
from residents.duplicates import merging
from residents.leaving.actions import deregister_household, move_away
from residents.models import Duplicate, Household, Resident, Visit
from residents.moving.actions import move_household
from residents.moving.tasks import follow_divisions
from tests import build, databases, objects
from tests.journeys.turns import Turns
from tests.pages import kinds, walk
from tests.test_access import ACCESS, URLS, address, allowed, noun

# Pages without a row that show rows of villages.
SHOWING = {"reports:home", "reports:monthly", "reports:ranking", "ledgers:index", "disputes:prevented-list"}
WITHOUT_ROW = ("-list", "-create", "-completeness")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """An officer with a row of every kind, a second officer at the same post, and a neighbour at another one."""
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        people, rows = objects.make_cast()
        post = Assignment.objects.get(user=people[Role.OFFICER]).post
        other = build.make_post(post.station, "邻警务室")
        people["neighbour"] = build.make_user("neighbour", Role.OFFICER, other, is_responsible=True)
        people["second"] = build.make_user("second", Role.OFFICER, post)
        rows["village_there"] = build.make_village(other, "邻村").pk
        rows["second_pair"] = pair_of_people(rows).pk
        yield people, rows


def pair_of_people(rows) -> Duplicate:
    home = Household.objects.get(pk=rows["household"])
    beside = build.make_resident(build.make_household(home.village), name="李测试")
    first = Resident.objects.get(pk=rows["resident"])
    first.second_home = beside.household
    first.save()
    return Duplicate.objects.create(
        first_person=first, second_person=beside, is_same_name=True, **build.keys(home.village)
    )


def as_officer(people):
    return acting(scope.acting_as(people[Role.OFFICER]))


def household_moves(people, rows):
    there = Village.objects.get(pk=rows["village_there"])
    with as_officer(people):
        home = Household.objects.get(pk=rows["household"])
        move_household(home, there, "新8号", timezone.localdate(), by=people[Role.OFFICER])


def the_other_moves(people, rows):
    """The second of the pairs, and the second home, go to the other post."""
    there = Village.objects.get(pk=rows["village_there"])
    for key in ("duplicate", "second_pair"):
        with as_officer(people):
            pair = Duplicate.objects.get(pk=rows[key])
            home = pair.two[1] if key == "duplicate" else pair.two[1].household
            move_household(home, there, f"新{home.pk}号", timezone.localdate(), by=people[Role.OFFICER])


def person_moves(people, rows):
    """To a household at the other post: by somebody who serves at both, whose page that is."""
    there = build.make_household(Village.objects.get(pk=rows["village_there"]), opened_on=build.SINCE)
    resident = Resident.objects.get(pk=rows["resident"])
    resident.household = there
    resident.save()
    resident.take_along()


def village_moves(people, rows):
    """The village of the second of the pair goes to another post, the first one's stays."""
    post = Assignment.objects.get(user=people["second"]).post
    village = build.make_village(post, "分出村")
    for pair in Duplicate.objects.filter(pk__in=[rows["duplicate"], rows["second_pair"]]):
        home = pair.two[1] if not pair.is_of_people else pair.two[1].household
        Household.objects.filter(pk=home.pk).update(village=village)
        Resident.objects.filter(household=home.pk).update(village=village)
    there = Assignment.objects.get(user=people["neighbour"]).post
    with acting(scope.acting_as(people[Role.COUNTY])):
        moving.move_village(village, there, "调整", by=people[Role.COUNTY])


def merged(people, rows):
    with as_officer(people):
        pair = Duplicate.objects.get(pk=rows["duplicate"])
        merging.merge(pair, pair.two[1].pk, by=people[Role.OFFICER])


def deregistered(people, rows):
    with as_officer(people):
        home = Household.objects.get(pk=rows["household"])
        deregister_household(home, Household.left_for()[0][0], by=people[Role.OFFICER])


def person_leaves(people, rows):
    with as_officer(people):
        move_away(Resident.objects.get(pk=rows["resident"]), by=people[Role.OFFICER])


def visit_withdrawn(people, rows):
    with as_officer(people):
        visits.withdraw_visit(Visit.objects.get(pk=rows["visit"]), by=people[Role.OFFICER])


def village_closes(people, rows):
    """Abolished, and named and coded anew by the statistics office before."""
    Village.objects.filter(pk=rows["village"]).update(
        closed_on=timezone.localdate(), code="990903100998", name="改名村委会"
    )


def village_is_merged(people, rows):
    """Into one of the other post: what is open goes on there, what is over stays."""
    Succession.objects.create(
        village_id=rows["village"],
        successor_id=rows["village_there"],
        kind="merged",
        day=timezone.localdate(),
    )
    Village.objects.filter(pk=rows["village"]).update(closed_on=timezone.localdate())
    with acting(HOUSEKEEPING):
        follow_divisions()


def village_is_given_up(people, rows):
    Village.objects.filter(pk=rows["village"]).update(closed_on=timezone.localdate())
    with acting(HOUSEKEEPING):
        follow_divisions()


def post_closes(people, rows):
    """Its village goes to another post; what it sent, and what was sent to it, stays."""
    here = Assignment.objects.get(user=people["second"]).post
    village_goes(people, rows)
    Post.objects.filter(pk=here.pk).update(closed_on=timezone.localdate())


def village_goes(people, rows):
    there = Assignment.objects.get(user=people["neighbour"]).post
    with acting(scope.acting_as(people[Role.COUNTY])):
        moving.move_village(
            Village.objects.get(pk=rows["village"]), there, "并入邻室", by=people[Role.COUNTY]
        )


def dispute_moves(people, rows):
    """Every dispute was entered in the wrong village: with all that belongs to it, it goes to the other post."""
    village = Village.objects.get(pk=rows["village_there"])
    for one in Dispute.objects.all():
        one.village = village
        one.placed_at(Assignment.objects.get(user=people["neighbour"]).post)
        one.save()
        one.take_along()


def protected(people, rows):
    """Everything turned out to be about domestic violence."""
    for one in Dispute.objects.filter(is_protected=False):
        with as_officer(people):
            protection.answer_yes(one, by=people[Role.OFFICER])


def erased_on_request(people, rows):
    """Somebody who is a party has left and asks that the own data go: the entry goes, the dispute keeps the name."""
    person = Resident.objects.get(pk=rows["resident"])
    Party.objects.filter(dispute=rows["dispute"]).update(resident=person)
    person.delete()


def officer_leaves(people, rows):
    Assignment.objects.filter(user=people[Role.OFFICER]).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    scope.forget(people[Role.OFFICER])


HAPPENS = (
    household_moves, the_other_moves, village_moves, merged, deregistered, person_moves, person_leaves, visit_withdrawn,
    village_closes, village_is_merged, village_is_given_up, post_closes, dispute_moves, protected, erased_on_request,
    officer_leaves,
)  # fmt: skip


def pages_of(role: Role, *, only_shown: bool) -> list[str]:
    """Pages about the rows that are left; ``only_shown``: without forms, which all open as the second officer."""
    nouns = kinds.placed()
    found = [name for name in URLS if noun(name) in nouns or name in SHOWING]
    found = [name for name in found if allowed(role, ACCESS[name])]
    if only_shown:
        found = [name for name in found if name in SHOWING or name.endswith(("-list", "-detail"))]
    return [
        name
        for name in found
        if URLS[name].pattern.converters or name.endswith(WITHOUT_ROW) or name in SHOWING
    ]


@pytest.mark.turns(6)
@pytest.mark.parametrize("happens", HAPPENS, ids=lambda one: one.__name__)
def test_every_page_opens_or_does_not_exist_after(world, happens, share):
    """A ninth of the pages after each event, other ones each day; all of them by ``make matrix``."""
    people, rows = world
    turns = Turns(max(share, 1 / 9))
    with walk.taken_back():
        happens(people, rows)
        wrong, opened = {}, 0
        for who in ("second", "neighbour", Role.CHIEF):
            role = who if isinstance(who, Role) else Role.OFFICER
            client = Client(raise_request_exception=False)
            client.force_login(User.objects.get(pk=people[who].pk))
            pairs = [rows, rows | {"duplicate": rows["second_pair"]}]
            names = pages_of(role, only_shown=who != "second")
            for name in (one for one in names if turns.has(one, happens.__name__)):
                for keys in pairs if noun(name) == "duplicate" else pairs[:1]:
                    status = client.get(address(name, keys)).status_code
                    opened += status == 200
                    if status >= 500:
                        wrong[f"{who} {name}"] = status
        assert wrong == {} and opened > 3
        connection.check_constraints()
