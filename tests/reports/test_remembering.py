"""The SQL of first pages is compiled once for a person and day: nothing else may be in it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.utils import timezone

from access.rights import may
from access.roles import ROLES
from ledgers import books
from pages import compiled, counting
from posts.models import County
from tests import build, objects

MORNING, EVENING, NEXT_DAY = "2026-03-18T08:01+08:00", "2026-03-18T21:59+08:00", "2026-03-19T08:01+08:00"
READERS = [row.code for row in ROLES if row.view and row.code != "leader"]  # no work waits for a leader


@pytest.fixture(autouse=True)
def nothing_remembered():
    compiled.forget()
    yield
    compiled.forget()


@pytest.fixture
def asked(monkeypatch):
    """What is remembered while the test runs, by key: a key that is asked again must have the same SQL and values."""
    found: dict = {}

    def compile_again(key, compile_):
        sql, values = compile_()
        plain = sql, tuple(getattr(value, "adapted", value) for value in values)  # JSON is sent in a wrapper
        assert found.setdefault(key, plain) == plain, key
        return sql, tuple(values)

    monkeypatch.setattr(compiled, "statement", compile_again)
    monkeypatch.setattr(counting, "statement", compile_again)
    return found


@pytest.mark.turns(6)
@pytest.mark.parametrize("role", READERS)
def test_the_hour_and_what_stands_in_tables_change_nothing(
    role, village, officer, bureau, person_of, sign_in, asked
):
    person = person_of(role)
    pages = ["/", *(book.url("list") for book in books.books() if may(person, book.listing.verb))]

    def walk() -> None:
        client = sign_in(person)
        assert {client.get(page, follow=True).status_code for page in pages} == {200}

    with time_machine.travel(MORNING, tick=False):
        walk()
        objects.one_of_each(village, officer, bureau)
    first = dict(asked)
    assert len(first) >= len(pages)
    with time_machine.travel(EVENING, tick=False):
        walk()
    assert asked == first
    with time_machine.travel(NEXT_DAY, tick=False):
        walk()
    assert len(asked) == 2 * len(first)


@pytest.mark.turns(6)
@pytest.mark.parametrize("book", books.books(), ids=lambda book: book.stem)
def test_a_list_that_is_remembered_has_the_rows_and_words_of_a_filtered_one(
    book, village, officer, bureau, sign_in
):
    """The first page, compiled anew and remembered, beside the same page as a cursor leads to it, which is neither."""
    objects.one_of_each(village, officer, bureau)
    client, address = sign_in(officer), book.url("list")
    fresh, again = (client.get(address).context["table"] for _time in range(2))
    plain = client.get(address, {"sort": book.listing.default_order}).context["table"]
    assert fresh.body and fresh.body == again.body == plain.body


def test_threads_share_what_is_remembered(monkeypatch):
    """More keys than there is room for, from eight threads at once."""
    monkeypatch.setattr(compiled, "MOST", 5)
    with ThreadPoolExecutor(8) as threads:
        asked = [number % 12 for number in range(20_000)]
        found = threads.map(lambda key: compiled.statement(key, lambda: (f"SELECT {key}", ()))[0], asked)
        assert list(found) == [f"SELECT {key}" for key in asked]
    assert len(compiled._found) <= 5


def test_what_is_not_built_needs_a_key(db):
    with pytest.raises(ValueError, match="key"):
        counting.counts_and_rows([County.objects.all], [])


def test_a_page_that_is_remembered_shows_what_is_there_now(village, officer, sign_in):
    client = sign_in(officer)
    assert client.get("/").context["own_rows"] == []
    row = build.make_patrol(village, timezone.localdate(), officer)
    assert [one["row"].pk for one in client.get("/").context["own_rows"]] == [row.pk]
