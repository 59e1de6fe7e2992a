"""An import from the sheet to the register and back: what is taken, what is not, and who may."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from access import scope
from access.roles import Role
from encryption.fields import Ciphertext
from imports import actions
from imports.meaning import check_since
from imports.models import Import, ImportLine, Mapping
from ledgers.models import StationMonth
from policies.acting import acting
from residents.actions.register import change_household
from residents.models import Household, Resident
from tests import build
from tests.imports.sheet_files import HEADINGS, PERSONS, text, workbook
from tests.imports.test_sheets_of_stations import bring_in

pytestmark = pytest.mark.usefixtures("in_march", "village")
SHEET = ("人口.csv", text((HEADINGS, *PERSONS)))


def sheet(*rows, headings=HEADINGS):
    return "x.csv", text((headings, *rows))


def states(owner):
    return [line.state for line in owner.lines.order_by("number", "part")]


def faults(owner):
    return {(line.number, one["field"]) for line in owner.lines.all() for one in line.faults}


def test_a_second_run_changes_nothing(officer):
    bring_in(officer, SHEET)
    again = bring_in(officer, SHEET)
    assert again.counts["unchanged"] == len(PERSONS)
    assert (again.counts["new"], again.counts["made_changed"], Household.objects.count()) == (0, 0, 3)


def test_a_second_run_changes_what_the_sheet_says_anew(officer):
    bring_in(officer, SHEET)
    bring_in(officer, sheet(("试验村", "１组２号", "王建国", "户主", 1962, "15400000009")))
    assert Household.objects.get(number_key="1组2").phone == "15400000009"
    assert Household.objects.count() == 3


def test_an_empty_cell_leaves_what_the_register_says(officer):
    bring_in(officer, SHEET)
    bring_in(officer, sheet(("试验村", "1组2号", "王建国", "户主", "", "")), all_are_14=True)
    assert Household.objects.get(number_key="1组2").phone == "15400000001"


def test_households_that_are_not_in_the_sheet_are_counted_and_stay(officer, village):
    build.make_household(village)
    assert bring_in(officer, SHEET).counts["gone"] == 1
    assert Household.objects.filter(closed_on=None).count() == 4


def test_nothing_of_a_forbidden_column_or_an_identity_number_is_stored(officer):
    row = ("试验村", "9号", "王某", "990101196205010015", "汉族人", "路口第二家")
    headings = ("村", "门牌号", "户主", "身份证号", "民族", "位置说明")
    owner = bring_in(officer, sheet(row, headings=headings))
    stored = str(owner.lines.get().cells)
    assert "19620501" not in stored and "汉族人" not in stored and "1962" in stored
    assert list(owner.forbidden) == ["民族"]
    assert Resident.objects.get().birth_year == 1962


def test_children_under_14_are_only_counted(officer):
    owner = bring_in(officer, sheet(*PERSONS[:2], ("试验村", "1组2号", "王小小", "子女", 2020, "")))
    household = Household.objects.get()
    assert (household.members, household.children_under_14) == (3, 1)
    assert not Resident.objects.filter(name="王小小").exists() and owner.counts["counted"] == 1


def test_a_household_comes_without_the_member_that_is_refused(officer):
    owner = bring_in(officer, sheet(PERSONS[0], ("试验村", "1组2号", "李秀英", "配偶", "不详", "")))
    assert states(owner) == ["committed", "refused"]
    assert faults(owner) >= {(3, "birth_year")} and Household.objects.get().residents.count() == 1


def test_members_of_a_refused_householder_are_refused_with_the_reason(officer):
    owner = bring_in(officer, sheet(("试验村", "1组2号", "王建国", "户主", 1962, "1" * 30), PERSONS[1]))
    assert states(owner) == ["refused", "refused"] and not Household.objects.exists()


def test_a_village_that_is_not_ones_own_is_refused_by_line(officer, elsewhere):
    owner = bring_in(officer, sheet(("别处村", *PERSONS[0][1:])))
    assert faults(owner) >= {(2, "village")} and not Household.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        ("试验村", "7号", "王2", "户主", 1962, ""),
        ("试验村", "7号", "王建国", "户主", 1962, "15400000077"),
        ("试验村", "7号", "老同名", "户主", 1962, ""),
    ],
)
def test_what_may_be_there_already_is_doubtful_until_it_is_ticked(officer, village, row):
    build.make_household(village, phone="15400000077", householder="老同名")
    owner = bring_in(officer, sheet(row))
    assert states(owner) == ["doubtful"] and Household.objects.count() == 1


def test_ticked_doubtful_lines_are_taken_over(officer):
    owner = bring_in(officer, sheet(("试验村", "7号", "王2", "户主", 1962, "")), commit=False)
    with acting(scope.acting_as(officer)):
        actions.tick(owner, [owner.lines.get().pk], by=officer)
        actions.commit(owner, by=officer)
    assert Household.objects.get().householder == "王2"


def test_a_withdrawn_import_leaves_the_register_as_it_was(officer, village):
    known = build.make_household(village, number="1组2号", householder="王建国", phone="15400000099")
    owner = bring_in(officer, SHEET)
    with acting(scope.acting_as(officer)):
        actions.withdraw(owner, by=officer)
    assert list(Household.objects.filter(closed_on=None)) == [known] and not Resident.objects.exists()
    assert Household.objects.get(pk=known.pk).phone == "15400000099"


def test_who_follows_at_the_post_withdraws_it_once_the_uploader_has_left(
    officer, village, clerk, chief, elsewhere
):
    owner = bring_in(officer, SHEET)
    follower = build.make_user("follower", Role.OFFICER, build.keys(village)["post"])
    others = [follower, clerk, chief, build.make_user("foreign", Role.OFFICER, build.keys(elsewhere)["post"])]
    for person in others:
        assert not actions.may_withdraw(owner, person)
    officer.assignments.update(ends_on=timezone.localdate() - timedelta(days=1), is_responsible=False)
    assert [actions.may_withdraw(owner, person) for person in others] == [True, True, False, False]
    with acting(scope.acting_as(follower)):
        assert list(Import.objects.visible_to(follower)) == [owner]
        actions.withdraw(owner, by=follower)
    assert not Household.objects.filter(closed_on=None).exists()


def test_a_withdrawal_names_rows_that_were_used_or_changed(officer, village):
    owner = bring_in(officer, SHEET)
    visited, changed = Household.objects.order_by("number_key")[:2]
    build.make_visit(village, household=visited, by=officer)
    with acting(scope.acting_as(officer)):
        changed.phone = "15400000055"
        change_household(changed, by=officer)
        with pytest.raises(ValidationError, match=f"{visited.number}.*{changed.number}"):
            actions.withdraw(owner, by=officer)
    assert Household.objects.filter(closed_on=None).count() == 3


def test_after_seven_days_an_import_stays(officer, time_machine):
    owner = bring_in(officer, SHEET)
    time_machine.move_to("2026-03-28T09:00:00+08:00")
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError, match="7"):
        actions.withdraw(owner, by=officer)


def test_the_chief_confirms_large_imports_of_others(officer, chief, monkeypatch):
    owner = bring_in(officer, SHEET, commit=False)
    Import.objects.update(rows=501)
    owner.refresh_from_db()
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError):
        actions.commit(owner, by=officer)
    with acting(scope.acting_as(chief)):
        owner = actions.confirm(owner, by=chief)
    with acting(scope.acting_as(officer)):
        assert actions.commit(owner, by=officer)["households"] == 3


def test_an_officer_does_not_confirm_and_a_chief_does_not_import(officer, chief):
    owner = bring_in(officer, SHEET, commit=False)
    with pytest.raises(PermissionDenied):
        actions.confirm(owner, by=officer)
    with pytest.raises(PermissionDenied):
        actions.commit(owner, by=chief)


def test_households_do_not_begin_in_a_closed_month(officer, station):
    StationMonth.objects.create(station=station, month=date(2026, 2, 1), state=StationMonth.State.SUBMITTED)
    owner = bring_in_only(officer)
    for day in (None, date(2026, 2, 28), date(2026, 4, 1)):
        with pytest.raises(ValidationError):
            check_since(owner, day)
    check_since(owner, date(2026, 3, 1))


def bring_in_only(officer):
    with acting(scope.acting_as(officer)):
        return actions.upload(*SHEET, by=officer)


def test_a_register_that_changed_after_the_check_refuses_the_commit(officer, village):
    owner = bring_in(officer, SHEET, commit=False)
    build.make_household(village, number="88-1号")
    with acting(scope.acting_as(officer)), pytest.raises(ValidationError):
        actions.commit(owner, by=officer)
    assert Household.objects.count() == 1


def test_the_station_remembers_what_columns_meant(officer, clerk):
    made = sheet(("试验村", "1号", "王某"), headings=("村", "甲", "户主"))
    with acting(scope.acting_as(officer)):
        owner = actions.upload(*made, by=officer)
        actions.choose_columns(
            owner, {"村": "village", "甲": "number", "户主": "householder"}, by=officer, since=None
        )
    with acting(scope.acting_as(clerk)):
        assert actions.upload(*made, by=clerk).columns["甲"] == "number"
    assert Mapping.objects.count() == 1


def test_another_post_sees_neither_import_nor_lines(officer, stranger):
    bring_in(officer, SHEET)
    assert not Import.objects.visible_to(stranger).exists()
    with acting(scope.acting_as(stranger)):
        assert not Import.objects.exists() and not ImportLine.objects.exists()


def test_what_lines_say_is_encrypted(officer):
    owner = bring_in(officer, SHEET)
    assert isinstance(owner.lines.first().__dict__["cells"], Ciphertext)


def test_two_sheets_of_different_headings_are_read_by_their_own(officer):
    other = ("门牌号", "户主", "联系电话")
    made = workbook(("试验村", (HEADINGS, *PERSONS)), ("试验村2", (other, ("7号", "赵某", "15400000044"))))
    bring_in(officer, ("两表.xlsx", made), all_are_14=True)
    assert Household.objects.get(number_key="7").phone == "15400000044"


def test_the_refused_lines_come_back_as_a_workbook_that_is_read_again(officer):
    from imports.books.refused import refused_book

    owner = bring_in(officer, sheet(PERSONS[0], ("试验村", "5号", "李某", "户主", "不详", "")))
    content, count = refused_book(owner)
    again = bring_in(officer, ("refused.xlsx", content), all_are_14=False)
    assert count == 1 and states(again) == ["refused"]
    assert json.loads(str(again.lines.get().cells))[1] == "5号"
