"""Looking at a page writes no row of anybody's work: what changes something asks for a form that was sent."""

import pytest
from django.db import connection

from access.roles import Role
from tests.test_access import ACCESS, address

# Who looked is written down, the session says when it was last used, failed tries are counted.
ABOUT_THE_READER = {"audit_entry", "accounts_session", "accounts_usedcode"}
WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def written() -> dict[str, int]:
    """Table -> rows written since the transaction began, those of savepoints too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def test_the_counters_see_what_is_written(rows, officer):
    before = written()
    officer.assignments.update(is_responsible=False)
    after = written()
    assert after["posts_assignment"] == before["posts_assignment"] + 1


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("role", Role)
def test_looking_at_any_page_changes_nothing(role, method, rows, sign_in, person_of, in_march):
    client, wrong = sign_in(person_of(role)), {}
    for name in ACCESS:
        before = written()
        getattr(client, method)(address(name, rows))
        changed = {table for table, count in written().items() if count != before.get(table, 0)}
        if changed - ABOUT_THE_READER:
            wrong[name] = changed
    assert wrong == {}
