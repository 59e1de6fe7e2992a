"""Every form that writes at a village says at which one, and of which day, once and before anything is typed."""

import re
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from access.roles import Role
from ledgers.views.base import WritingPage
from ledgers.views.forms import BookForm
from posts.models import Membership, Town, Village
from tests import build, databases, objects
from tests.pages import walk
from tests.test_access import ACCESS, URLS, address, allowed

HEAD = re.compile(r'<(?:b|span) class="where"[^>]*>(.*?)</(?:b|span)>', re.DOTALL)
WHEN = re.compile(r'<span class="when[^"]*"[^>]*data-day-of="(\w+)"[^>]*>(.*?)▾</span>', re.DOTALL)
TODAY = "今天 03-20 周五"
# Forms in which the day is not when it happened, and is filled in with something else than today.
OTHER_DAY = {"duty:duty-create"}


def writing() -> list[str]:
    views = {name: getattr(url.callback, "view_class", object) for name, url in URLS.items()}
    return [name for name, view in views.items() if issubclass(view, WritingPage)]


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker):
    with databases.rows_for_a_module(django_db_blocker), time_machine.travel(objects.MORNING):
        people, rows = objects.make_cast()
        with walk.in_any_state():
            yield people, rows, Village.objects.get(pk=rows["village"])


@pytest.fixture(scope="module")
def browsers(cast):
    return walk.Browsers(cast[0])


@pytest.fixture(scope="module")
def pages(cast, browsers) -> dict[str, Any]:
    """Every form that writes at a village, by url name, opened once for the household."""
    _people, rows, _village = cast
    return {
        name: opened(name, browsers, rows, household=rows["household"], team=rows["team"])
        for name in writing()
    }


def opened(name, browsers, rows, **query):
    """The page as the first role sees it that may open it; None where there is nothing to be done."""
    if name.startswith("referrals:"):  # of a row that the address names
        query |= {"kind": "request", "key": rows["request"]}
    for role in sorted(Role, key=lambda role: role != Role.OFFICER):
        if allowed(role, ACCESS[name]):
            page = browsers.of(role).get(address(name, rows), query)
            if page.status_code == 200:
                return page
    return None


def head(html: str) -> str:
    found = HEAD.findall(html)
    assert len(found) == 1, found
    return found[0].strip()


@pytest.mark.turns(8)
@pytest.mark.parametrize("name", writing())
def test_the_village_stands_at_the_head_of_the_form(name, cast, pages):
    assert pages[name] is not None and head(pages[name].content.decode()) == str(cast[2])


@pytest.mark.turns(8)
@pytest.mark.parametrize("name", writing())
def test_the_town_stands_there_where_several_can_appear(name, cast, browsers, second_town):
    _people, rows, village = cast
    page = opened(name, browsers, rows, household=rows["household"], team=rows["team"])
    assert head(page.content.decode()) == f"{village}（{village.town.name}）"


@pytest.fixture
def second_town(cast):
    """The post has a village of another town; everybody has arrived in the first one."""
    people, _rows, village = cast
    mine = Membership.objects.get(village=village)
    with walk.taken_back():
        for person in people.values():
            build.make_duty_day(village, timezone.localdate(), person)
        town = Town.objects.create(county=village.town.county, code="999999002", name="乙镇")
        other = Village.objects.create(town=town, code="999999002201", name="乙镇村委会")
        Membership.objects.create(village=other, post=mine.post, starts_on=mine.starts_on)
        yield


@pytest.fixture(scope="module")
def with_a_day(pages) -> dict[str, str]:
    """Html by url name of the forms that show a day of their own."""
    books = {
        name: page for name, page in pages.items() if issubclass(URLS[name].callback.view_class, BookForm)
    }
    return {
        name: page.content.decode()
        for name, page in books.items()
        if page is not None and page.context["form"].day_input()
    }


def test_the_day_is_shown_once_and_its_field_once(with_a_day):
    assert len(with_a_day) > 12
    wrong = {}
    for name, html in with_a_day.items():
        shown = WHEN.findall(html)
        if len(shown) != 1 or html.count(f'id="{shown[0][0]}"') != 1:
            wrong[name] = shown
    assert wrong == {}


def test_a_new_form_says_today_and_the_weekday_once(with_a_day):
    new = {name: html for name, html in with_a_day.items() if name.endswith(("-create", "-answer"))}
    assert {name for name, html in new.items() if html.count(TODAY) != 1} == OTHER_DAY


@pytest.mark.turns(3)
@pytest.mark.parametrize("day", ["2026-03-11", "", "x"])
def test_another_day_is_loud(day, cast, browsers, with_a_day):
    _people, rows, _village = cast
    names = [name for name in with_a_day if name.endswith("-create") and name not in OTHER_DAY]
    for name in names:
        field = opened(name, browsers, rows).context["form"].day_field
        html = opened(name, browsers, rows, **{field: day}).content.decode()
        assert "is-another-day" in html and TODAY not in html, name
