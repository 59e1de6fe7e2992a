"""Every sheet of a station goes in, with at most a mapping chosen."""

import pytest

from access import scope
from imports import actions, amounts
from policies.acting import acting
from residents.models import Household, Resident
from tests.imports import sheet_files
from tests.imports.sheet_files import SHEETS, WITHOUT_YEARS

NUMBERS = {sheet_files.group_beside: "1组88-1"}  # the group stands beside the number
pytestmark = pytest.mark.usefixtures("in_march")


def bring_in(officer, made, *, commit=True, **options):
    """The import of a file as the officer, its columns as they are guessed."""
    with acting(scope.acting_as(officer)):
        owner = actions.upload(*made, by=officer)
        owner = actions.choose_columns(owner, owner.columns, by=officer, since=None, **options)
        owner = actions.check(owner, by=officer)
        if commit and amounts.to_take(owner):
            actions.commit(owner, by=officer)
    owner.refresh_from_db()
    return owner


@pytest.mark.turns(3)
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.__name__)
def test_the_three_households_are_in_the_register(sheet, officer, village):
    owner = bring_in(officer, sheet(), all_are_14=sheet in WITHOUT_YEARS)
    assert list(owner.lines.exclude(faults=[]).values_list("number", "faults")) == []
    found = Household.objects.order_by("number_key").values_list("number_key", "householder")
    assert {(number, name.replace(" ", "")) for number, name in found} == {
        ("1组2", "王建国"), ("3组5", "张三"), (NUMBERS.get(sheet, "88-1"), "阿依古丽·买买提"),
    }  # fmt: skip
    assert Resident.objects.count() == SHEETS[sheet] + 3 * (sheet in WITHOUT_YEARS)
