"""A change of a row leaves the old values, whichever way it was made."""

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import PasswordHash, User
from audit import history, trail
from audit.models import Entry
from ledgers.models import Row
from residents.models import Household, Visit
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
# Rows with access keys that need no history: computed ones, what is written once, and what is thrown away; a proposed
# role that was granted is an assignment, which has one.
# Figures and their publications are written once; of a slip the former hash opens nothing and is not kept.
# Who came to a training is noted by a row that is never changed; the trail counts those noted and taken out again.
WITHOUT = {
    "VillageMonth",
    "Publication",
    "PublishedCounts",
    "PublishedPlace",
    "ProposedRole",
    "Slip",
    "Attendance",
}


def before(row) -> list[dict]:
    return list(history.changes_model(type(row)).objects.filter(pgh_obj=row.pk).order_by("pgh_id").values())


@pytest.fixture
def visit(village, officer):
    return build.make_visit(village, by=officer, note="原来的话")


def test_every_model_with_access_keys_keeps_a_history():
    missing = [
        model.__name__
        for model in apps.get_models()
        if {"post", "station"} <= {field.name for field in model._meta.fields}
        and not issubclass(model, history.Change)
        and history.changes_model(model) is None
        and model.__name__ not in WITHOUT
    ]
    assert missing == []


def test_every_book_keeps_a_history():
    books = [model for model in apps.get_models() if issubclass(model, Row)]
    assert books and all(history.changes_model(model) for model in books)


def test_a_new_row_has_no_history(visit):
    assert before(visit) == []


def test_saving_keeps_the_row_before(visit):
    visit.note = "改过的话"
    visit.save()
    assert [old["note"] for old in before(visit)] == ["原来的话"]


def test_saving_without_a_change_keeps_nothing(visit):
    visit.save()
    assert before(visit) == []


def in_bulk(visit):
    visit.note = "改"
    Visit.objects.bulk_update([visit], ["note"])


def by_sql(visit):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE residents_visit SET note = '改' WHERE id = %s", [visit.pk])


def by_sql_with_triggers_ignored(visit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', ARRAY(SELECT tgname::text FROM pg_trigger)::text, true)"
        )
    by_sql(visit)


@pytest.mark.parametrize(
    "change",
    [
        in_bulk,
        by_sql,
        by_sql_with_triggers_ignored,
        lambda row: Visit.objects.filter(pk=row.pk).update(note="改"),
    ],
)
def test_no_way_around_the_history(visit, change):
    change(visit)
    assert [old["note"] for old in before(visit)] == ["原来的话"]


def test_a_deleted_row_is_kept_as_it_was(officer):
    leave = build.make_leave(officer)
    number = leave.pk
    leave.delete()
    leave.pk = number
    assert [(old["pgh_label"], old["kind"]) for old in before(leave)] == [("delete", "training")]


def test_what_is_worked_out_is_no_change(village):
    household = build.make_household(village)
    Household.objects.filter(pk=household.pk).update(last_met_on="2026-03-01")
    assert before(household) == []


def test_the_history_of_an_account_holds_no_password(officer):
    officer.set_password("three green kettles")
    officer.save()
    User.objects.filter(pk=officer.pk).update(badge="990001")
    [old] = before(officer)
    assert not {"password", "hash"} & set(old) and old["badge"] == ""
    assert history.changes_model(PasswordHash) is None


def test_a_change_names_the_person_and_the_transaction_of_its_entry(visit, officer):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user', %s, true)", [str(officer.pk)])
    by_sql(visit)
    entry = trail.record("amend", visit, by=officer)
    entry.refresh_from_db()
    [old] = before(visit)
    assert (old["by_id"], old["tx"]) == (officer.pk, entry.tx)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}", "TRUNCATE {}", "INSERT INTO {} (pgh_id) VALUES (1)"],
)
def test_the_login_role_can_not_forge_a_history(visit, statement):
    table = history.changes_model(Visit)._meta.db_table
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_entry_belongs_to_a_county(officer, visit, county):
    found = [trail.record("read", visit, by=officer), trail.record("list", None, by=officer, book="x")]
    assert set(
        Entry.objects.filter(pk__in=[one.pk for one in found]).values_list("county_id", flat=True)
    ) == {county.pk}


def test_nobody_chooses_the_transaction_of_an_entry(officer):
    entry = Entry.objects.create(action="read", actor_id=officer.pk, tx=1)
    entry.refresh_from_db()
    assert entry.tx > 1


def test_the_owner_can_not_change_the_trail_either(officer, owner_cursor):
    for statement in (
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ):
        with pytest.raises(psycopg2.Error, match="written once"):
            owner_cursor.execute(statement)
