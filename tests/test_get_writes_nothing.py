"""A GET request writes no row of anybody's work: what changes something is a form that was sent."""

import pytest

from access.roles import Role
from tests.tour import written

# The trail records who read, the session when it was last used, failed tries are counted.
ABOUT_THE_READER = {"audit_entry", "accounts_session", "accounts_usedcode"}


def test_the_counters_see_what_is_written(rows, officer):
    before = written()
    officer.assignments.update(is_responsible=False)
    after = written()
    assert after["posts_assignment"] == before["posts_assignment"] + 1


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("role", Role)
def test_looking_at_any_page_changes_nothing(role, method, tour):
    answers = tour.answers(role, method)
    wrong = {name: answer.written - ABOUT_THE_READER for name, answer in answers.items()}
    assert {name: tables for name, tables in wrong.items() if tables} == {}
