"""The cast, and a real database: rows are made by its owner; requests and jobs take on the role of whoever asks.

What the login role may do outside of a scope is held by tests/test_guards.py, and by the journeys, which run as it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import environ
import pytest
import time_machine
from django.db import connection
from django.db.models import Q
from django.test import Client
from hypothesis import settings

from access.roles import Role
from accounts.models import User
from posts.models import Assignment
from tests import build, by_day, databases, gating, objects, sharing, summary, trailing
from tests.asvs import table
from tests.journeys import turns
from tests.page_client import PageClient

APP_ROLE = "registry_app"
# No deadline for one example: on a machine that does other work a test would fail by its clock.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")


def pytest_configure(config: pytest.Config) -> None:
    for plugin in (table, sharing, by_day, summary, trailing, gating):
        config.pluginmanager.register(plugin)
    turns.choose_day(config.getoption("--day"))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> None:
    """A copy of the prepared database for each process, guarded as in production; the owner makes the rows."""
    owner = environ.Env().db_url("DATABASE_OWNER_URL")
    connection.settings_dict |= {key: owner[key] for key in ("USER", "PASSWORD")}
    connection.settings_dict["NAME"] = databases.copy_for_this_process()


@pytest.fixture
def county(db):
    return build.make_county()


@pytest.fixture
def station(county):
    return build.make_station(county)


@pytest.fixture
def post(station):
    return build.make_post(station)


@pytest.fixture
def village(post):
    return build.make_village(post)


@pytest.fixture
def officer(post, village) -> User:
    """The officer who is responsible for the village."""
    return build.make_user("officer", Role.OFFICER, post, is_responsible=True)


@pytest.fixture
def auxiliary(post) -> User:
    return build.make_user("auxiliary", Role.AUXILIARY, post)


@pytest.fixture
def clerk(station) -> User:
    return build.make_user("clerk", Role.CLERK, station)


@pytest.fixture
def chief(station) -> User:
    return build.make_user("chief", Role.CHIEF, station)


@pytest.fixture
def bureau(county) -> User:
    """A user of the county bureau."""
    return build.make_user("bureau", Role.COUNTY, county)


@pytest.fixture
def leader(county) -> User:
    return build.make_user("leader", Role.LEADER, county)


@pytest.fixture
def auditor(county) -> User:
    return build.make_user("auditor", Role.AUDITOR, county)


@pytest.fixture
def administrator(county) -> User:
    return build.make_user("administrator", Role.ADMINISTRATOR, county)


@pytest.fixture
def grantor(county) -> User:
    return build.make_user("grantor", Role.GRANTOR, county)


@pytest.fixture
def person_of(post) -> Callable[[str], User]:
    """``person_of(role)``: who serves in the role at the post, its station or county; somebody new when nobody does."""

    def find(role: str) -> User:
        at_post = Q(post=post) | Q(station=post.station) | Q(county=post.station.county)
        found = User.objects.filter(assignments__in=Assignment.objects.filter(at_post, role=role)).first()
        return found or build.person_in(role, post)

    return find


@pytest.fixture
def elsewhere(county):
    """A village of another station."""
    return build.make_village(
        build.make_post(build.make_station(county, name="别处派出所")), name="别处村委会"
    )


@pytest.fixture
def stranger(elsewhere) -> User:
    """An officer of another station."""
    post = elsewhere.memberships.get().post
    return build.make_user("stranger", Role.OFFICER, post, is_responsible=True)


@pytest.fixture
def rows(village, officer, bureau):
    """The key of one object of every kind in the officer's village, by the url name's noun."""
    return {noun: row.pk for noun, row in objects.one_of_each(village, officer, bureau).items()}


@pytest.fixture(scope="module")
def tour(django_db_setup, django_db_blocker) -> Iterator[Any]:
    """The answers of every page to every role, see tests/tour.py; the same objects for all tests of the module."""
    from tests.tour import Tour  # the addresses of every page take long to load

    with databases.rows_for_a_module(django_db_blocker):
        with time_machine.travel(objects.MORNING):
            made = Tour(*objects.make_cast())
        connection.check_constraints()
        yield made


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """``sign_in(officer).get(...)``"""

    def open_client(user: User) -> Client:
        client = PageClient()
        client.force_login(user)
        return client

    return open_client


@pytest.fixture
def february() -> date:
    return date(2026, 2, 1)


@pytest.fixture
def march() -> date:
    return date(2026, 3, 1)


@pytest.fixture
def in_march(time_machine):
    """It is the morning of 20 March 2026 in Shanghai."""
    time_machine.move_to(objects.MORNING)


@pytest.fixture
def share(request) -> float:
    """The part of the access matrix that this run tries: 1 is all of it (``make matrix``)."""
    return request.config.getoption("--matrix")


def pytest_addoption(parser) -> None:
    by_day.add_option(parser)
    parser.addoption(
        "--set-up", action="store_true", help="take the journey from an empty county, a minute long"
    )
    parser.addoption("--tables", action="store_true", help="make the tables twice, a minute long")
    parser.addoption(
        "--matrix", type=float, default=0.004, help="the share of the access matrix that is tried"
    )
    parser.addoption(
        "--pairs", type=float, default=0.01, help="the share of the pairs of actions on one row that is tried"
    )
    parser.addoption(
        "--histories",
        type=int,
        default=0,
        help="how many long random histories are gone through (tests/reports, tests/oracle)",
    )
    parser.addoption("--first-seed", type=int, default=1, help="the seed of the first of these histories")
    parser.addoption(
        "--links", type=float, default=0, help="the share of the pages of everybody whose links are followed"
    )
    parser.addoption("--oracle", action="store_true", help="compare every figure with the independent count")
    parser.addoption(
        "--pages",
        type=float,
        default=0.05,
        help="the share of pages that a browser opens in each further role",
    )
    parser.addoption(
        "--stories", type=float, default=1, help="the share of the stories that are walked in a browser"
    )
    parser.addoption(
        "--day", type=date.fromisoformat, help="take the shares of another day (tests/journeys/turns.py)"
    )
