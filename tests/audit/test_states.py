"""What rows say today is under the seals: the owner with all triggers off changes nothing unseen, and people at work
raise no alarm.
"""

from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from access import scope
from audit import seals, states
from audit.models import RowState
from benchmarks import forgeries
from policies.acting import acting
from residents.models import Household, Visit
from retention import disposal
from tests import build, databases

DATABASE = "forgeries"


@pytest.fixture(scope="module")
def anchor(django_db_setup, django_db_blocker):
    """A small county at work, sealed, whose owner has switched everything off."""
    with databases.of_its_own(django_db_blocker, DATABASE):
        yield forgeries.county(rows=6)


@pytest.mark.turns(4)
@pytest.mark.parametrize("forge", sorted(set(forgeries.FORGERIES), key=lambda one: one.__name__))
def test_each_falsification_is_found(forge, anchor):
    dice, made = Random(4711), 0
    for _attempt in range(12):
        done, is_found = forgeries.attempted(forge, dice, anchor)
        made += bool(done)
        assert is_found, done
        if made == 2:
            break
    assert made


def test_nothing_is_found_where_nothing_was_falsified(anchor):
    assert list(states.findings()) == []
    call_command("verify_trail", anchor=anchor)


def test_verify_trail_names_the_row(anchor):
    with transaction.atomic():
        visit = Visit.objects.earliest("pk")
        Visit.objects.filter(pk=visit.pk).update(talks=40)
        assert [tuple(one) for one in states.findings()] == [
            (0, "row changed", f"residents_visit {visit.pk}")
        ]
        with pytest.raises(CommandError, match="1 findings"):
            call_command("verify_trail", anchor=anchor)
        transaction.set_rollback(True)


@pytest.fixture
def household(village):
    return build.make_household(village, phone="13900001234", note="原来")


def kinds_of(row) -> str:
    found = RowState.objects.filter(of_table=row._meta.db_table, row_id=row.pk).order_by("pk")
    return "".join(found.values_list("kind", flat=True))


def test_a_row_that_is_made_changed_and_deleted_has_a_state_of_each(officer):
    leave = build.make_leave(officer)
    type(leave).objects.filter(pk=leave.pk).update(kind="sick")
    assert kinds_of(leave) == "iu" and not list(states.findings([type(leave)]))
    number = leave.pk
    leave.delete()
    leave.pk = number
    assert kinds_of(leave) == "iud" and not list(states.findings([type(leave)]))


def test_another_encrypted_value_is_a_state_of_its_own(household):
    household.phone = "13900001235"
    household.save(update_fields=["phone", "phone_index"])
    assert kinds_of(household)[-1] in "su" and not list(states.findings([Household]))


def test_what_is_worked_out_makes_none(household):
    Household.objects.filter(pk=household.pk).update(last_met_on="2026-03-01")
    assert kinds_of(household) == "i" and not list(states.findings([Household]))


def test_two_changes_in_one_transaction_fit_the_history(household):
    for note in ("一", "二", "二", "三"):
        Household.objects.filter(pk=household.pk).update(note=note)
    assert kinds_of(household) == "iuuu" and not list(states.findings([Household]))


def test_of_an_erased_row_the_newest_state_alone_stays(household):
    Household.objects.filter(pk=household.pk).update(note="")
    assert kinds_of(household) == "iu"
    disposal.forget(Household, [household.pk])
    assert kinds_of(household) == "u" and not list(states.findings([Household]))


def test_whoever_enters_rows_writes_no_state(village, officer):
    for statement in (
        "INSERT INTO audit_rowstate (of_table, row_id, kind) VALUES ('x', 1, 'i')", "DELETE FROM audit_rowstate",
        "SELECT * FROM audit_rowstate",
    ):  # fmt: skip
        who = acting(scope.acting_as(officer))
        with pytest.raises(DatabaseError), transaction.atomic(), who, connection.cursor() as cursor:
            cursor.execute(statement)


def test_states_are_sealed():
    assert RowState in seals.sealed_models()
