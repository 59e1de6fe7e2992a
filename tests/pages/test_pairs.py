"""Two people act on one row at the same moment: the second waits for the first, and undoes nothing of it.

The pairs are all ordered pairs of pages that change a row of the same model, found by walking the pages. A part of them
with every run of the tests, another one each day, all of them with ``--pairs=1``. Each request has a connection and a
transaction of its own.
"""

import time
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db import transaction

from access.roles import Role
from tests import bodies, build, databases, objects
from tests.fuzz.forms import merged
from tests.journeys.turns import Turns
from tests.page_client import PageClient
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed
from tests.two_at_once import two_at_once


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    with databases.of_its_own(django_db_blocker, "pairs"), time_machine.travel(objects.MORNING, tick=True):
        county = build.make_county("成对县", "990904")
        yield county, build.make_user("bureau-pairs", Role.COUNTY, county)


@dataclass
class Step:
    """A page filled in by somebody who may send it."""

    name: str
    client: PageClient
    url: str
    typed: dict[str, str]
    row: Any

    def send(self) -> int:
        status: int = self.client.post(self.url, self.typed).status_code
        return status


class Place:
    """A post of its own for each pair, with one object of every kind and somebody in each role."""

    @transaction.atomic
    def __init__(self, county: Any, bureau: Any) -> None:
        post = build.make_post(build.make_station(county, f"所{time.monotonic_ns()}"))
        village = build.make_village(post)
        places = {"post": post, "station": post.station, "county": county}
        self.people = {}
        for role in Role:
            level = places[build.row_of(role).place]
            name = f"{role}-{post.pk}"
            is_first = role == Role.OFFICER
            self.people[role] = build.make_user(name, role, level, is_responsible=is_first)
        self.rows = {
            noun: row.pk
            for noun, row in objects.one_of_each(village, self.people[Role.OFFICER], bureau).items()
        }

    def row_of(self, name: str) -> tuple[Any, Role | None]:
        """The row that the page changes, and the first role that may send it."""
        for role in sorted(Role, key=lambda role: role != Role.OFFICER):
            row = (
                walk.row_at(address(name, self.rows), self.people[role])
                if allowed(role, ACCESS[name])
                else None
            )
            if row is not None:
                return row, role
        return None, None

    def step(self, name: str) -> Step:
        """The page filled in by the first role that may send it."""
        row, role = self.row_of(name)
        client, url = PageClient(), address(name, self.rows)
        client.force_login(self.people[role])
        page = client.get(url)
        form = merged(page.content.decode() if page.status_code == 200 else "", "post")
        typed = bodies.body(form, self.rows, self.rows) | {"version": str(row.version)}
        return Step(name, client, url, typed, row)


def models_of_pages(place: Place) -> dict[str, list[str]]:
    """Model -> the pages that change a row of it."""
    found: dict[str, list[str]] = {}
    for name in walk.pages():
        row, _role = place.row_of(name)
        if row is not None:
            found.setdefault(row._meta.label_lower, []).append(name)
    return found


def state(row: Any) -> dict[str, Any] | None:
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def test_the_second_of_a_pair_waits_and_undoes_nothing(committed, request, record_property):
    known = models_of_pages(Place(*committed))
    pairs = [pair for pages in known.values() for pair in product(pages, pages)]
    share, wrong, waited = request.config.getoption("--pairs"), [], 0
    dice = Turns(share).dice()
    tried = [pair for pair in pairs if dice.random() < share]
    for one, other in tried:
        place = Place(*committed)
        first, second = place.step(one), place.step(other)
        before = state(first.row)
        answers = two_at_once(first.send, second.send)
        after = state(first.row)
        changed = after is None or after["version"] > before["version"]
        if any(isinstance(answer, Exception) or answer >= 500 for answer in answers):
            wrong.append((one, other, answers))
        elif (
            changed
            and after is not None
            and answers[0] in (200, 302)
            and after["version"] > before["version"] + 1
        ):
            wrong.append((one, other, "both wrote", answers))
        waited += answers[1] in (409, 422)
    record_property("summary", f"{len(tried)} of {len(pairs)} pairs, {waited} refused after waiting")
    assert wrong == []
