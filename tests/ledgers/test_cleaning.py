"""A number that slipped in is taken out of a row's history by the chief; the verification tells it from tampering."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit import history
from audit.models import Entry
from ledgers import cleaning
from residents.models import Household, Visit
from retention import disposal
from tests import build

IDENTITY = "990901198001010015"
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def slipped(village, officer) -> Visit:
    """A visit whose note held an identity number and was corrected since, with another change before and after."""
    row = build.make_visit(village, by=officer, note="原来")
    for note in (f"证 {IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", "证件已核对", "证件已核对，补一句"):
        Visit.objects.filter(pk=row.pk).update(note=note)
    row.refresh_from_db()
    return row


def notes(row) -> list[str]:
    changes = history.changes_model(type(row)).objects.filter(pgh_obj=row.pk)
    return list(changes.order_by("pgh_id").values_list("note", flat=True))


def test_the_chief_takes_it_out_and_nothing_else(slipped, chief):
    assert cleaning.take_numbers_out(slipped, by=chief) == 1
    assert notes(slipped) == ["原来", "—", "证件已核对"]
    entry = Entry.objects.get(action="take_numbers_out")
    assert (entry.actor_id, entry.detail) == (chief.pk, {"fields": ["note"], "changes": 1})


@pytest.mark.parametrize("who", ["officer", "clerk", "bureau", "stranger"])
def test_nobody_but_the_chief_of_the_station_does(slipped, who, request):
    with pytest.raises(PermissionDenied):
        cleaning.take_numbers_out(slipped, by=request.getfixturevalue(who))
    assert len(notes(slipped)) == 3


def test_the_other_fields_of_the_change_stay(slipped, chief, officer):
    Visit.objects.filter(pk=slipped.pk).update(talks=7)
    changes = history.changes_model(Visit).objects.filter(pgh_obj=slipped.pk).order_by("pgh_id")
    others = [f.attname for f in changes.model._meta.concrete_fields if f.name != "note"]
    before = list(changes.values(*others))
    slipped.refresh_from_db()
    cleaning.take_numbers_out(slipped, by=chief)
    assert list(changes.values(*others)) == before


def test_a_history_without_a_number_stays(village, officer, chief):
    row = build.make_visit(village, by=officer, note="2026-03-20 来过，共 138 户")
    Visit.objects.filter(pk=row.pk).update(note="改过")
    with pytest.raises(ValidationError):
        cleaning.take_numbers_out(row, by=chief)
    assert len(notes(row)) == 1


def test_an_entry_that_still_has_the_number_is_corrected_first(slipped, chief):
    Visit.objects.filter(pk=slipped.pk).update(note=IDENTITY)
    slipped.refresh_from_db()
    with pytest.raises(ValidationError):
        cleaning.take_numbers_out(slipped, by=chief)
    with pytest.raises(DatabaseError, match="still stands"), transaction.atomic():
        disposal.take_out(Visit, slipped.pk, "note")


def test_the_function_takes_no_other_history_out(slipped):
    refused = "SELECT retention_take_out('audit_entry', %s, 'note')"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(refused, [slipped.pk])
    assert disposal.take_out(Visit, slipped.pk, "state") == 0 and len(notes(slipped)) == 3


def test_the_page_is_offered_to_the_chief_while_there_is_a_number(slipped, chief, officer, sign_in):
    url = reverse("ledgers:history-clean", args=["residents.visit", slipped.pk])
    assert url not in sign_in(officer).get(slipped.get_absolute_url()).content.decode()
    client = sign_in(chief)
    assert url in client.get(slipped.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 302 and "—" in notes(slipped)
    assert url not in client.get(slipped.get_absolute_url()).content.decode()


def test_a_name_of_a_household_is_cleaned_too(village, chief):
    household = build.make_household(village, householder=f"王{IDENTITY}")
    Household.objects.filter(pk=household.pk).update(householder="王测试")
    household.refresh_from_db()
    assert cleaning.take_numbers_out(household, by=chief) == 1


@pytest.mark.parametrize("form", ["accounts.user", "no.such", "visit", "posts.county"])
def test_no_other_table_has_such_a_page(form, chief, sign_in):
    assert sign_in(chief).get(f"/ledgers/history/{form}/1/clean/").status_code == 404
