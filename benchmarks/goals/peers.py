"""How much faster lists, files and imports are than what Django and its most used package for sheets would give."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.goals import files
from benchmarks.goals.lists import DEPTH, columns_of, cursor_at
from benchmarks.goals.pages import get, server, signed_in
from benchmarks.pairs import Pair
from benchmarks.peers import importing
from benchmarks.peers.resources import VisitResource
from ledgers.views.lists import BookList
from pages.columns import NOBODY
from residents.book import VISITS

FIRST, DEEP, CSV, ROUNDS = 10, 50, 25, 9
ADMIN = "admin:residents_visit_changelist"


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    with server() as running:
        for name, user in cast.items():
            yield from of_lists(name, user, running.port)
    yield from of_files(cast["county"])
    yield from importing.pairs(cast["chief"])


def of_lists(name: str, user: User, port: int) -> Iterator[Pair]:
    """Whole pages through the same gunicorn, signed in with the same cookie."""
    cookie = signed_in(user).cookies.output(header="", sep=";").strip()
    ours, theirs = reverse("residents:visit-list"), reverse(ADMIN)
    with signed_in_as(user):
        rows = columns_of(user, VISITS.listing)
        after = cursor_at(rows, VISITS.listing.order("", NOBODY), DEPTH)["after"]
        number = 1 + int(rows.count() * DEPTH) // BookList.size
    for what, page, their_page, limit in (
        ("first page", ours, theirs, FIRST),
        (f"page at {DEPTH:.0%}", f"{ours}?after={after}", f"{theirs}?p={number}", DEEP),
    ):
        yield Pair(
            f"visit list, {what}, {name}", "50 rows", "Django admin, 50 rows",
            lambda page=page: get(port, page, cookie), lambda page=their_page: get(port, page, cookie), limit,
            is_speed=True, at_prefecture=True, rounds=ROUNDS,
        )  # fmt: skip


def of_files(bureau: User) -> Iterator[Pair]:
    visits = VISITS.listing
    with signed_in_as(bureau):
        rows = visits.order("", NOBODY).applied(visits.rows(bureau), backwards=False)[: files.ROWS]
        assert len(VisitResource().export(rows[:9]).headers) == len(visits.table.columns_of_file())
        yield Pair(
            f"CSV, {rows.count():,} visits", "masked, guarded, hashed", "import-export, none of it",
            lambda: files.write(rows, "csv"), lambda: VisitResource().export(rows).csv, CSV,
            is_speed=True, rounds=3,
        )  # fmt: skip
