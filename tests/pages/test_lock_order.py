"""Every page that changes something locks rows in the order of config/lock_order.py: no two of them can deadlock."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from access.roles import Role
from config.lock_order import LOCK_ORDER
from indicators.actions import _LOCK as COUNTS
from pages.views.shown import ShownPage
from tests import bodies
from tests.fuzz.forms import merged
from tests.page_client import PageClient
from tests.pages.test_every_form import pages_of
from tests.test_access import ACCESS, address, allowed

pytestmark = pytest.mark.usefixtures("in_march")
LOCKS = re.compile(
    r'FOR (?:NO KEY )?UPDATE OF "(\w+)"|^UPDATE "(\w+)"|^DELETE FROM "(\w+)"|FROM "(\w+)".* FOR UPDATE$'
)
# Own rows of the person, and rows that nobody waits for while holding others.
OF_NO_MATTER = {
    "pages_submission", "ledgers_draft", "accounts_session", "notices_notice", "indicators_touchedmonth",
    "accounts_passwordhash", "accounts_factor", "accounts_recoverycode", "duty_leave", "duty_dutyday", "posts_assignment", "oversight_standin",
    "oversight_outlier", "oversight_emergencyview", "oversight_emergencynotice", "rules_datedvalue",
    "surveys_answertally", "surveys_sample", "indicators_incidentcount", "indicators_villagemonth",
}  # fmt: skip


@contextmanager
def locks():
    """The tables and advisory locks that are locked in the block, each where it is locked first."""
    found: list[str] = []

    def note(execute, sql, params, many, context):
        for table in locked_by(" ".join(sql.split()), params):
            if table not in found:
                found.append(table)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def locked_by(sql, params) -> list[str]:
    if "pg_advisory_xact_lock" in sql and params and len(params) == 2:
        return ["advisory: counts of a station" if params[0] == COUNTS else "advisory: month of a station"]
    return [next(filter(None, groups)) for groups in LOCKS.findall(sql)]


def what_is_wrong(found: list[str]) -> list[str]:
    unknown = [name for name in found if name not in LOCK_ORDER and name not in OF_NO_MATTER]
    places = [(LOCK_ORDER.index(name), name) for name in found if name in LOCK_ORDER]
    late = [
        f"{after} after {before}"
        for (n, before), (m, after) in zip(places, places[1:], strict=False)
        if m < n
    ]
    return [f"{name} is not in the table" for name in unknown] + late


def sent_by(role, name, rows, person_of) -> list[str]:
    """What is locked when somebody in the role sends the page's form as the page fills it; taken back."""
    client = PageClient()
    client.force_login(person_of(role))
    page = client.get(address(name, rows))
    form = merged(page.content.decode() if page.status_code == 200 else "", "post")
    with transaction.atomic():
        with locks() as found:
            client.post(address(name, rows), bodies.body(form, rows, rows))
        transaction.set_rollback(True)
    return found


def test_every_page_locks_in_one_order(rows, person_of):
    wrong, locked = {}, set()
    for name in pages_of(ShownPage).keys() - {"accounts:password"}:
        roles = [
            role for role in sorted(Role, key=lambda one: one != Role.OFFICER) if allowed(role, ACCESS[name])
        ]
        for role in roles[:3]:
            found = sent_by(role, name, rows, person_of)
            locked |= set(found)
            if faults := what_is_wrong(found):
                wrong[name, role] = faults
            if set(found) & set(LOCK_ORDER):
                break
    assert wrong == {}
    assert len(locked & set(LOCK_ORDER)) > 0.6 * len(LOCK_ORDER), sorted(set(LOCK_ORDER) - locked)
