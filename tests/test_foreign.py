"""Every request for an object of others, to read or to change it, is answered as if the object did not exist.

A third of the addresses in each role, each address in three roles, in turn read and changed, and a third of the roles
with every test run; all of them by both methods in ``make matrix``.
"""

import pytest
import time_machine
from django.db import connection

from access.roles import Role
from tests import databases, matrix, objects
from tests.test_access import URLS

pytestmark = pytest.mark.usefixtures("db", "in_march")
# How many of the places of tests/matrix.py are a role's own; whoever does not serve at a village has the county.
OWN = {role: matrix.SEES.get(role, 3) for role in Role}
OF_THE_COUNTY = {"round", "publication", "notice", "regulation"}  # one for all its people
PAGES_OF_THE_COUNTY = {"posts:village-detail"}  # 组织机构 leads to those of all its villages
METHODS = ["get", "post"]
NO_UUID = "00000000-0000-4000-8000-000000000000"
# What a person would send; a page takes of it what it knows.
TYPED = {
    "reason": "试一试别人的对象会怎样回答", "note": "试一试", "answer": "试一试", "verdict": "work",
    "purpose": "document", "number": "990101199001010018",
    "starts_on": "2026-03-20", "ends_on": "2026-03-21", "since": "2026-03-20",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The same objects for every role: each request is rolled back."""
    with databases.rows_for_a_module(django_db_blocker):
        with time_machine.travel(objects.MORNING):
            made = matrix.make_objects()
        connection.check_constraints()
        yield made


def keys_of(name: str) -> list[str]:
    """The nouns that an address names by a key."""
    keys = [key for key in ("village", "station") if key in URLS[name].pattern.converters]
    if "pk" not in URLS[name].pattern.converters:
        return keys
    noun = name.partition(":")[2].partition("-")[0]
    return [*keys, "station" if name == "posts:post-create" else "jobs" if name.startswith("jobs:") else noun]


def some_of(role: Role) -> dict[str, list[str]]:
    """Every third address with its method, beginning elsewhere in each role: each address is asked in three of the
    nine, by GET in one or two of them, by POST in the others."""
    turn, begin = divmod(list(Role).index(role), 3)
    third = list(enumerate(sorted(URLS)))[begin::3]
    return {name: [METHODS[(place // 3 + turn) % 2]] for place, name in third}


@pytest.mark.turns(6, by="role")
@pytest.mark.parametrize("role", OWN)
def test_an_object_of_others_answers_like_a_missing_one(role, made, monkeypatch, share):
    tried, wrong = matrix.Matrix(made), {}
    ask_bare = tried.clients[role].post
    monkeypatch.setattr(tried.clients[role], "post", lambda address, _sent=None: ask_bare(address, TYPED))
    own = made.keys("own")
    asked = dict.fromkeys(URLS, METHODS) if share == 1 else some_of(role)
    for name, methods in asked.items():
        for noun in keys_of(name):
            missing = {noun: NO_UUID if noun == "jobs" else matrix.MISSING}
            is_of_the_county = noun in OF_THE_COUNTY or name in PAGES_OF_THE_COUNTY
            places = matrix.PLACES[3:] if is_of_the_county else matrix.PLACES[OWN[role] :]
            for method in methods:
                none = matrix.answer_of(tried.ask(matrix.Cell(name, method, role, "own"), own | missing))
                for place in places:
                    theirs = {noun: made.keys(place)[noun]}
                    answer = matrix.answer_of(tried.ask(matrix.Cell(name, method, role, place), own | theirs))
                    if answer != none:
                        wrong[f"{method} {name} {place}"] = (answer[0], none[0])
    assert wrong == {}


def test_the_share_asks_each_address_by_both_methods_in_three_roles():
    asked = [(name, method) for role in Role for name, methods in some_of(role).items() for method in methods]
    assert len(asked) == 3 * len(URLS)
    assert set(asked) == {(name, method) for name in URLS for method in METHODS}
