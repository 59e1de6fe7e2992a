"""A form that a published month refuses has the field in which to say why; no other refusal shows it."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection

from access.roles import Role
from duty.models import DutyDay, Leave
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
from tests.page_client import PageClient
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed

TENTH, LATER = date(2026, 2, 10), date(2026, 2, 20)
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
        for month in (date(2026, 1, 1), date(2026, 2, 1)):
            StationMonth.objects.create(station=station, month=month, state=State.PUBLISHED)
        yield people, rows


def sent(people, rows):
    """Every form, filled with a day of February: (name, role, answer)."""
    browsers = walk.Browsers(people)
    for name, view in walk.pages().items():
        for role in Role:
            if not issubclass(view, FormPage) or not allowed(role, ACCESS[name]):
                continue
            client = browsers.of(role)
            url = address(name, rows)
            page = client.get(url)
            if page.status_code != 200:
                continue
            form = merged(page.content.decode(), "post")
            days = {field: str(LATER) for field, kind in form.kinds.items() if kind == "date"}
            with walk.taken_back():
                yield name, role, client.post(url, bodies.body(form, rows, rows) | days)
            break


def test_every_form_that_a_published_month_refuses_asks_why(cast):
    asked, wrong = set(), []
    for name, role, answer in sent(*cast):
        html = answer.content.decode() if answer.status_code in (409, 422) else ""
        if REFUSED.search(html):
            asked.add(name)
            wrong += [] if FIELD.search(html) else [f"{role} {name}"]
    assert wrong == []
    assert {"residents:household-move", "residents:resident-move", "patrols:patrol-edit"} <= asked
    assert len(asked) > 15, sorted(asked)
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
