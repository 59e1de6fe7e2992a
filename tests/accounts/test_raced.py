"""Two who do the same with an account at the same moment: one does it, the other waits and is refused."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction

from access import scope
from accounts import actions, factors, throttling
from accounts.models import Confirmation, Factor, User
from administration import confirming
from audit.models import Entry
from policies.acting import ANONYMOUS, acting
from residents.actions import reveals
from residents.models import Household
from tests import build, databases, objects
from tests.two_at_once import two_at_once


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "accounts"), time_machine.travel(objects.MORNING, tick=True):
        with transaction.atomic():
            county = build.make_county()
            station = build.make_station(county)
            post = build.make_post(station)
            village = build.make_village(post)
            people = {
                role: build.make_user(role, role, place)
                for role, place in (
                    ("officer", post),
                    ("chief", station),
                    ("administrator", county),
                    ("grantor", county),
                )
            }
            people["household"] = build.make_household(village, phone="15400001234")
        yield people


def as_person(user, act):
    """``act`` at the user's own level of the database, as a page of theirs does it."""

    def do():
        fresh = User.objects.get(pk=user.pk)
        with acting(scope.acting_as(fresh)):
            return act(fresh)

    return do


@pytest.mark.asvs("2.3.4", "15.4.2")
def test_two_resets_give_one_code(committed):
    officer = User.objects.get(pk=committed["officer"].pk)
    pages = [User.objects.get(pk=officer.pk) for _each in range(2)]  # two tabs that show the same version
    answers = two_at_once(
        *(
            as_person(committed["administrator"], lambda by, row=row: actions.reset_password(row, by=by))
            for row in pages
        )
    )
    codes = [one for one in answers if isinstance(one, str)]
    assert len(codes) == 1 and [type(one).__name__ for one in answers if not isinstance(one, str)] == [
        "Stale"
    ]
    assert User.objects.get(pk=officer.pk).check_password(codes[0])
    assert Confirmation.objects.open().filter(user=officer).count() == 1
    assert Entry.objects.filter(action="reset_password", subject_id=officer.pk).count() == 1


def test_a_code_is_used_once(committed):
    from accounts.confirming import activate

    officer = User.objects.get(pk=committed["officer"].pk)
    with transaction.atomic():
        actions.reset_password(officer, by=committed["administrator"])

    def choose(password):
        def do():
            with acting(ANONYMOUS):
                activate(User.objects.get(pk=officer.pk), password)

        return do

    answers = two_at_once(choose("three green kettles"), choose("four quiet ponds"))
    assert sum(isinstance(one, ValidationError) for one in answers) == 1 and answers.count(None) == 1


def test_two_confirm_once(committed):
    key = Confirmation.objects.open().get(user=committed["officer"]).pk
    answers = two_at_once(*[as_person(committed["chief"], lambda by: confirming.confirm([key], by=by))] * 2)
    assert answers.count(1) == 1 and sum(isinstance(one, ValidationError) for one in answers) == 1
    assert Entry.objects.filter(action="confirm_person").count() == 1


def test_a_reset_of_the_factor_and_one_of_the_password_leave_one_question(committed):
    officer = User.objects.get(pk=committed["officer"].pk)
    with transaction.atomic():
        Factor.objects.create(user=officer, secret=factors.new_secret(), last_step=-1)
    rows = [User.objects.get(pk=officer.pk) for _each in range(2)]
    answers = two_at_once(
        as_person(committed["grantor"], lambda by: factors.reset(rows[0], by=by)),
        as_person(committed["administrator"], lambda by: actions.reset_password(rows[1], by=by)),
    )
    assert answers[0] is None and type(answers[1]).__name__ == "Stale"
    assert Confirmation.objects.open().get(user=officer).purpose == "factor"
    assert User.objects.get(pk=officer.pk).confirmed_at is None


def test_two_looks_at_once_are_counted_as_two(committed):
    chief = committed["chief"]
    household = Household.objects.get(pk=committed["household"].pk)

    def look(by):
        return reveals.reveal(household, "phone", why="call", by=by)

    for _each in range(9):
        with transaction.atomic():
            as_person(chief, look)()
    answers = two_at_once(*[as_person(chief, look)] * 2)
    assert sum(one == "15400001234" for one in answers) == 1
    assert sum(isinstance(one, ValidationError) for one in answers) == 1


def test_the_lock_of_tries_is_the_same_for_every_spelling():
    assert throttling.lock_of("Ｏｆｆｉｃｅｒ") == throttling.lock_of("officer ")
