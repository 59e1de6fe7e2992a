"""Who did it and when is written by the database: no INSERT of a level names another person or another time."""

from datetime import UTC, datetime, timedelta

import pytest

from access import scope
from audit import trail
from audit.models import Entry
from policies import guards
from policies.acting import ANONYMOUS, Acting, acting
from tests import build

FORGED = (
    "INSERT INTO audit_entry (at, actor_id, actor_name, action, subject_type, subject_id, subject_label, detail) "
    "VALUES ('2001-02-03', %s, '别人', 'forged', %s, %s, '', '{}')"
)
LEVELS = [level for level in guards.READING_LEVELS if level != "emergency"]


def forge(cursor, level: str, user: str, actor: int, subject=("", None)) -> tuple:
    """The entry that a session of the login role inserts at this level."""
    cursor.execute("BEGIN")
    cursor.execute(
        "SELECT set_config('role', %s, true), set_config('app.user', %s, true)", [f"registry_{level}", user]
    )
    cursor.execute(FORGED, [actor, *subject])
    cursor.execute("SELECT set_config('role', 'registry_housekeeping', true)")
    cursor.execute("SELECT at, actor_id, actor_name FROM audit_entry WHERE action = 'forged'")
    (found,) = cursor.fetchall()
    cursor.execute("ROLLBACK")
    return found


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_forges_a_name_or_a_time(level, other):
    at, actor, name = forge(other, level, "", 4711)
    assert (actor, name) == (None, "") and abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_the_login_role_itself_forges_neither(other):
    other.execute("BEGIN")
    other.execute(FORGED, [4711, "", None])
    other.execute("SELECT set_config('role', 'registry_housekeeping', true)")
    other.execute("SELECT actor_id, actor_name FROM audit_entry WHERE action = 'forged'")
    assert other.fetchall() == [(None, "")]
    other.execute("ROLLBACK")


def test_an_entry_is_of_the_person_for_whom_the_transaction_is_open(officer, chief):
    with acting(Acting("post", officer.pk)):
        trail.record("amend", None, by=chief)
    entry = Entry.objects.get(action="amend")
    assert (entry.actor_id, entry.actor_name) == (officer.pk, officer.name)


def test_where_nobody_is_signed_in_an_entry_is_of_the_account_that_it_is_about(officer, chief):
    with acting(ANONYMOUS):
        trail.record("sign_in", officer, by=officer)
        trail.record("sign_in_failed", officer, by=chief)
        trail.record("list", None, by=chief)
    assert list(Entry.objects.order_by("pk").values_list("actor_id", "actor_name")) == [
        (officer.pk, officer.name), (None, ""), (None, ""),
    ]  # fmt: skip


def test_commands_of_the_owner_say_for_whom_they_write(officer):
    trail.record("amend", None, by=officer)
    assert Entry.objects.get(action="amend").actor_id == officer.pk


def test_every_place_of_an_entry_is_kept(village, officer):
    visit = build.make_visit(village, by=officer)
    with acting(scope.acting_as(officer)):
        trail.record("withdraw", visit, by=officer)
    entry = Entry.objects.get(action="withdraw")
    assert (entry.post_id, entry.station_id) == (visit.post_id, visit.station_id)
