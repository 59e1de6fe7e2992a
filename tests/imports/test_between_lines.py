"""What is doubted of a line against the register is doubted against an earlier line of the same sheet."""

import itertools

import pytest

from access import scope
from imports import actions
from imports.models import ImportLine
from policies.acting import acting
from residents.models import Household, Resident
from tests import build
from tests.imports.sheet_files import text
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march", "village")
HEADINGS = ("村", "门牌号", "户主", "出生年份", "联系电话", "人口数")
FIRST = ("试验村", "9组901号", "赵测试", "1970", "15400000901", "3")
OTHERS = tuple(
    itertools.product(
        ("９组９０１号", "9组902号"), ("赵　测试", "李测试"), ("1970", "1981"), ("15400000901", "15400000902")
    )
)


def doubts(owner, number):
    """The fields of a line that are in doubt."""
    line = owner.lines.get(number=number)
    assert line.state != ImportLine.State.REFUSED, line.faults
    return {one["field"] for one in line.faults}


@pytest.mark.turns(6)
@pytest.mark.parametrize("other", OTHERS)
def test_two_lines_of_one_sheet_are_doubted_as_two_sheets_are(officer, other):
    line = ("试验村", *other, "3")
    together = bring_in(officer, ("x.csv", text((HEADINGS, FIRST, line))), commit=False)
    bring_in(officer, ("x.csv", text((HEADINGS, FIRST))))
    apart = bring_in(officer, ("x.csv", text((HEADINGS, line))), commit=False)
    if (other[0], other[1]) == (OTHERS[0][0], OTHERS[0][1]):
        assert "refused" in {one["weight"] for one in together.lines.get(number=3).faults}  # stands twice
    else:
        assert doubts(together, 3) == doubts(apart, 2)


def test_two_householders_at_one_number_are_a_doubt_that_names_the_other_row(officer):
    other = ("试验村", "9组901号", "李测试", "1981", "", "2")
    owner = bring_in(officer, ("x.csv", text((HEADINGS, FIRST, other))))
    texts = " ".join(one["text"] for one in owner.lines.get(number=3).faults)
    assert "赵测试" in texts and "2" in texts and "3" in texts
    assert doubts(owner, 3) == {"householder", "members"}
    assert (Household.objects.get().members, Resident.objects.count()) == (3, 1)


@pytest.mark.parametrize(
    ("heading", "one", "other", "field"),
    [
        ("人口数", "3", "2人", "members"),
        ("14岁以下人数", "0", "1", "children_under_14"),
        ("困难户", "是", "否", "is_hardship"),
        ("位置说明", "桥头", "桥尾", "note"),
    ],
)
def test_what_two_lines_say_differently_of_their_household_is_told(officer, heading, one, other, field):
    rows = [
        ("门牌号", "姓名", "与户主关系", "出生年份", heading),
        ("5号", "王测试", "户主", "1962", one),
        ("5号", "李测试", "配偶", "1964", other),
    ]
    owner = bring_in(officer, ("x.csv", text(rows)), commit=False)
    assert doubts(owner, 3) == {field}
    rows[2] = (*rows[2][:-1], one)
    assert doubts(bring_in(officer, ("x.csv", text(rows)), commit=False), 3) == set()


def test_two_lines_that_call_themselves_the_householders_are_refused(officer):
    rows = [
        ("门牌号", "姓名", "与户主关系", "出生年份"),
        ("5号", "王测试", "户主", "1962"),
        ("5号", "李测试", "户主", "1964"),
    ]
    owner = bring_in(officer, ("x.csv", text(rows)), commit=False)
    assert [line.state for line in owner.lines.order_by("number")] == ["good", "refused"]


def test_a_line_that_is_refused_casts_no_doubt_on_a_later_one(officer):
    bad, good = (*FIRST[:3], "1800", *FIRST[4:]), ("试验村", "9组902号", *FIRST[2:])
    owner = bring_in(officer, ("x.csv", text((HEADINGS, bad, good))), commit=False)
    assert doubts(owner, 3) == set()


def test_the_householder_of_the_sheet_is_the_householder_of_the_register(officer, village):
    known = build.make_household(village, number="5号", householder="王测试")
    former = build.make_resident(known, name="王测试", relation="head")
    rows = [("门牌号", "姓名", "与户主关系", "出生年份"), ("5号", "李测试", "户主", "1964")]
    owner = bring_in(officer, ("x.csv", text(rows)), commit=False)
    assert doubts(owner, 2) == {"householder"}
    take_all(owner, officer)
    assert list(known.residents.filter(relation="head").values_list("name", flat=True)) == ["李测试"]
    withdraw(owner, officer)
    former.refresh_from_db()
    known.refresh_from_db()
    assert (former.relation, known.householder, known.residents.count()) == ("head", "王测试", 1)


def take_all(owner, by):
    with acting(scope.acting_as(by)):
        actions.tick(owner, list(owner.lines.values_list("pk", flat=True)), by=by)
        owner.refresh_from_db()
        actions.commit(owner, by=by)
        owner.refresh_from_db()


def withdraw(owner, by):
    with acting(scope.acting_as(by)):
        actions.withdraw(owner, by=by)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("妻子", "spouse"),
        ("长子", "child"),
        ("母亲", "parent"),
        ("孙女", "other"),
        ("12", "spouse"),
        ("", ""),
    ],
)
def test_the_relation_of_the_sheet_is_the_relation_of_the_person(officer, written, stored):
    rows = [
        ("门牌号", "姓名", "与户主关系", "出生年份"),
        ("5号", "王测试", "户主", "1962"),
        ("5号", "李测试", written, "1964"),
    ]
    bring_in(officer, ("x.csv", text(rows)))
    found = dict(Resident.objects.values_list("name", "relation"))
    assert found == {"王测试": "head", "李测试": stored}


@pytest.mark.parametrize("heading", ["户主", "户主姓名", "姓名"])
def test_the_householder_is_one_whatever_the_column_is_called(officer, heading):
    bring_in(officer, ("x.csv", text([("门牌号", heading, "出生年份"), ("5号", "王测试", "1962")])))
    assert Resident.objects.get().relation == "head"


@pytest.mark.parametrize(("before", "after"), [(0, 2), (1, 2), (2, 2), (3, 3)])
def test_children_whom_the_sheet_names_are_counted_in_a_known_household(officer, village, before, after):
    build.make_household(village, number="5号", householder="王测试", members=4, children_under_14=before)
    rows = [
        ("门牌号", "户主姓名", "姓名", "与户主关系", "出生年份"),
        ("5号", "王测试", "王一", "子女", "2020"),
        ("5号", "王测试", "王二", "子女", "2022"),
    ]
    owner = bring_in(officer, ("x.csv", text(rows)))
    household = Household.objects.get()
    assert (household.children_under_14, household.members, household.householder) == (after, 4, "王测试")
    assert Resident.objects.count() == 0
    withdraw(owner, officer)
    household.refresh_from_db()
    assert household.children_under_14 == before


@pytest.mark.parametrize(("year", "asked"), [("1981", set()), ("1970", {"householder", "name"})])
def test_a_namesake_of_another_year_is_somebody_else(officer, year, asked):
    """In a sheet and against the register."""
    line = ("试验村", "9组902号", "赵测试", year, "", "3")
    together = bring_in(officer, ("x.csv", text((HEADINGS, FIRST, line))), commit=False)
    assert doubts(together, 3) == asked
    bring_in(officer, ("x.csv", text((HEADINGS, FIRST))))
    assert doubts(bring_in(officer, ("x.csv", text((HEADINGS, line))), commit=False), 2) == asked
