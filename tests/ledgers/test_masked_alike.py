"""A name or number that a list masks for a reader reads the same on the row's own page, and in the file: one rule."""

from html import unescape

import pytest
from django.utils.html import strip_tags

from access.rights import may
from encryption import masks
from ledgers import books
from referrals.book import REFERRALS
from residents.models import Household
from tests.ledgers.test_columns import NAME, PHONE, columns_of, everybody, secrets
from tests.lists import written
from tests.test_books import each

pytestmark = pytest.mark.usefixtures("in_march")
__all__ = ["secrets"]  # the fixture
MASKED = {NAME: masks.name(NAME), PHONE: masks.phone(PHONE)}
WITH_NAMES = [book for book in books.books() if any(one.is_masked for one in columns_of(book))]
# Books whose names are sealed, as numbers are: a list opens none of them for anybody, the page of one row names it.
SEALED = {
    "teams:member": "the post and the station must know whom a page is about; a list of all is never open"
}


def words(client, url: str) -> str:
    """What the page says, without its history, which tells no value that is private."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    return unescape(strip_tags(answer.content.decode().partition("<main")[2].partition('id="history"')[0]))


def pages_of(book, user) -> list[str]:
    """The list, and the page of the row that the list leads to."""
    row = book.listing.rows(user).get()
    own = row.get_absolute_url() if hasattr(row, "get_absolute_url") else row.household.get_absolute_url()
    return [book.url("list"), own]


@pytest.mark.turns(3)
@each(WITH_NAMES)
def test_a_page_masks_for_a_reader_what_the_list_masks(book, secrets, person_of, sign_in):
    secrets(book)
    for user in everybody(person_of, book):
        client = sign_in(user)
        for value, mask in MASKED.items():
            shown = [
                (value in page, mask in page) for page in (words(client, url) for url in pages_of(book, user))
            ]
            listed, own = shown
            if value == NAME and book.stem in SEALED:
                assert listed == (False, True) and own[0] == may(user, "see_names"), (str(user), shown)
                continue
            assert not any(listed) or own == listed, (str(user), book.stem, value, shown)
            assert may(user, "see_names") or not own[0]


@pytest.mark.turns(3)
@each(books.books())
def test_a_page_says_no_more_than_its_list(book, secrets, person_of, sign_in):
    """Also of books whose list has no name: who may not see names reads none on the row's page, and its mask alone."""
    secrets(book)
    for user in everybody(person_of, book):
        if may(user, "see_names") or not may(user, book.listing.verb):
            continue
        page = words(sign_in(user), pages_of(book, user)[1])
        assert NAME not in page and PHONE not in page, (str(user), book.stem)


@each(WITH_NAMES)
def test_the_file_of_a_list_has_the_same_masks(book, secrets, person_of):
    secrets(book)
    for user in everybody(person_of, book):
        cells = {cell for line in written(book.listing, user, "csv") for cell in line}
        in_file = any(column.is_masked and column.in_file for column in columns_of(book))
        assert (MASKED[NAME] in cells) == in_file and not {NAME, PHONE} & cells


WORDS = "曾密密的一句话"


# A referral is written for whom it is passed on to (tests/referrals).
@pytest.mark.turns(3)
@each([one for one in books.books() if getattr(one.model, "PRIVATE_FIELDS", ()) and one is not REFERRALS])
def test_words_about_people_are_hidden_on_the_page_as_in_the_list_and_the_file(
    book, secrets, person_of, sign_in
):
    """Case: the page of a request told the county what was asked; the secrets above are names and numbers alone."""
    secrets(book)
    row = book.model._base_manager.get()
    texts = {name: WORDS for name in book.model.PRIVATE_FIELDS if name != "place_name"}  # a name: as above
    book.model._base_manager.filter(pk=row.pk).update(**texts)
    told = []
    for user in everybody(person_of, book):
        listed, own = (WORDS in words(sign_in(user), url) for url in pages_of(book, user))
        in_file = any(WORDS in cell for line in written(book.listing, user, "csv") for cell in line)
        assert (not in_file and may(user, "see_names")) or not (listed or own or in_file), (
            str(user),
            book.stem,
        )
        told.append(own)
    assert any(told), "the page says the words to somebody"


def test_a_household_is_called_as_its_columns_say(secrets, village):
    secrets(next(book for book in WITH_NAMES if book.model is Household))
    household = Household.objects.get()
    assert household.masked_label() == f"{MASKED[NAME]} {household.number}"
