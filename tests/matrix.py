"""The access matrix: every address x method x role x place, and what must never be seen in an answer.

A cell is one request; where the page has a form, POST sends it as well, filled with the keys of each place. It leaks
when the answer holds a canary of a place that the role does not see, when a foreign object answers otherwise than a
missing one, when something is written into a place that the role does not see, or when it breaks (5xx).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.test import Client

from access.rights import MAY
from access.roles import ROLES, Role
from accounts.models import User
from jobs.models import Job
from jobs.run import perform
from reports import exports
from tests import bodies, build, objects
from tests.fuzz.forms import Form, merged
from tests.journeys.turns import Turns
from tests.test_access import URLS, address, noun

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
MISSING = 999_999_999
PLACES = ("own", "sibling", "station", "county")  # of the post, of the station, of the county, of the country
# How far each role sees; beyond it nothing, and names only up to the station.
WIDTHS = {"post": 1, "station": 2, "county": 3}
SEES = {Role(row.code): WIDTHS[row.view] for row in ROLES if row.view}
# Words that a role reads though it sees no villager: the reasons of emergency views in the county.
READS_WORDS = {(role, "oversight:emergency-list"): 3 for role in MAY["read_emergencies"] if role not in SEES}

# A household moves to any village of the county, with all that is open: what it writes lies there.
MOVES_TO = {"residents:household-move": "station", "residents:household-split": "station"}


@dataclass
class Objects:
    """Four places with an object of every kind each, full of canaries, and a person of every role at the first."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    people: dict[Role, User] = field(default_factory=dict)

    def keys(self, place: str) -> dict[str, int]:
        return {noun: row.pk for noun, row in self.rows[place].items()}


def make_objects() -> Objects:
    made = Objects()
    county, other = build.make_county(), build.make_county("邻县", "990902")
    station, far = build.make_station(county), build.make_station(county, "远处派出所")
    foreign = build.make_station(other, "邻县派出所")
    posts = {
        "own": build.make_post(station, "本警务室"),
        "sibling": build.make_post(station, "邻警务室"),
        "station": build.make_post(far, "远警务室"),
        "county": build.make_post(foreign, "外县警务室"),
    }
    bureaus = {
        county.pk: build.make_user("bureau", Role.COUNTY, county),
        other.pk: build.make_user("bureau2", Role.COUNTY, other),
    }
    for place, post in posts.items():
        village = build.make_village(post, f"{place}村委会")
        officer = build.make_user(f"officer-{place}", Role.OFFICER, post, is_responsible=True)
        made.rows[place] = objects.one_of_each(village, officer, bureaus[post.station.county_id])
        for named, row in made.rows[place].items():
            if hasattr(row, "KEYS") or named in {"jobs", "emergency"}:
                objects.mark_every_text(getattr(row, "view", row), mark_of(place))
    made.people = {Role.COUNTY: bureaus[county.pk], Role.OFFICER: User.objects.get(username="officer-own")}
    for role in Role:
        if role not in made.people:
            made.people[role] = build.person_in(role, posts["own"])
    return made


def mark_of(place: str) -> str:
    return f"{place}qzxqzxqzx"


@dataclass
class Found:
    """Cells that were tried, and what was wrong with which."""

    cells: int = 0
    statuses: Counter = field(default_factory=Counter)
    written: Counter = field(
        default_factory=Counter
    )  # rows' tables that forms wrote into, in places that may be
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    name: str
    method: str
    role: Role | None
    place: str


def cells(roles: Iterable[Role | None], methods: Iterable[str] = METHODS) -> Iterator[Cell]:
    """Addresses without a key have no place but the person's own."""
    for role in roles:
        for name, url in URLS.items():
            places = PLACES if url.pattern.converters else PLACES[:1]
            for place in places:
                for method in methods:
                    yield Cell(name, method, role, place)


def some(found: Iterable[Cell], share: float) -> Iterator[Cell]:
    """A part of the cells, other ones each day (tests/journeys/turns.py)."""
    dice = Turns(share).dice()
    return (cell for cell in found if dice.random() < share)


class Matrix:
    """``refuses_by_fault``: policies are tried alone, and what they refuse to write breaks the page."""

    def __init__(self, made: Objects, *, refuses_by_fault: bool = False):
        self.made, self.found, self.refuses_by_fault = made, Found(), refuses_by_fault
        self.forms: dict[tuple[str, Role | None], Form] = {}
        self.before = bodies.footprint()
        self.posts = {made.rows[place]["post"].pk: place for place in PLACES}
        self.clients: dict[Role | None, Client] = {None: Client(raise_request_exception=False)}
        for role, person in made.people.items():
            self.clients[role] = Client(raise_request_exception=False)
            self.clients[role].force_login(person)
        self.missing: dict[tuple, tuple] = {}

    def run(self, tried: Iterable[Cell]) -> Found:
        for cell in tried:
            self.try_one(cell)
        return self.found

    def try_one(self, cell: Cell) -> None:
        response = self.ask(cell, self.made.keys(cell.place))
        self.found.cells += 1
        self.found.statuses[response.status_code] += 1
        faults = [*self.broken(response), *self.leaks(cell.role, text_of(response), cell.name)]
        if cell.place != "own" and self.is_foreign(cell) and answer_of(response) != self.missing_answer(cell):
            faults.append("answers otherwise than a missing one")
        if cell.method == "post":
            faults += self.fill(cell)
        self.found.wrong += [f"{cell.role} {cell.method} {cell.name} {cell.place}: {what}" for what in faults]

    def fill(self, cell: Cell) -> list[str]:
        """Send the page's form with the keys of each place in turn; at a foreign object's page the own ones will do."""
        form = self.form_of(cell)
        faults = []
        for place in PLACES if form.fields and cell.place == "own" else PLACES[: bool(form.fields)]:
            sent = bodies.body(form, self.made.keys("own"), self.made.keys(place))
            if "done_by" in sent and cell.role in (Role.OFFICER, Role.AUXILIARY):
                sent["done_by"] = str(self.made.people[cell.role].pk)  # others may have left the post
            response = self.ask(cell, self.made.keys(cell.place), sent)
            self.found.statuses[response.status_code] += 1
            broken = [] if self.refuses_by_fault else self.broken(response)
            found = [*broken, *self.leaks(cell.role, text_of(response), cell.name), *self.planted(cell)]
            faults += [f"{what}, sent with keys of {place}" for what in found]
        return faults

    def form_of(self, cell: Cell) -> Form:
        """What the role may send on the own page."""
        key = cell.name, cell.role
        if key not in self.forms:
            page = self.ask(Cell(cell.name, "get", cell.role, "own"), self.made.keys("own"))
            self.forms[key] = merged(text_of(page) if page.status_code == 200 else "", "post")
        return self.forms[key]

    def planted(self, cell: Cell) -> list[str]:
        """Books that the request just sent has written into, in places that the role does not see."""
        seen = SEES.get(cell.role, 0) if cell.role else 0
        if cell.name in MOVES_TO:
            seen = PLACES.index(MOVES_TO[cell.name]) + 1
        faults = []
        for post, books in bodies.written(self.before, self.after).items():
            place = self.posts.get(post)
            if place and PLACES.index(place) < seen:
                self.found.written.update(books)
            else:
                faults.append(f"writes {sorted(books)} {place or 'with keys that do not belong together'}")
        return faults

    def broken(self, response: Any) -> list[str]:
        return [f"status {response.status_code}"] if response.status_code >= 500 else []

    def leaks(self, role: Role | None, text: str, page: str = "") -> list[str]:
        """Canaries of places that the role does not see; of persons' names also in its own places above the station."""
        seen = SEES.get(role, 0) if role else 0
        names = PLACES if seen not in (1, 2) else ()
        reach = READS_WORDS.get((role, page), seen) if role else 0
        shown = [f"words of {place}" for place in PLACES[reach:] if mark_of(place) in text]
        shown += [f"a name of {place}" for place in names if f"姓{mark_of(place)}" in text]
        hidden = (
            PLACES[seen:] if page.endswith("-reveal") else PLACES
        )  # asked for with a reason, within one's reach
        shown += [f"a phone of {place}" for place in hidden if objects.phone_of(mark_of(place)) in text]
        return [f"shows {what}" for what in shown]

    def is_foreign(self, cell: Cell) -> bool:
        """Is the object of a place that the role does not see? Only rows of a village hide behind 404."""
        is_placed = hasattr(self.made.rows["own"].get(noun(cell.name)), "KEYS")
        return is_placed and PLACES.index(cell.place) >= (SEES.get(cell.role, 0) if cell.role else 0)

    def missing_answer(self, cell: Cell) -> tuple:
        key = (cell.name, cell.method, cell.role)
        if key not in self.missing:
            objects = self.made.keys("own")
            self.missing[key] = answer_of(self.ask(cell, objects | {noun(cell.name): MISSING}))
        return self.missing[key]

    def ask(self, cell: Cell, objects: dict[str, int], sent: dict[str, str] | None = None) -> Any:
        """One request, taken back afterwards; the browser's cookies too, or the first sign-out would end the tour."""
        client = self.clients[cell.role]
        cookies = copy(client.cookies)
        with transaction.atomic():
            response = getattr(client, cell.method)(address(cell.name, objects), sent)
            _read_through(response)
            self.after = bodies.footprint() if sent else self.before
            transaction.set_rollback(True)
        client.cookies = cookies
        return response


def _read_through(response: Any) -> None:
    if response.streaming:
        response.content = b"".join(response.streaming_content)


def text_of(response: Any) -> str:
    """Body and headers."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return headers + "\n" + response.content.decode("utf-8", "replace")


def answer_of(response: Any) -> tuple[int, bytes]:
    """Status and body without what differs by request: the address that stands in it, one-time token and key."""
    text = response.content.replace(response.request["PATH_INFO"].encode(), b"")
    text = re.sub(rb"X-CSRFToken[^}]*|(csrfmiddlewaretoken|client_key)\" value=\"[^\"]*", b"", text)
    return response.status_code, re.sub(rb"[0-9]{2,}", b"", text)


FILES_A_DAY = 1 / 6


def export_leaks(made: Objects, share: float = FILES_A_DAY) -> Found:
    """Every list as a file, for every role, or a share of them: leaks in the files."""
    found, matrix, turns = Found(), Matrix(made), Turns(max(share, FILES_A_DAY))
    for role, person in made.people.items():
        for name in exports.exported():
            if not turns.has(name, role):
                continue
            with transaction.atomic():
                job = Job.objects.create(
                    task="x", title="x", by=person, params={"list": name, "query": "", "format": "csv"}
                )
                perform(str(job.pk), exports.write_list)
                job.refresh_from_db()
                text = bytes(job.file.content).decode() if hasattr(job, "file") else job.error
                transaction.set_rollback(True)
            found.cells += 1
            found.wrong += [f"{role} export {name}: {what}" for what in matrix.leaks(role, text)]
    return found


def without_policies() -> None:
    """Switch row-level security off until the transaction ends: what is left is ``visible_to``."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
