"""A house number that another household has: each page that refuses it leads there; a split leads to the new one."""

from datetime import date

import pytest

from pages.views.forms import FormPage
from residents.duplicates import merging
from residents.leaving.actions import deregister_household
from residents.models import Duplicate, Household
from residents.views.taken import NamesHolder
from tests import build
from tests.test_access import URLS

pytestmark = pytest.mark.usefixtures("in_march")
ONE = {"householder": "赵一", "members": 2, "children_under_14": 0, "phone": ""}


@pytest.fixture
def holder(village):
    return build.make_household(village, number="7号", householder="钱有门")


@pytest.fixture
def household(village):
    row = build.make_household(village, number="1号", householder="王建国", members=3)
    build.make_resident(row, name="王建国", birth_year=1960, relation="head")
    build.make_resident(row, name="王小军", birth_year=1990, relation="child")
    return row


def to(household, step):
    return f"/residents/households/{household.pk}/{step}/"


def new(village, **_more):
    return "/residents/households/new/", {"village": village.pk, "number": "７号", **ONE}


def edit(village, household, **_more):
    return to(household, "edit"), {
        "village": village.pk,
        "number": "7 号",
        **ONE,
        "version": household.version,
    }


def move(village, household, **_more):
    return to(household, "move"), {"village": village.pk, "number": "7号", "day": "2026-03-10"}


def split(village, household, **_more):
    person = household.residents.get(name="王小军")
    return to(household, "split"), {
        "village": village.pk, "number": "7号", "day": "2026-03-10", "people": [person.pk], "householder": person.pk,
    }  # fmt: skip


def again(household, officer, **_more):
    deregister_household(household, "moved", by=officer)
    renumber(household)
    return to(household, "register-again"), {}


def undo(village, household, officer, **_more):
    other = build.make_household(village, number="9号", householder="王建国")
    first, second = sorted((household, other), key=lambda row: row.pk)
    pair = Duplicate.objects.create(first=first, second=second, **build.keys(village))
    merging.merge(pair, other.pk, by=officer)
    renumber(household)
    return pair.get_absolute_url() + "undo/", {}


def renumber(household):
    Household.objects.filter(pk=household.pk).update(number="7号", number_key="7")


PAGES = {
    "household-create": new,
    "household-edit": edit,
    "household-move": move,
    "household-split": split,
    "household-register-again": again,
    "duplicate-undo": undo,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_taken_number_leads_to_who_has_it(page, village, household, holder, officer, sign_in):
    url, typed = page(village=village, household=household, officer=officer)
    client = sign_in(officer)
    opened = client.get(url)
    version = opened.context["version"] if opened.context else Household.objects.get(pk=household.pk).version
    answer = client.post(url, typed | {"version": version})
    html = answer.content.decode()
    assert answer.status_code == 422 and f'<a href="{holder.get_absolute_url()}" target="_blank"' in html
    if opened.status_code == 302:  # it does not even open
        assert holder.get_absolute_url() in client.get(url, follow=True).content.decode()
    assert "打开那一户" in html and "钱有门" not in html


def test_nobody_is_led_to_a_household_of_another_post(household, station, officer, sign_in):
    there = build.make_village(build.make_post(station, "邻警务室"), "邻村村委会")
    theirs = build.make_household(there, number="7号")
    url, typed = move(there, household)
    answer = sign_in(officer).post(url, typed | {"version": household.version})
    html = answer.content.decode()
    assert answer.status_code == 422 and "门牌号的住户" in html and theirs.get_absolute_url() not in html


def test_every_page_of_a_house_number_leads_there():
    views = {name: getattr(url.callback, "view_class", object) for name, url in URLS.items()}
    typed = {
        name
        for name, view in views.items()
        if issubclass(view, FormPage) and issubclass(getattr(view, "model", object) or object, Household)
        and {"number"} & set(form_fields(view))
    }  # fmt: skip
    leading = {name for name, view in views.items() if issubclass(view, NamesHolder)}
    assert {f"residents:{name}" for name in PAGES} == leading and typed <= leading and len(typed) > 1


def form_fields(view):
    kind = getattr(view, "form_class", None) or object
    made = view.form.__annotations__.get("return")
    return [*getattr(kind, "base_fields", ()), *getattr(made, "base_fields", ())]


def test_after_a_split_the_new_household_is_one_click_away(village, household, officer, sign_in):
    url, typed = split(village, household)
    client = sign_in(officer)
    page = client.post(url, typed | {"number": "8号", "version": household.version}, follow=True)
    new_one = Household.objects.get(number="8号")
    assert f'<a href="{new_one.get_absolute_url()}">打开新户</a>' in page.content.decode()
    later = client.get(household.get_absolute_url()).content.decode()
    assert f'<a href="{new_one.get_absolute_url()}">' in later and "打开新户" not in later


def test_a_split_into_another_post_shows_no_way(household, station, officer, sign_in):
    there = build.make_village(build.make_post(station, "邻警务室"), "邻村村委会")
    url, typed = split(there, household)
    page = sign_in(officer).post(url, typed | {"version": household.version}, follow=True)
    new_one = Household.objects.get(village=there)
    assert new_one.opened_on == date(2026, 3, 10)
    assert new_one.get_absolute_url() not in page.content.decode()
