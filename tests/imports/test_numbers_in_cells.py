"""A number of a person in a cell where it does not belong is refused, whatever was blotted out before it was stored."""

import pytest

from encryption.fields import Ciphertext
from imports import columns, report
from imports.numbers_in_cells import BELONGS, BLOTTED
from residents.models import Household, Resident
from tests.imports.sheet_files import text
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march", "village")
GOOD = {
    "village": "试验村", "group": "1组", "number": "2号", "householder": "王测试", "name": "王测试", "birth": "1962",
    "relation": "户主", "names": "李测试(1964)", "residence": "常住", "note": "桥头", "hardship": "否",
    "town": "试验镇",
}  # fmt: skip
NUMBERS = {
    "identity": "990925199601011234",
    "identity in full width": "９９０９２５１９９６０１０１１２３４",
    "identity in groups": "990925 19960101 1234",
    "phone": "15400001234",
    "landline": "0795-7654321",
    "card": "6222020000000000000",
}
WORDS = [code for code in GOOD if code not in BELONGS]


def sheet(code, cell):
    headings = [next(iter(sorted(columns.BY_CODE[one].synonyms - {"name"}))) for one in GOOD]
    row = [cell if one == code else written for one, written in GOOD.items()]
    return "x.csv", text((headings, row))


def test_the_line_is_good_without_one(officer):
    assert bring_in(officer, sheet("", "")).counts["refused"] == 0
    assert Resident.objects.count() == 2


@pytest.mark.turns(6)
@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("code", WORDS)
def test_every_column_of_words_refuses_every_kind_of_number(officer, code, number):
    owner = bring_in(officer, sheet(code, f"{GOOD[code]} {number}"))
    heading = next(name for name, meant in owner.columns.items() if meant == code)
    line = owner.lines.get(part=0)
    told = [one for one in report.notes(owner, line) if one["column"] == heading]
    assert told and line.state == "refused", line.faults
    assert len({one["reason"] for one in told}) == len(told)
    assert not Household.objects.exists()


@pytest.mark.turns(4)
@pytest.mark.parametrize("code", [*WORDS, "birth"])
@pytest.mark.parametrize("kind", ["identity", "identity in full width", "identity in groups"])
def test_no_identity_number_is_stored_of_any_column(officer, code, kind):
    owner = bring_in(officer, sheet(code, f"{GOOD[code]} {NUMBERS[kind]}"), commit=False)
    for line in owner.lines.all():
        assert "19960101" not in str(line.cells) and not isinstance(line.cells, Ciphertext)


def test_a_line_that_comes_back_with_the_blot_is_refused_again(officer):
    owner = bring_in(officer, sheet("name", f"王测试{BLOTTED}"))
    assert owner.counts["refused"] and not Resident.objects.exists()
