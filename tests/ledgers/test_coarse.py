"""A house number and a year of birth name a masked person: who sees no names gets group and decade, through every door.

Each column with ``coarse``, each reader of its list: page, sort, filter, sum, and file in both forms.
"""

import pytest
from django.http import QueryDict

from access.rights import may, rights_of
from access.roles import Role
from ledgers import books
from pages.columns import NOBODY, Reader, of_file
from residents.models import Household, Resident
from tests import build
from tests.ledgers.test_columns import Cells, everybody, make_row
from tests.lists import written
from tests.test_books import each

pytestmark = pytest.mark.usefixtures("in_march")
NUMBER, GROUP, YEAR, DECADE = "3组712号", "3组", 1957, "1950年代"
EXACT = {NUMBER: GROUP, str(YEAR): DECADE}


def coarse_of(book) -> set[str]:
    return {name for name, one in book.listing.table.columns.items() if one.coarse is not None}


COARSE = [book for book in books.books() if coarse_of(book)]


@pytest.fixture
def rows_of(village, officer):
    def of(book):
        make_row(book, village, officer)
        Household.objects.all().update(number=NUMBER)
        Resident.objects.all().update(birth_year=YEAR)

    return of


def test_every_list_that_shows_a_house_number_or_a_year_of_birth_makes_it_coarse():
    """But those that are opened by the right to see names."""
    personal = {"household__number", "number", "birth_year", "household__number_key"}
    bare = {
        f"{book.stem}.{name}"
        for book in books.books()
        for name, one in book.listing.table.columns.items()
        if one.coarse is None
        and one.field is not None
        and one.field.model in (Household, Resident)
        and one.field.name in personal
    }
    assert bare == set() and {book.stem for book in COARSE} >= {
        "residents:household", "residents:resident", "residents:visit", "residents:pairing",
    }  # fmt: skip


@each(COARSE)
def test_the_page_shows_the_group_and_the_decade(book, rows_of, person_of, sign_in):
    rows_of(book)
    told = set()
    for user in everybody(person_of, book):
        texts = " ".join(Cells(sign_in(user).get(book.url("list")).content.decode()).texts)
        for exact, about in EXACT.items():
            assert (exact in texts) <= may(user, "see_names"), (str(user), exact)
            told |= {(may(user, "see_names"), exact in texts, about in texts)}
    assert (False, False, True) in told or all(may(one, "see_names") for one in everybody(person_of, book))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@each(COARSE)
def test_the_file_is_as_exact_as_the_page(book, form, rows_of, person_of):
    rows_of(book)
    for user in everybody(person_of, book):
        cells = {cell.removesuffix(".0") for line in written(book.listing, user, form)[1:] for cell in line}
        assert (NUMBER in cells) == may(user, "see_names"), str(user)
        assert (GROUP in cells) != may(user, "see_names"), str(user)
        assert str(YEAR) not in cells or may(user, "see_names")


@each(COARSE)
def test_it_is_neither_an_order_nor_a_filter(book, rows_of, person_of):
    rows_of(book)
    for user in everybody(person_of, book):
        if may(user, "see_names"):
            continue
        for reader in (NOBODY, Reader(user.pk, rights_of(user)), of_file(rights_of(user))):
            assert not coarse_of(book) & book.listing.orders_of(reader).keys()
        asked = [
            f"{name}={value}"
            for name in (*coarse_of(book), "q", "household")
            for value in (NUMBER, YEAR, "712", "x")
        ]
        asked += [
            f"{name}__{how}={NUMBER}" for name in coarse_of(book) for how in ("gte", "contains", "startswith")
        ]
        found = {one: book.listing.filtered(user, QueryDict(one)).qs.count() for one in asked}
        assert len(set(found.values())) == 1, found
        assert not coarse_of(book) & {*book.listing.summed}


def test_a_house_without_a_group_and_a_person_without_a_year_say_nothing(village, person_of, sign_in):
    home = build.make_household(village, number="88号")
    build.make_resident(home, birth_year=None, is_stated_14=True)
    lines = [
        written(book.listing, person_of(Role.COUNTY), "csv")
        for book in COARSE
        if book.listing.model in (Household, Resident)
    ]
    text = str(lines)
    assert len(lines) == 2 and "88号" not in text and "***" in text and "年代" not in text
