"""A request that is no POST writes no row of anybody's work: what changes something is a form that was sent.

Every page is asked by GET in every role, a third of the roles a day. HEAD and OPTIONS are asked of every page too, each
in one of the roles that open it; in all of them by ``make matrix``.
"""

import pytest

from access.roles import Role
from tests.test_access import ACCESS, allowed
from tests.tour import Answers, written

# The trail records who read, the session when it was last used, failed tries are counted.
ABOUT_THE_READER = {"audit_entry", "accounts_session", "accounts_usedcode"}


def test_the_counters_see_what_is_written(rows, officer):
    before = written()
    officer.assignments.update(is_responsible=False)
    after = written()
    assert after["posts_assignment"] == before["posts_assignment"] + 1


@pytest.mark.asvs("3.5.3")
@pytest.mark.turns(6, by="role")
@pytest.mark.parametrize("role", Role)
def test_looking_at_any_page_changes_nothing(role, tour):
    assert changed(tour.answers(role, "get")) == {}


@pytest.mark.asvs("3.5.3")
@pytest.mark.turns(6, by="role")
@pytest.mark.parametrize("method", ["head", "options"])
@pytest.mark.parametrize("role", Role)
def test_asking_about_any_page_changes_nothing(role, method, tour, share):
    names = ACCESS if share == 1 else [name for name in ACCESS if asked_by(name) == role]
    assert changed(tour.answers(role, method, names)) == {}


def asked_by(name: str) -> Role:
    """One of the roles to which the page opens, not the same for all pages."""
    opens = [role for role in Role if allowed(role, ACCESS[name])]
    return opens[len(name) % len(opens)]


def changed(answers: Answers) -> dict[str, frozenset[str]]:
    """The pages that wrote more than who read them, with the tables."""
    found = {name: answer.written - ABOUT_THE_READER for name, answer in answers.items()}
    return {name: tables for name, tables in found.items() if tables}
