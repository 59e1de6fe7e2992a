"""Each book taken out of each place that lists books; a test must fail for every one (`make mutants` tries them all).

A place is a call in the rooms such as ``books.ledgers()``, found in their source. ``PLACES`` names the books it lists
and which tests hold it; a place that is missing in it fails tests/test_book_mutants.py. Each mutant hides one book from
one place and runs the tests of the place for that book, each in a transaction that is taken back.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from config.rooms import ROOMS
from ledgers import books
from ledgers.book import Book, Fate, Group
from tests import test_books as held

ROOT = Path(__file__).resolve().parents[1]
READS = ("books", "ledgers", "row_models", "drafted_as")
Test = Callable[..., None]


def _is_ledger(book: Book) -> bool:
    return book.is_ledger


# Where books are read -> which books it lists, and the tests that miss one.
PLACES: dict[str, tuple[Callable[[Book], bool], tuple[Test, ...]]] = {
    "demo.review.review_books": (_is_ledger, (held.test_the_chief_of_the_demonstration_reviews_it,)),
    "demo.review._pointed_at": (
        lambda book: bool(held.came_of(book)),
        (held.test_the_demonstration_gives_back_no_row_of_which_another_came,),
    ),
    "duty.arrivals.first_row_of_today": (_is_ledger, (held.test_its_first_row_of_today_tells_the_arrival,)),
    "duty.handover.living.lists_of": (
        lambda book: bool(book.hands_over),
        (held.test_what_it_hands_over_leads_to_its_list,),
    ),
    "imports.divisions.hanging.of_villages": (_is_ledger, (held.test_its_row_hangs_on_its_village,)),
    "imports.divisions.saving._days_counted": (
        lambda book: _is_ledger(book) and bool(book.model.COUNTED_DAYS),
        (held.test_its_counted_row_keeps_its_village_from_being_abolished_before,),
    ),
    "indicators.causes.between": (_is_ledger, (held.test_its_new_row_is_named_where_a_figure_changed,)),
    "indicators.differences.reasons_of": (
        _is_ledger,
        (held.test_its_late_reasons_stand_beside_what_is_restated,),
    ),
    "ledgers.going_on_actions._going": (
        lambda book: book.village_ends.merged == Fate.GOES_ON,
        (held.test_what_is_open_of_it_goes_on_in_the_successor,),
    ),
    "ledgers.going_on_actions._ending": (
        lambda book: book.village_ends.given_up == Fate.ENDS,
        (held.test_what_is_open_of_it_ends_with_its_village,),
    ),
    "ledgers.unfinished.line": (lambda book: book.keeps_drafts, (held.test_its_draft_stands_on_today,)),
    "ledgers.views.drafts.get": (
        lambda book: book.keeps_drafts,
        (held.test_the_page_of_its_draft_shows_the_words,),
    ),
    "ledgers.views.drafts.post": (lambda book: book.keeps_drafts, (held.test_drafts_of_its_form_are_kept,)),
    "ledgers.views.forms.drafted": (
        lambda book: book.keeps_drafts and bool(book.records),
        (held.test_its_form_offers_a_draft,),
    ),
    "ledgers.views.index.get": (
        lambda book: book.group == Group.LEDGERS,
        (held.test_the_index_names_every_ledger,),
    ),
    "reports.boards.waiting_at_county": (
        lambda book: bool(book.on_county),
        (held.test_the_board_of_the_county_shows_its_open_work,),
    ),
    "reports.boards.to_review": (
        _is_ledger,
        (held.test_the_board_of_the_chief_shows_what_waits_for_a_review,),
    ),
    "reports.boards.given_back": (_is_ledger, (held.test_the_board_shows_its_rows_given_back,)),
    "reports.boards.todo": (lambda book: bool(book.on_board), (held.test_the_board_shows_its_open_work,)),
    "reports.exports.exported": (lambda book: book.is_exported, (held.test_its_list_is_written_to_a_file,)),
    "reports.filter_words.in_words": (
        lambda book: book.is_ledger,
        (held.test_the_trail_says_the_filter_of_its_file_in_words,),
    ),
    "reports.menu.of_books": (lambda book: True, (held.test_the_menu_leads_to_every_book,)),
    "reports.month_steps._rows": (
        _is_ledger,
        (held.test_the_page_that_submits_the_month_shows_its_rows_given_back,),
    ),
    "reports.today.context": (lambda book: bool(book.on_today), (held.test_today_shows_its_open_work,)),
    "reports.both_posts.together": (
        lambda book: bool(held.of_any_village(book.on_today)),
        (held.test_today_counts_its_open_work_at_the_other_post,),
    ),
    "reports.own_day.of": (
        _is_ledger,
        (held.test_today_shows_its_rows_given_back, held.test_today_shows_its_last_receipt),
    ),
    "reports.why.books_of": (
        lambda book: _is_ledger(book) and bool(held.drilled_into(book)),
        (held.test_why_a_figure_changed_is_asked_of_its_book,),
    ),
    "residents.data_requests.actions._about_households": (
        held.speaks_of_a_household,
        (held.test_a_household_that_asks_has_its_words_erased,),
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One book that one place does not see."""

    place: str
    book: Book

    def __str__(self) -> str:
        return f"{self.book.stem} out of {self.place}"


def mutants() -> list[Mutant]:
    return [
        Mutant(place, book)
        for place, (lists, _tests) in PLACES.items()
        for book in books.books()
        if lists(book)
    ]


def places() -> Iterator[str]:
    """Every call ``books.<read>()`` in the rooms, as ``module.function``."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
                if called & {f"books.{read}" for read in READS}:
                    yield f"{module}.{node.name}"


class Hiding:
    """Stands for ``ledgers.books`` in one module: to one function of it a book is missing."""

    def __init__(self, function: str, gone: Book | None):
        self.function, self.gone = function, gone

    def _seen(self, found: Any, hidden: Any) -> Any:
        caller = inspect.stack()[2].function
        return type(found)(one for one in found if one is not hidden) if caller == self.function else found

    def books(self) -> Any:
        return self._seen(books.books(), self.gone)

    def ledgers(self) -> Any:
        return self._seen(books.ledgers(), self.gone)

    def drafted_as(self, name: str) -> Any:
        return next(iter(self._seen([found], self.gone)), None) if (found := books.drafted_as(name)) else None

    def row_models(self) -> Any:
        return self._seen(books.row_models(), self.gone and self.gone.model)


def survives(
    mutant: Mutant, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, *, hides: bool = True
) -> bool:
    """Do all tests of the place pass without the book? Fixtures are made before the book is hidden."""
    _lists, tests = PLACES[mutant.place]
    module, _dot, function = mutant.place.rpartition(".")
    wanted = {name for test in tests for name in inspect.signature(test).parameters} - {"book"}
    known = {"book": mutant.book} | {name: request.getfixturevalue(name) for name in sorted(wanted)}
    monkeypatch.setattr(import_module(module), "books", Hiding(function, mutant.book if hides else None))
    for test in tests:
        try:
            test(**{name: known[name] for name in inspect.signature(test).parameters})
        except Exception:
            return False  # whatever a missing book breaks, it was noticed
    return True


def one_a_place() -> list[Mutant]:
    return list({mutant.place: mutant for mutant in mutants()}.values())


@pytest.mark.usefixtures("in_march")
@pytest.mark.parametrize("mutant", one_a_place(), ids=str)
def test_the_tests_of_a_place_pass_while_nothing_is_hidden(mutant, request, monkeypatch):
    assert survives(mutant, request, monkeypatch, hides=False)


@pytest.mark.usefixtures("in_march")
@pytest.mark.parametrize("mutant", mutants(), ids=str)
def test_a_missing_book_is_noticed(mutant, request, monkeypatch, record_property):
    record_property("place", mutant.place)
    record_property("book", mutant.book.stem)
    assert not survives(mutant, request, monkeypatch)
