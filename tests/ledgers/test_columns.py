"""The columns of every book: what is masked stays masked in each format, nothing is live, every cell is the same."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.text import capfirst

from access.rights import may, rights_of
from access.roles import Role
from disputes.book import DISPUTES
from duty.book import DUTY_DAYS
from encryption.fields import EncryptedField
from ledgers import books
from pages.columns import Reader
from pages.kinds import Kind, Number
from pages.row_history import HIDDEN
from residents.book import DUPLICATES, HOUSEHOLDS, PAIRINGS, RESIDENTS, VISITS
from residents.models import Household, Resident
from teams.models import Member
from tests import build, dispute_parts
from tests.lists import written
from tests.test_books import each, make

pytestmark = pytest.mark.usefixtures("in_march")
FORMATS = ("csv", "xlsx")
DAY = date(2026, 3, 20)  # today
BEFORE = DAY - timedelta(1)
NAME, PHONE = "曾秘密名", "15400001234"
HOSTILE = "=<b>\"'&{0}%s"  # a formula, HTML, a quote of each kind, a field of a format


class Cells(HTMLParser):
    """The text of each cell of the table, and the tags inside of cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "td":
            self.is_inside = True
            self.texts.append("")
        elif self.is_inside:
            self.tags.add(tag)

    def handle_endtag(self, tag):
        self.is_inside &= tag != "td"

    def handle_data(self, data):
        if self.is_inside:
            self.texts[-1] += data


def make_row(book, village, officer) -> None:
    """A row of the book; the household that it is about, if any, was made with it."""
    if book is PAIRINGS:
        build.make_pairing(build.make_household(village), officer)
    elif book is HOUSEHOLDS:
        build.make_household(village)
    elif book is RESIDENTS:
        build.make_resident(build.make_household(village))
    elif book is DUTY_DAYS:
        build.make_duty_day(village, DAY, by=officer)
    elif book is DUPLICATES:
        build.make_duplicate(village, decided_by=officer, decided_on=DAY, state="different")
    elif book is DISPUTES:
        dispute_parts.make_party(build.make_dispute(village, by=officer), name=NAME, phone=PHONE)
    elif book.stem == "hazards:hazard":
        build.make_hazard(village, BEFORE, by=officer)
    elif book.stem == "referrals:referral":
        build.make_referral(village, by=officer)
    elif book.stem == "patrols:walk":
        build.make_walk(village, officer)
    else:
        make(book, village, officer)


def columns_of(book) -> list:
    return list(book.listing.table.columns.values())


def everybody(person_of, book) -> list:
    people = [person_of(role) for role in Role]
    return [one for one in people if may(one, book.listing.verb)]


@pytest.fixture
def secrets(village, officer):
    """A row of the book whose household and people bear the names that nobody may see in a file."""

    def of(book):
        make_row(book, village, officer)
        for model in (Household, Resident, Member):
            for one in model.objects.all():
                one.phone = PHONE
                setattr(one, "householder" if model is Household else "name", NAME)
                one.save()

    return of


# Masks


@each(books.books())
def test_every_column_that_shows_a_villager_is_masked(book):
    """By the model: its personal fields and its encrypted ones, whatever the table says."""
    for column in columns_of(book):
        named = column.field is not None and column.field.name in getattr(
            column.field.model, "PERSONAL_FIELDS", ()
        )
        assert column.is_masked == (named or isinstance(column.field, EncryptedField) or column.is_name)


@pytest.mark.turns(6)
@each(books.books())
def test_who_may_not_see_names_sees_none_on_the_page(book, secrets, person_of, sign_in):
    secrets(book)
    for user in everybody(person_of, book):
        page = sign_in(user).get(book.url("list")).content.decode()
        # A sealed name is masked in a list for everybody: opening one is for the page of its row.
        named = any(
            column.is_masked and column.on_page and not isinstance(column.field, EncryptedField)
            for column in columns_of(book)
        )
        assert PHONE not in page
        assert (NAME in page) == (named and may(user, "see_names")), user


@pytest.mark.turns(6)
@pytest.mark.parametrize("form", FORMATS)
@each(books.books())
def test_no_file_has_a_name_or_a_number_whoever_asks(book, form, secrets, person_of):
    secrets(book)
    masked = [column.heading for column in columns_of(book) if column.is_masked and column.in_file]
    for user in everybody(person_of, book):
        heads, *rows = written(book.listing, user, form)
        assert rows and NAME not in str(rows) and PHONE not in str(rows)
        assert all("*" in rows[-1][heads.index(label)] for label in masked)


# Nothing is live


@pytest.fixture
def hostile(village, officer):
    """A row of the book with hostile words in every text that its list shows."""

    def of(book) -> list:
        make_row(book, village, officer)
        texts = [one for one in columns_of(book) if type(one.kind) is Kind and one.field is not None]
        for column in texts:
            column.field.model._base_manager.update(**{column.field.name: HOSTILE})
        return texts

    return of


@each(books.books())
def test_hostile_words_are_words_on_the_page(book, hostile, officer, sign_in):
    texts = hostile(book)
    cells = Cells(sign_in(officer).get(book.url("list")).content.decode())
    # The names of those who did a row are an expression: no text column of their own.
    of_rows = book.is_ledger or book.stem == "referrals:referral"  # whose sender is one
    assert cells.texts.count(HOSTILE) == len([one for one in texts if one.on_page]) + of_rows
    assert cells.tags <= {"a", "time", "span"}


@pytest.mark.turns(4)
@pytest.mark.parametrize("form", FORMATS)
@each(books.books())
def test_hostile_words_are_no_formula_in_a_file(book, form, hostile, officer):
    texts = hostile(book)
    heads, *rows = written(book.listing, officer, form)
    for column in texts:
        if column.in_file:
            cell = rows[0][heads.index(column.heading)]
            if column.is_private:
                assert cell == HIDDEN
            else:
                assert cell.startswith("'=") if column.is_masked else cell == f"'{HOSTILE}"
    if book.is_ledger:
        assert rows[0][heads.index("参加人员")] == f"'{HOSTILE}"


# One declaration


@each(books.books())
def test_csv_and_spreadsheet_have_the_same_cells(book, village, officer):
    make_row(book, village, officer)
    plain, sheet = (written(book.listing, officer, form) for form in FORMATS)
    assert [[number(cell) for cell in line] for line in sheet] == [
        [number(cell) for cell in line] for line in plain
    ]


def number(cell: str) -> str:
    """Readers of spreadsheets give every number as a float."""
    return re.sub(r"(?<=\d)\.0+$", "", cell)


@each(books.books())
def test_a_number_is_a_whole_number(book, village, officer):
    make_row(book, village, officer)
    heads, row = written(book.listing, officer, "csv")
    for column in columns_of(book):
        if type(column.kind) is Number and column.in_file:
            number = row[heads.index(column.heading)]  # of a part that waits for its answer there is none
            assert (number.isdigit() or not number) and column.kind.number_format == "0"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@each(books.books())
def test_headings_are_unique(book, language):
    with translation.override(language):
        for columns in (
            book.listing.table.columns_of_file(),
            [one for one in columns_of(book) if one.on_page],
        ):
            labels = [column.heading for column in columns]
            assert len(set(labels)) == len(labels)


@pytest.mark.turns(3)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@each(books.books())
def test_a_heading_with_its_unit_is_the_same_everywhere(book, language, village, officer, sign_in):
    make_row(book, village, officer)
    client = sign_in(officer)
    client.cookies["language"] = language
    page = client.get(book.url("list")).content.decode()
    with translation.override(language):
        plain, sheet = (written(book.listing, officer, form)[0] for form in FORMATS)
        for column in columns_of(book):
            if column.on_page and column.heading and not column.only_if_any:
                heading = capfirst(column.heading)
                assert f'data-label="{heading}"' in page and (
                    f">{heading}<" in page or f">{heading} <" in page
                )
            if column.in_file and not column.only_if_any:
                assert column.heading in plain and column.heading in sheet
            assert not column.unit or str(column.unit) in column.heading


def test_minutes_and_yuan_are_counted_in_their_units():
    headings = [one.heading for book in books.books() for one in columns_of(book) if one.unit]
    assert headings == ["金额（元）", "时长（分钟）", "时长（分钟）", "学时（小时）"]


@each(books.books())
def test_a_file_names_the_village_in_full_with_town_and_code(book, village, officer):
    make_row(book, village, officer)
    _heads, row = written(book.listing, officer, "csv")
    assert row[3:6] == [village.town.name, village.name, village.code] and village.short_name != village.name


def test_a_column_that_nobody_fills_is_left_out_of_the_file(village, officer):
    build.make_household(village)
    assert "销户日期" not in written(HOUSEHOLDS.listing, officer, "csv")[0]
    build.make_household(village, closed_on="2026-03-01", closed_for="moved")
    assert "销户日期" in written(HOUSEHOLDS.listing, officer, "csv")[0]


@each(books.books())
def test_numbers_stand_in_columns_of_numbers(book, village, officer, sign_in):
    make_row(book, village, officer)
    page = sign_in(officer).get(book.url("list")).content.decode()
    for column in columns_of(book):
        if column.on_page and isinstance(column.kind, Number):
            assert f'<td class="column-{column.name} number"' in page


def test_an_empty_value_has_its_word(village, officer, sign_in):
    build.make_household(village)
    texts = Cells(sign_in(officer).get("/residents/households/").content.decode()).texts
    assert texts[5:9] == ["无", "–", "从未", "无"]  # phone, hardship, last met, next visit


@pytest.mark.parametrize(("own", "ends_on", "offered"), [(True, None, 1), (True, DAY, 0), (False, None, 0)])
def test_the_end_of_a_pairing_is_offered_to_its_officer(own, ends_on, offered, village, officer, sign_in):
    colleague = build.make_user("colleague", Role.OFFICER, build.keys(village)["post"])
    build.make_pairing(build.make_household(village), officer if own else colleague, ends_on=ends_on)
    page = sign_in(officer).get("/residents/pairings/").content.decode()
    assert page.count("/end/") == offered


@pytest.mark.parametrize(("due_on", "state", "marked"), [(BEFORE, "received", 1), (DAY, "received", 0)])
def test_an_overdue_request_about_own_data_is_marked(due_on, state, marked, village, officer, sign_in):
    household = build.make_household(village)
    build.make_data_request(household, officer, asked_on=BEFORE, due_on=due_on, state=state)
    page = sign_in(officer).get("/residents/own-data/").content.decode()
    assert page.count('<span class="mark mark-bad">已逾期</span>') == marked


def test_a_page_joins_what_it_shows_and_nothing_else(officer):
    rows = VISITS.listing.rows(officer)
    asked = str(VISITS.listing.table(Reader(officer.pk, rights_of(officer))).select(rows).query)
    joined = set(re.findall(r'JOIN "(\w+)"', asked))
    assert joined == {"posts_village", "residents_household", "accounts_user"}


STAGES = [
    {"state": "requested"},
    {"state": "refused", "refusal": "没有必要", "decided_on": DAY},
    {"state": "withdrawn", "ended_on": DAY},
    {"state": "approved", "decided_on": DAY, "expires_on": DAY},
    {"state": "approved", "decided_on": DAY, "expires_on": DAY + timedelta(30), "ended_on": DAY},
    {"state": "approved", "decided_on": BEFORE, "expires_on": BEFORE},
    {"state": "approved", "decided_on": BEFORE, "expires_on": DAY + timedelta(30), "ended_on": BEFORE},
]


@pytest.mark.parametrize("given", STAGES)
def test_the_stage_of_a_priority_visit_is_the_one_of_its_page(given, village, officer, chief, sign_in):
    decided = {"approver": chief} if given["state"] in ("approved", "refused") else {}
    visit = build.make_priority(village, by=officer, **given | decided)
    cells = Cells(sign_in(officer).get("/residents/priority/").content.decode()).texts
    assert visit.stage in cells
