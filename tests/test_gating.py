"""The list of what figures read is right, and a write that asks no gate is found (tests/gating.py)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from duty import actions as duty
from duty.models import Leave
from indicators import compute
from posts import closed_months
from tests import build, gating, trailing
from tests.counted_tables import read_by_figures, views, written_for_figures

DEPENDS = """
SELECT read.relname, a.attname FROM pg_depend d
JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
JOIN pg_class counting ON counting.oid = r.ev_class AND counting.relname = 'what_counts'
JOIN pg_class read ON read.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
JOIN pg_attribute a ON a.attrelid = read.oid AND a.attnum = d.refobjsubid
"""


def test_the_words_name_every_column_that_the_database_reads(db):
    """PostgreSQL itself notes which columns a view reads."""
    counting = compute.FILL.split("removed AS (")[0].rstrip().rstrip(",").format(only="")
    with connection.cursor() as cursor:
        values = compute._values(build.SINCE.replace(day=1), None)
        cursor.execute("CREATE TEMPORARY VIEW what_counts AS " + counting + " SELECT * FROM counted", values)
        cursor.execute(DEPENDS)
        read = {(views().get(table, (table,))[0], column) for table, column in cursor.fetchall()}
    named = {(table, column) for table, columns in read_by_figures().items() for column in columns}
    assert len(read) > 50 and read <= named


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('UPDATE "residents_household" SET "note" = %s WHERE "residents_household"."members" = 3', ""),
        ('UPDATE "residents_household" SET "note" = %s, "closed_on" = %s WHERE true', "residents_household"),
        ('INSERT INTO "duty_leave" ("user_id") VALUES (%s)', "duty_leave"),
        ('DELETE FROM "residents_resident" WHERE true', ""),
        ('SELECT 1 FROM "duty_leave"', ""),
    ],
)
def test_a_write_of_what_figures_read_is_told_from_others(sql, table):
    assert written_for_figures(sql) == table


def test_a_write_without_the_gate_is_found(officer, chief, village, monkeypatch, in_march):
    monkeypatch.setattr(closed_months, "let_in", lambda *args, **kwargs: False)
    leave = Leave(user=officer, kind="leave", starts_on=build.SINCE, ends_on=build.SINCE)
    duty.grant_leave(leave, by=chief)
    found = [(name, table) for _frame, name, table in gating._pending]
    gating._leave_out([True for _one in gating._pending])
    assert found == [("duty/actions.py:grant_leave", "duty_leave")]


def test_what_was_rolled_back_is_not_written(officer, chief, village, monkeypatch, in_march):
    monkeypatch.setattr(closed_months, "let_in", lambda *args, **kwargs: False)
    leave = Leave(user=officer, kind="leave", starts_on=build.SINCE, ends_on=build.SINCE)
    with pytest.raises(ValidationError), transaction.atomic():
        duty.grant_leave(leave, by=chief)
        assert gating._pending
        raise ValidationError("refused afterwards")
    assert not gating._pending and not gating._savepoints and not Leave.objects.exists()


def test_a_reason_is_given_for_functions_that_exist():
    assert gating.WITHOUT_GATE.keys() <= {":".join(key) for key in trailing.atomic_functions()}
