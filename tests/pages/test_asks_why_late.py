"""A form that a published month refuses has the field in which to say why; no other refusal shows it.

And whatever is saved, no figure of a published month changes without a reason that stands beside the difference.
A sixth of the forms is sent in each run, other ones each day; all of them by ``make matrix``.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection

from access.roles import Role
from disputes.models import Agreement, Dispute, Duty, FollowUp, Session, Suspension
from duty.models import DutyDay, Leave
from indicators import compute
from indicators.differences import reasons_of
from indicators.models import VillageMonth
from indicators.models.months import COUNT_FIELDS
from ledgers import books
from ledgers.models import StationMonth
from ledgers.months import State
from pages.submissions import VERSION
from pages.views.forms import FormPage
from patrols.models import Patrol
from posts.models import Assignment
from residents.models import Household, Resident
from tests import bodies, build, databases, objects
from tests.fuzz.forms import merged
from tests.journeys.turns import Turns
from tests.page_client import PageClient
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed

TENTH, LATER = date(2026, 2, 10), date(2026, 2, 20)
PUBLISHED = (date(2026, 1, 1), date(2026, 2, 1))
# People are counted as the register is today, undated (tests/gating.py).
REACH_FORWARD = {"people", "members", "members_trained", "functions_covered"}
REFUSED = re.compile("已发布。补录")
FIELD = re.compile(r'<(?:input|textarea)(?![^>]*type="hidden")[^>]*name="(?:late_reason|reason)"')


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    """All that happened was in February, and February is published."""
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        people, rows = objects.make_cast()
        Household.objects.update(opened_on=build.SINCE)
        Resident.objects.update(entered_on=build.SINCE)
        home = Household.objects.get(pk=rows["household"])
        build.make_resident(home, name="王测试", relation="head")
        build.make_resident(home, name="张测试")
        for book in books.ledgers():
            book.model.objects.update(occurred_on=TENTH)
        DutyDay.objects.update(on=TENTH, entered_on=LATER)
        Leave.objects.update(starts_on=TENTH, ends_on=LATER)
        station = Assignment.objects.get(user=people[Role.CHIEF]).station
        parts_in_february()
        for month in PUBLISHED:
            compute.fill_month(month)
            StationMonth.objects.create(station=station, month=month, state=State.PUBLISHED)
        yield people, rows


def parts_in_february() -> None:
    """What belongs to a dispute happened, and was due, in February as well."""
    Dispute.objects.exclude(stage="open").update(handled_on=TENTH)
    Session.objects.update(held_on=TENTH)
    Agreement.objects.exclude(effective_on=None).update(effective_on=TENTH)
    Duty.objects.update(due_on=LATER)
    FollowUp.objects.update(planned_on=LATER)
    Suspension.objects.update(starts_on=TENTH)


@dataclass
class Sent:
    """A form filled with a day of February, sent, and sent once more with the reason that it asked for."""

    name: str
    role: Role
    html: str = ""  # of a refusal
    unexplained: list[str] = field(default_factory=list)  # figures that changed without a reason beside them


@pytest.fixture(scope="module")
def chosen(request) -> frozenset[str]:
    """The forms of this run."""
    turns = Turns(max(request.config.getoption("--matrix"), 1 / 6))
    forms = (name for name, view in walk.pages().items() if issubclass(view, FormPage))
    return frozenset(name for name in forms if turns.has(name, "late"))


@pytest.fixture(scope="module")
def answers(cast, chosen):
    people, rows = cast
    browsers, found = walk.Browsers(people), []
    for name in walk.pages():
        for role in Role:
            if name not in chosen or not allowed(role, ACCESS[name]):
                continue
            url, client = address(name, rows), browsers.of(role)
            page = client.get(url)
            if page.status_code != 200:
                continue
            form = merged(page.content.decode(), "post")
            days = {field: str(LATER) for field, kind in form.kinds.items() if kind == "date"}
            with walk.taken_back():
                found.append(send(Sent(name, role), client, url, bodies.body(form, rows, rows) | days))
            break
    return found


def send(one: Sent, client: PageClient, url: str, typed: dict[str, str]) -> Sent:
    answer = client.post(url, typed)
    if answer.status_code in (409, 422):
        one.html = answer.content.decode()
        if REFUSED.search(one.html):
            answer = client.post(url, typed | dict.fromkeys(("late_reason", "reason"), "纸上补录"))
    if answer.status_code == 302:
        one.unexplained = unexplained()
    return one


def unexplained() -> list[str]:
    """Village, month and names of the figures that a new count finds changed, where no reason is told."""
    wrong = []
    for month in PUBLISHED:
        before = {row["village_id"]: row for row in figures(month)}
        compute.fill_month(month)
        for row in figures(month):
            changed = {name for name, value in row.items() if value != before[row["village_id"]][name]}
            if changed - REACH_FORWARD and not reasons_of([row["village_id"]], month)[row["village_id"]]:
                wrong.append(f"{month:%Y-%m} {row['village_id']} {sorted(changed)}")
    return wrong


def figures(month: date) -> Any:
    return VillageMonth.objects.filter(month=month).values("village_id", *COUNT_FIELDS)


REFUSED_FOR_CERTAIN = {
    "residents:household-move", "residents:resident-move", "patrols:patrol-edit", "disputes:minutes-edit",
    "disputes:agreement-edit", "disputes:call-make",
}  # fmt: skip


def test_every_form_that_a_published_month_refuses_asks_why(answers, chosen):
    asked = {one.name for one in answers if REFUSED.search(one.html)}
    assert [one.name for one in answers if one.name in asked and not FIELD.search(one.html)] == []
    assert chosen & REFUSED_FOR_CERTAIN <= asked
    assert len(asked) > 20 * len(chosen) / len(walk.pages()) / 2, sorted(asked)


def test_no_figure_of_a_published_month_changes_without_a_reason_beside_it(answers):
    assert {one.name: one.unexplained for one in answers if one.unexplained} == {}
    connection.check_constraints()


def test_a_change_in_an_open_month_that_meets_another_one_is_not_asked_why(cast):
    people, rows = cast
    client, url = PageClient(), address("patrols:patrol-edit", rows)
    client.force_login(people[Role.OFFICER])
    form = merged(client.get(url).content.decode(), "post")
    typed = bodies.body(form, rows, rows) | {VERSION: form.fields[VERSION][0], "occurred_on": "2026-03-19"}
    with walk.taken_back():
        Patrol.objects.update(occurred_on=date(2026, 3, 18), note="另一人改过")
        answer = client.post(url, typed | {"note": "这里也改"})
        assert answer.status_code == 409 and not FIELD.search(answer.content.decode())
