"""What one person of the administration can open alone, and what two can together: every one and every pair is tried.

Each tries on a target with a second factor: resets of password and factor in every order, confirming, a new account in
the role, another role for one of the two. The result is the table of docs/security.md, "Alone and in pairs".
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone

from access import scope
from access.rights import may
from access.roles import row_of
from accounts import factors
from accounts.models import Confirmation, Factor, User
from policies.acting import acting
from posts.actions import assigning
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- alone and in pairs: begin -->\n", "<!-- alone and in pairs: end -->"
# Who, by role and number: the second of a kind is a colleague of the first.
PEOPLE = {
    "account administrator": "administrator", "grant administrator": "grantor", "auditor": "auditor",
    "chief": "chief", "chief elsewhere": "chief", "county bureau": "county", "officer elsewhere": "officer",
}  # fmt: skip
TWICE = ("account administrator", "grant administrator")
TARGETS = ("officer", "chief", "county")
CHOSEN = "three green kettles"
NOTHING = "–"


def sets() -> list[tuple[str, ...]]:
    """Every one, every two, and two of those kinds that reset and grant."""
    names = [*PEOPLE, *(f"another {name}" for name in TWICE)]
    pairs = [(one, other) for one, other in combinations(names, 2) if not other.startswith("another ")]
    return [*((name,) for name in PEOPLE), *pairs, *((name, f"another {name}") for name in TWICE)]


class World:
    """One county with two stations and somebody in every office; whoever is asked for signs in on the pages."""

    def __init__(self, post, elsewhere, sign_in):
        other = elsewhere.memberships.get().post
        self.post, self.station, self.county, self.sign_in = post, post.station, post.station.county, sign_in
        self.people, self.refused = {}, set()
        for name in (*PEOPLE, *(f"another {one}" for one in TWICE)):
            role = PEOPLE[name.removeprefix("another ")]
            at = other if "elsewhere" in name else post
            place = {"post": at, "station": at.station, "county": self.county}[row_of(role).place]
            self.people[name] = build.make_user(name.replace(" ", "-"), role, place)
        self.targets = {role: build.make_user(f"target-{role}", role, self.place(role)) for role in TARGETS}
        for user in self.targets.values():
            Factor.objects.create(user=user, secret=factors.new_secret(), last_step=-1)

    def place(self, role):
        return {"post": self.post, "station": self.station, "county": self.county}[row_of(role).place]

    def post_as(self, by, url, data=None):
        """The answer; None for a page that has refused this person before, which is not asked again."""
        asked = by.pk, re.sub(r"\d+", "", url)
        if asked in self.refused:
            return None
        answer = self.sign_in(User.objects.get(pk=by.pk)).post(url, data)
        if answer.status_code == 403:
            self.refused.add(asked)
        return answer


@pytest.fixture
def world(post, village, elsewhere, sign_in):
    return World(post, elsewhere, sign_in)


def reset_password(world, members, target) -> str:
    """The last code that one of them is shown; empty for none."""
    code = ""
    for by in members:
        shown = world.post_as(by, f"/account/{target.pk}/reset/")
        code = shown.context["password"] if shown and shown.status_code == 200 else code
    return code


def choose(target, code):
    typed = {"username": target.username, "code": code, "new_password1": CHOSEN, "new_password2": CHOSEN}
    if code:
        Client().post("/account/activate/", typed)


def reset_factor(world, members, target):
    for by in members:
        world.post_as(by, f"/account/{target.pk}/factor/")


def confirm(world, members, target):
    for key in Confirmation.objects.open().filter(user=target).values_list("pk", flat=True):
        for by in members:
            world.post_as(by, "/account/waiting/", {"people": [key]})


def gets_in(target) -> bool:
    """Past the password, and past the factor: none is asked for."""
    client = Client()
    client.post("/account/sign-in/", {"username": target.username, "password": CHOSEN})
    return "_auth_user_id" in client.session


ORDERS = ("pccf", "pfcc", "fpcc", "fcpc", "pcfc")  # p: password and choice, f: factor, c: confirm


def takes_over(world, members, target) -> bool:
    for order in ORDERS:
        with undone():
            code = ""
            for step in order:
                if step == "p":
                    code = reset_password(world, members, target)
                    choose(target, code)
                elif step == "f":
                    reset_factor(world, members, target)
                else:
                    confirm(world, members, target)
            if code and gets_in(target):  # else nobody of them knows a password
                return True
    return False


def opens_another(world, members, role) -> bool:
    """A new account in the role, up to signing in."""
    with undone():
        for by in members:
            opened = world.post_as(by, "/account/new/", {"username": "invented", "name": "某人", "badge": ""})
            if not opened or opened.status_code != 200 or "password" not in opened.context:
                continue
            user, code = User.objects.get(username="invented"), opened.context["password"]
            given = [other for other in members if assigned(user, role, world.place(role), other)]
            choose(user, code)
            confirm(world, members, user)
            return bool(given) and gets_in(user)
    return False


def changes_role(world, members, role) -> bool:
    """One of them gives the role to one of them."""
    for by in members:
        for user in members:
            with undone():
                if assigned(user, role, world.place(role), by):
                    return True
    return False


def assigned(user, role, place, by) -> bool:
    """Does ``by`` bring ``user`` into the role, from today on, at the own level of the database?"""
    by, user, today = User.objects.get(pk=by.pk), User.objects.get(pk=user.pk), timezone.localdate()
    try:
        with acting(scope.acting_as(by)), transaction.atomic():
            for one in Assignment.objects.filter(user=user, ends_on=None):
                assigning.end(one, by=by, last_day=today - timedelta(days=1))
            level = row_of(role).place
            assigning.assign(Assignment(user=user, role=role, starts_on=today, **{level: place}), by=by)
    except (PermissionDenied, ValidationError):
        return False
    return may(User.objects.get(pk=user.pk), "read_residents")


class undone:
    """What is done inside is taken back."""

    def __enter__(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *fault):
        transaction.set_rollback(True)
        return self.atomic.__exit__(*fault)


def result(world, names, role) -> str:
    members = [world.people[name] for name in names]
    found = []
    if takes_over(world, members, world.targets[role]):
        found.append("the account")
    if opens_another(world, members, role):
        found.append("a new account")
    if changes_role(world, members, role):
        found.append("a change of role")
    return ", ".join(found) or NOTHING


def documented() -> dict[tuple[str, ...], dict[str, str]]:
    text = DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()[2:]]
    return {tuple(who.split(" + ")): dict(zip(TARGETS, cells, strict=True)) for who, *cells in rows}


def table(found: dict[tuple[str, ...], dict[str, str]]) -> Iterator[str]:
    """The lines of the document for these results."""
    yield "| Who | An officer's | A chief's | The county's |"
    yield "|---|---|---|---|"
    for names, results in found.items():
        yield f"| {' + '.join(names)} | {' | '.join(results[role] for role in TARGETS)} |"


def test_every_one_and_every_pair_stand_in_the_table():
    assert list(documented()) == sets()


@pytest.mark.asvs("2.3.5", "6.4.4", "6.4.6")
@pytest.mark.turns(12)
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("role", TARGETS)
def test_what_each_opens_is_what_the_table_says(world, role, part):
    said = documented()
    found = {names: result(world, names, role) for names in sets()[part::4]}
    assert found == {names: said[names][role] for names in found}


def test_nobody_opens_anything_alone():
    alone = {names: results for names, results in documented().items() if len(names) == 1}
    assert {cell for results in alone.values() for cell in results.values()} == {NOTHING}
    assert not re.search("the account(?!s)", str(list(documented().values())))


def test_the_person_with_the_own_factor_and_a_confirmation_gets_in(world):
    """The way that is meant: so the table does not say no because nothing works at all."""
    target, by = world.targets["officer"], world.people["account administrator"]
    choose(target, reset_password(world, [by], target))
    confirm(world, [world.people["chief elsewhere"]], target)
    client = Client()
    client.post("/account/sign-in/", {"username": target.username, "password": CHOSEN})
    assert client.session["pending"]["user"] == target.pk
