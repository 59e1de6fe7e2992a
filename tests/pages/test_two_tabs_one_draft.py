"""Two tabs share the draft of a change, and so its key: the slower one is shown both, not sent to a new form."""

from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from access.roles import Role
from pages.submissions import KEY, VERSION
from pages.views.forms import FormPage
from tests import bodies, databases, objects
from tests.fuzz.forms import merged
from tests.page_client import PageClient, version_shown
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed

NEW_FORM = "如需另记一条"


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        yield objects.make_cast()


def second_of_two_tabs(client: PageClient, url: str, rows: dict[str, int]):
    """The answer to the slower tab; None where nothing is changed by the form, or the first one is not saved either."""
    page = client.get(url)
    form = merged(page.content.decode(), "post") if page.status_code == 200 else None
    version = version_shown(url, client.session["_auth_user_id"])
    if form is None or not version:
        return None
    typed = bodies.body(form, rows, rows) | {KEY: str(uuid4()), VERSION: version}
    with walk.taken_back():
        if client.post(url, typed).status_code != 302:
            return None
        return client.post(url, typed | {"typed_in_the_other_tab": "1"})


@pytest.mark.turns(3)
def test_the_slower_tab_is_asked_which_value_stays(cast):
    people, rows = cast
    wrong, asked, browsers = {}, 0, walk.Browsers(people)
    for name, view in walk.pages().items():
        roles = (role for role in (Role.OFFICER, Role.CHIEF, Role.COUNTY) if allowed(role, ACCESS[name]))
        role = next(roles, None)
        if role is None or not issubclass(view, FormPage):
            continue
        answer = second_of_two_tabs(browsers.of(role), address(name, rows), rows)
        if answer is not None:
            asked += answer.status_code == 409
            if NEW_FORM in answer.content.decode():
                wrong[name] = answer.status_code
    assert wrong == {} and asked > 12
    connection.check_constraints()
