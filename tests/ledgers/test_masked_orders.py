"""What is masked for a reader sorts, filters and counts nothing for the reader, on the page and in each file.

Two rows change their names: whoever may not read them sees no row move, and none come or go.
"""

import pytest
from django.http import QueryDict

from access.rights import may, rights_of
from access.roles import Role
from ledgers import books, export
from pages.columns import NOBODY, Reader, of_file
from pages.files import ListFile
from residents.book import HOUSEHOLDS, PAIRINGS, RESIDENTS
from residents.models import Household, Resident
from tests import build
from tests.lists import shown
from tests.test_books import each

pytestmark = pytest.mark.usefixtures("in_march")
NAMES, PHONES = ("阿秘密", "左秘密"), ("15400001234", "15400009876")
WITH_NAMES = (HOUSEHOLDS, RESIDENTS, PAIRINGS)  # two rows each, of the two households
WORDS = ("阿秘密", "amm")


@pytest.fixture
def pair(village, officer):
    """Two households with a resident each; all of the second come last by name."""

    def of(names=NAMES, phones=PHONES):
        homes = [build.make_household(village, number=f"{n}") for n in (1, 2)]
        for home in homes:
            build.make_resident(home)
            build.make_pairing(home, officer)
        give(names, phones)

    return of


def give(names, phones) -> None:
    for model, field in ((Household, "householder"), (Resident, "name")):
        for one, name, phone in zip(model.objects.order_by("pk"), names, phones, strict=True):
            setattr(one, field, name)
            one.phone = phone
            one.save()


def readers(person_of, book) -> list:
    people = [person_of(role) for role in Role]
    return [one for one in people if may(one, book.listing.verb)]


def one_of_each(person_of, book) -> list:
    """The first reader who may read names, and all who may not."""
    found = readers(person_of, book)
    return [
        next(one for one in found if may(one, "see_names")),
        *(one for one in found if not may(one, "see_names")),
    ]


def masked(book, reader) -> set[str]:
    return {name for name, one in book.listing.table.columns.items() if one.hides_from(reader)}


def words(book) -> list[str]:
    """What may be written behind ``sort=`` to get at a name: its column, what is stored to sort and find by it."""
    fields = {order.field for order in book.listing.orders.values()} | {"initials", "householder", "phone"}
    return [f"{way}{word}" for word in sorted(fields | masked(book, NOBODY)) for way in ("", "-")]


def pages(client, book) -> dict[str, list[int]]:
    asked = [f"sort={word}" for word in words(book)]
    for name in {*masked(book, NOBODY), "q", "pinyin", "initials", "given_key"}:
        asked += [f"{name}={word}" for word in WORDS]
    return {one: shown(client.get(f"{book.url('list')}?{one}")) for one in asked}


@pytest.mark.turns(3)
@each(WITH_NAMES)
def test_no_page_tells_who_may_not_read_names_their_order(book, pair, person_of, sign_in):
    pair()
    told = set()
    for user in one_of_each(person_of, book):
        client = sign_in(user)
        before = pages(client, book)
        give(NAMES[::-1], PHONES[::-1])
        after = pages(client, book)
        give(NAMES, PHONES)
        assert any(len(found) == 2 for found in before.values()), "the rows are on no page"
        if not may(user, "see_names"):
            assert before == after
            assert {len(found) for found in before.values()} == {2}
        else:
            told.add(before != after)
    assert told == {book is not PAIRINGS}, "whoever may read names sorts and finds by them"


@pytest.mark.turns(3)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@each(WITH_NAMES)
def test_no_file_tells_the_order_of_what_it_masks(book, form, pair, person_of):
    pair()
    for user in one_of_each(person_of, book):
        for word in words(book):
            before = lines(book, user, form, f"sort={word}")
            give(NAMES[::-1], PHONES[::-1])
            after = lines(book, user, form, f"sort={word}")
            give(NAMES, PHONES)
            assert before == after and len(before) == 2, word


def lines(book, user, form, query) -> list[int]:
    """The keys of the rows in the order of the file, which is written from them."""
    given = QueryDict(query)
    found = book.listing.filtered(user, given)
    reader = of_file(rights_of(user))
    rows = export.in_order(book.listing, found, given, reader)
    content = ListFile("表", book.listing.table, rows, reader).write(
        form, lambda count, sha256: [], lambda done: None
    )
    assert content and NAMES[0] not in content.decode(errors="replace")
    return [row.pk for row in rows]


@each(books.books())
def test_every_order_is_the_one_of_a_column_that_its_reader_sees(book, person_of):
    listing = book.listing
    for reader in (NOBODY, *(Reader(one.pk, rights_of(one)) for one in readers(person_of, book))):
        hidden = masked(book, reader)
        assert not hidden & listing.orders_of(reader).keys()
        for word in words(book):
            order = listing.order(word, reader)
            assert order.field not in {listing.orders[name].field for name in hidden & listing.orders.keys()}


@pytest.mark.turns(6)
@each(books.books())
def test_the_head_of_a_masked_column_leads_nowhere(book, rows, person_of, sign_in):
    for user in readers(person_of, book):
        reader = Reader(user.pk, rights_of(user))
        page = sign_in(user).get(book.url("list"))
        assert not masked(book, reader) & page.context["sort_links"].keys()


def test_a_made_up_place_in_a_list_without_order_is_its_first_page(pair, bureau, sign_in):
    pair()
    for cursor in ("2026-01-01.5", "x", "5.5", "-1"):
        assert len(shown(sign_in(bureau).get(f"{RESIDENTS.url('list')}?after={cursor}"))) == 2
