"""How often a page waits for the database. BEGIN, which takes role and scope along, counts as a part of the statement
that it travels with (tests/policies/test_opening.py); COMMIT counts as one.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.rights import may
from access.roles import ROLES
from accounts.models import User
from ledgers import books

ROLE_CODES = [row.code for row in ROLES]
FIRST_PAGE, LIST_PAGE = 10, 6
# What the transaction of the test has in place of the one of the request, beside RELEASE, its COMMIT.
NOT_SENT = ("SAVEPOINT", "SELECT set_config('role'")

pytestmark = pytest.mark.usefixtures("in_march")


def statements(ask: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [query["sql"] for query in asked if not query["sql"].startswith(NOT_SENT)]


def lists_of(person: User) -> list[str]:
    return [book.url("list") for book in books.books() if may(person, book.listing.verb)]


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ROLE_CODES)
def test_a_first_page_takes_ten_statements_at_most(role, rows, person_of, sign_in):
    client = sign_in(person_of(role))
    url = client.get("/").get("Location", "/")
    assert len(asked := statements(lambda: client.get(url))) <= FIRST_PAGE, asked


@pytest.mark.turns(2)
@pytest.mark.parametrize("role", ["officer", "clerk", "chief", "county", "leader"])
def test_a_list_takes_six_statements_at_most(role, rows, person_of, sign_in):
    person = person_of(role)
    client = sign_in(person)
    asked = {url: statements(lambda url=url: client.get(url)) for url in lists_of(person)}
    assert {url: found for url, found in asked.items() if len(found) > LIST_PAGE} == {}
