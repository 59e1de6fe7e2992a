"""A form that was opened in a post is sent when its person serves there no more: nothing is written, nothing breaks."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from access import scope
from access.roles import Role
from pages.views.forms import FormPage
from posts.models import Assignment
from tests import bodies, build, databases, objects
from tests.fuzz.forms import merged
from tests.page_client import PageClient
from tests.pages import walk
from tests.test_access import ACCESS, address, allowed

# Not about the post: the own account; an emergency view of another post, which an officer opens from anywhere.
OWN = {"accounts:password", "accounts:factor", "accounts:factor-set-up", "oversight:emergency-open"}


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        people, rows = objects.make_cast()
        officer = people[Role.OFFICER]
        yield officer, rows, list(opened(officer, rows))


def opened(officer, rows):
    """Every form that an officer opens: (name, address, what it sends)."""
    client = PageClient()
    client.force_login(officer)
    for name, view in walk.pages().items():
        if issubclass(view, FormPage) and allowed(Role.OFFICER, ACCESS[name]) and name not in OWN:
            url = address(name, rows)
            page = client.get(url)
            if page.status_code == 200:
                yield name, url, bodies.body(merged(page.content.decode(), "post"), rows, rows)


def ended(officer, rows):
    Assignment.objects.filter(user=officer).update(ends_on=timezone.localdate() - timedelta(days=1))


def elsewhere(officer, rows):
    """From today on at another post of the same station."""
    ended(officer, rows)
    station = Assignment.objects.get(user=officer).post.station
    new = build.make_post(station, f"新警务室{officer.pk}")
    build.make_village(new, "新村")
    Assignment.objects.create(user=officer, role=Role.OFFICER, post=new, starts_on=timezone.localdate())


@pytest.mark.turns(2)
@pytest.mark.parametrize("happens", [ended, elsewhere], ids=lambda one: one.__name__)
def test_what_was_opened_before_writes_nothing_afterwards(cast, happens):
    officer, rows, forms = cast
    wrong, sent, before = {}, 0, None  # the same before each form: all is taken back
    for name, url, typed in forms:
        with walk.taken_back():
            happens(officer, rows)
            scope.forget(officer)
            client = PageClient()
            client.force_login(officer)
            before = before or (bodies.footprint(), walk.deeds())
            answer = client.post(url, typed)
            if answer.status_code >= 500 or (bodies.footprint(), walk.deeds()) != before:
                wrong[name] = answer.status_code
            sent += 1
    assert wrong == {} and sent > 25
    connection.check_constraints()
