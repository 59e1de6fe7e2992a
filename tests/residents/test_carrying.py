"""A merge that is undone leaves every row where it was: generated over all that points at a household or a person."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from residents.duplicates import finding, merging
from residents.models import Duplicate, Household, Resident
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
POINTERS = (Household, Resident)
BOOKKEEPING = {"Duplicate", "HouseholdChange", "ResidentChange"}


def pointers() -> dict[Any, list[str]]:
    """Each model with its columns that name a household or a person; histories and pairs to decide apart."""
    found = {}
    for model in apps.get_app_config("residents").get_models():
        names = [field.attname for field in model._meta.concrete_fields if field.related_model in POINTERS]
        if names and model.__name__ not in BOOKKEEPING and not hasattr(model, "pgh_tracked_model"):
            found[model] = names + [one for one in ("relation", "left_on") if hasattr(model, one)]
    return found


def where_all_stand() -> dict[str, list[tuple[Any, ...]]]:
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list("pk", *names))
        for model, names in pointers().items()
    }


@pytest.fixture
def two(village, officer) -> list[Household]:
    """Two entries of one family, each with what can point at a household and at its people."""
    made = [build.make_household(village, number=number, householder="王建国") for number in ("1号", "2号")]
    far = build.make_household(village, number="9号", householder="张远")
    for number, household in enumerate(made):
        head = build.make_resident(household, name="王建国", birth_year=1970, relation="head")
        build.make_resident(household, name=f"王小{number}", birth_year=1999)
        guest = build.make_resident(far, name=f"客{number}", birth_year=1990)
        Resident.objects.filter(pk=guest.pk).update(second_home=household)
        purpose = ("elderly", "disability")[number]
        build.make_priority(village, household=household, resident=head, purpose=purpose)
        build.make_data_request(household, officer, resident=head)
        build.make_visit(village, date(2026, 3, 2), household=household)
        build.make_request(village, date(2026, 3, 2), household=household)
    return made


@pytest.mark.parametrize("stays", [0, 1])
def test_an_undone_merge_leaves_every_pointer_where_it_was(two, stays, officer):
    build.make_pairing(two[1 - stays], officer)
    finding.find(villages=[two[0].village_id])
    pair = Duplicate.objects.get(first__isnull=False)
    before = where_all_stand()
    merging.merge(pair, two[stays].pk, by=officer)
    merged = where_all_stand()
    moved = {name for name in before if before[name] != merged[name]}
    assert {"Resident", "PriorityVisit", "DataRequest", "Request"} <= moved
    gone = two[1 - stays].pk
    still_there = {
        name: [row for row in rows if gone in row[1:]] for name, rows in merged.items() if name in moved
    }
    assert still_there["PriorityVisit"] == still_there["DataRequest"] == still_there["Request"] == []
    pair.refresh_from_db()
    merging.undo(pair, by=officer)
    after = where_all_stand()
    for name in before.keys() - {"Pairing"}:
        assert after[name] == before[name], name
