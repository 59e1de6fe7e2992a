"""Nobody visits a household before it is registered, nor does it ask for anything: through no form, new or changed."""

from datetime import date

import pytest

from ledgers import books
from tests import build
from tests.bodies import body
from tests.fuzz.forms import merged
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")
SINCE = date(2026, 3, 10)
OF_A_HOUSEHOLD = [
    book
    for book in books.ledgers()
    if "household" in {field.name for field in book.model._meta.fields}
    and book.model._meta.get_field("household").related_model.__name__ == "Household"
]


@pytest.fixture
def client(officer):
    client = PageClient()
    client.force_login(officer)
    return client


@pytest.fixture
def household(village):
    return build.make_household(village, opened_on=SINCE)


def send(client, url, household, day):
    form = merged(client.get(url).content.decode(), "post")
    own = {"household": household.pk, "village": household.village_id}
    typed = body(form, own, own) | {"occurred_on": str(day), "household": household.pk}
    typed |= {"asker": "household"} if "requests" in url else {}
    typed |= {"due_on": "2026-03-20", "asked": "", "next_visit_on": ""} | (
        {"asked": "修路灯"} if "requests" in url else {}
    )
    return client.post(url, typed)


def test_two_books_are_about_a_household():
    assert [book.stem for book in OF_A_HOUSEHOLD] == ["residents:visit", "residents:request"]


@pytest.mark.parametrize("book", OF_A_HOUSEHOLD, ids=lambda book: book.stem)
def test_a_new_row_begins_with_the_registration(book, client, household):
    url = f"{book.url('create')}?household={household.pk}"
    refused = send(client, url, household, date(2026, 3, 9))
    assert refused.status_code == 422 and "2026-03-10" in str(refused.context["form"].errors["occurred_on"])
    assert send(client, url, household, SINCE).status_code == 302 and book.model.objects.count() == 1


@pytest.mark.parametrize("book", OF_A_HOUSEHOLD, ids=lambda book: book.stem)
def test_a_row_does_not_move_before_the_registration(book, client, household, village, officer):
    make = {"residents:visit": build.make_visit, "residents:request": build.make_request}[book.stem]
    row = make(village, household=household, by=officer)
    refused = send(client, book.url("edit", row.pk), household, date(2026, 3, 9))
    assert refused.status_code == 422 and book.model.objects.get().occurred_on == row.occurred_on


@pytest.mark.parametrize("book", OF_A_HOUSEHOLD, ids=lambda book: book.stem)
def test_a_row_does_not_go_to_a_household_that_came_later(book, client, household, village, officer):
    make = {"residents:visit": build.make_visit, "residents:request": build.make_request}[book.stem]
    row = make(village, date(2026, 3, 5), officer)
    refused = send(client, book.url("edit", row.pk), household, date(2026, 3, 5))
    assert refused.status_code == 422 and book.model.objects.get().household_id == row.household_id
