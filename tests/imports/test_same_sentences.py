"""The screen's forms and an import say the same of the same values: drawn by hand from the edges of each field."""

import itertools

import pytest

from access import scope
from imports.field_rules import FieldRules
from policies.acting import acting
from residents.register_forms import HouseholdForm, ResidentForm
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
WORDS = ["", "1号", "x" * 21, "王\0某", "王某", "x" * 41, "电话15400000001"]
NUMBERS = ["", "0", "3", "三", "16", "-1", "99999"]
YEARS = ["", "1899", "1980", "2011", "2012", "2013", "2101", "80年"]


def same(found, form):
    """The form's sentences are those of the import; what it asks about is a question there, too."""
    errors_by_field = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    asks = "sure" in errors_by_field
    errors_by_field.pop("sure", None)
    return found.wrong == errors_by_field and bool(found.questions) == asks


def test_of_households(officer, village):
    with acting(scope.acting_as(officer)):
        checked = FieldRules(HouseholdForm(user=officer), ("village",))
        for number, name, members, children in itertools.product(
            WORDS[:4], WORDS[3:5], NUMBERS[:7:2], NUMBERS[:3]
        ):
            data = {"number": number, "householder": name, "members": members, "children_under_14": children}
            screen = HouseholdForm(data | {"village": str(village.pk)}, user=officer)
            assert same(checked.check(data), screen), data


def test_of_residents(officer, village):
    household = build.make_household(village)
    with acting(scope.acting_as(officer)):
        checked = FieldRules(ResidentForm(user=officer), ("household",))
        for name, year, stated, residence in itertools.product(
            WORDS[3:], YEARS, ("", "on"), ("permanent", "常")
        ):
            data = {
                "name": name,
                "birth_year": year,
                "is_stated_14": stated,
                "residence": residence,
                "phone": "1" * 21,
            }
            screen = ResidentForm(data | {"household": str(household.pk)}, user=officer)
            assert same(checked.check(data), screen), data
