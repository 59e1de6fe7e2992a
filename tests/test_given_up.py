"""What the database gave up has a page of its own: what happened, what to narrow, and what was typed; never a 500."""

from contextlib import contextmanager
from datetime import date

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from access.rights import may
from ledgers import books
from ledgers.book import Listing
from policies import acting
from residents.models import Visit
from tests import build
from tests.test_books import each

pytestmark = pytest.mark.usefixtures("in_march")
LOCK = 734_001  # an advisory lock that nobody else takes
DAY = date(2026, 3, 19)
KEY = "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a12"


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    """Those of a page, a twentieth as long; a statement of the test itself has none."""
    _statement, _lock, *rest = acting.PAGE_LIMITS
    monkeypatch.setattr(acting, "PAGE_LIMITS", ("400ms", "200ms", *rest))


@pytest.fixture
def visit(monkeypatch):
    """How a person opens pages; an error of the page is its answer."""

    def of(user, language="zh-hans") -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user)
        client.cookies["language"] = language
        return client

    return of


@pytest.fixture
def slow(monkeypatch):
    """Every list waits for a second in the database, as the person who reads it."""
    rows = Listing.rows

    def slowly(self, user):
        return rows(self, user).extra(where=["pg_sleep(1)::text IS NOT NULL"])

    monkeypatch.setattr(Listing, "rows", slowly)


@contextmanager
def taken():
    """Somebody else holds the lock."""
    with psycopg2.connect(connection.connection.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
        other.rollback()
    other.close()


@pytest.mark.turns(4)
@each(books.books())
def test_a_list_that_takes_too_long_says_what_to_narrow(book, rows, slow, village, person_of, visit):
    build.make_duty_day(village, DAY, by=person_of("officer"))
    reader = next(
        one for one in map(person_of, ("officer", "clerk", "chief", "county")) if may(one, book.listing.verb)
    )
    answer = visit(reader).get(book.url("list"))
    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "用时过长" in page and "一个月" in page and f'href="{book.url("list")}"' in page
    has_month = "month" in book.listing.filterset.base_filters
    assert (f'href="{book.url("list")}?month=2026-03"' in page) == has_month
    assert "pg_sleep" not in page and "57014" not in page


def test_it_speaks_the_language_of_the_person(rows, slow, officer, visit):
    page = visit(officer, "en").get("/patrols/").content.decode()
    assert '<html lang="en">' in page and "This took too long" in page and "Only 2026-03" in page


def test_a_filter_that_takes_too_long_takes_the_place_of_the_whole_page(rows, slow, officer, visit):
    answer = visit(officer).get("/patrols/?mode=foot", HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (503, "#main", "#main")
    assert 'id="main"' in answer.content.decode()


def test_the_next_page_of_the_same_person_is_whole(rows, slow, officer, visit):
    client = visit(officer)
    assert [client.get(url).status_code for url in ("/patrols/", "/account/me/", "/organisation/")] == [
        503,
        200,
        200,
    ]


def a_visit(village, household, **typed):
    return {
        "village": village.pk, "household": household.pk, "occurred_on": "2026-03-20", "outcome": "met",
        "talks": 1, "note": "<水渠>", "client_key": KEY,
    } | typed  # fmt: skip


def when_saved(monkeypatch, statement, params=()):
    """A statement that is sent where a visit is saved."""
    save = Visit.save

    def saved(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Visit, "save", saved)


WAITS = {
    "用时过长": ("SELECT pg_sleep(1)", ()),
    "别人正在保存": ("SELECT pg_advisory_xact_lock(%s)", (LOCK,)),
}


@pytest.mark.parametrize("words", WAITS)
def test_a_form_keeps_what_was_typed_and_nothing_is_saved(words, village, officer, visit, monkeypatch):
    household = build.make_household(village)
    when_saved(monkeypatch, *WAITS[words])
    with taken():
        answer = visit(officer).post("/residents/visits/new/", a_visit(village, household))
    page = answer.content.decode()
    assert answer.status_code == 503 and words in page and not Visit.objects.exists()
    assert "&lt;水渠&gt;" in page and f'name="client_key" value="{KEY}"' in page
    assert "HX-Retarget" not in answer  # what is typed stays on the page of a form


def test_sent_again_it_is_saved_once(village, officer, visit, monkeypatch):
    household, client = build.make_household(village), visit(officer)
    with monkeypatch.context() as once:
        when_saved(once, "SELECT pg_sleep(1)")
        assert client.post("/residents/visits/new/", a_visit(village, household)).status_code == 503
    for _again in range(2):
        assert client.post("/residents/visits/new/", a_visit(village, household)).status_code == 302
    assert Visit.objects.count() == 1


def test_another_error_of_the_database_is_a_fault_of_ours(village, officer, visit, monkeypatch):
    when_saved(monkeypatch, "SELECT 1 / 0")
    answer = visit(officer).post("/residents/visits/new/", a_visit(village, build.make_household(village)))
    assert answer.status_code == 500 and "系统" in answer.content.decode()
