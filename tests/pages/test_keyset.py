"""Paging by key."""

from datetime import date

import pytest

from pages import keyset
from patrols.models import Patrol
from residents.models import Household
from residents.views.households import HouseholdList
from tests import build
from tests.lists import shown


def walk(rows, order, size, key="after"):
    """All pages from the first to the last."""
    params, seen = {}, []
    while True:
        page = keyset.page(rows, order, params, size)
        seen += page.rows
        if not page.older:
            return seen
        params = {key: page.older}


@pytest.mark.parametrize("descending", [True, False])
def test_pages_give_every_row_once_in_order(village, descending):
    for day in (3, 1, 2, 2, 2, 5, 1):
        build.make_patrol(village, date(2026, 3, day))
    order = keyset.Order("occurred_on", descending)
    sign = "-" if descending else ""
    expected = list(Patrol.objects.order_by(f"{sign}occurred_on", f"{sign}pk"))
    assert walk(Patrol.objects.all(), order, 2) == expected


@pytest.mark.parametrize("descending", [True, False])
def test_empty_values_lie_below_all_others(village, descending):
    for day in (None, 4, None, 2, 4):
        build.make_household(village, last_met_on=day and date(2026, 3, day))
    found = walk(Household.objects.all(), keyset.Order("last_met_on", descending, nullable=True), 2)
    days = [household.last_met_on and household.last_met_on.day for household in found]
    assert days == ([4, 4, 2, None, None] if descending else [None, None, 2, 4, 4])


def test_the_way_back_shows_the_same_rows(village):
    for day in range(1, 8):
        build.make_patrol(village, date(2026, 3, day))
    order = keyset.Order("occurred_on")
    first = keyset.page(Patrol.objects.all(), order, {}, 3)
    second = keyset.page(Patrol.objects.all(), order, {"after": first.older}, 3)
    back = keyset.page(Patrol.objects.all(), order, {"before": second.newer}, 3)
    assert back.rows == first.rows and not back.newer and not first.newer


@pytest.mark.parametrize(
    "cursor",
    [
        "abc",
        "-5",
        "1.5",
        "²",
        "9" * 30,
        "\0",
        "999999",
        "2026-02-30.5",
        "2026-03-05.",
        "x.5",
        ".5",
        "2026-03-05.x",
    ],
)
def test_a_broken_cursor_shows_the_first_page(village, cursor):
    row = build.make_patrol(village, date(2026, 3, 1))
    assert keyset.page(Patrol.objects.all(), keyset.Order("occurred_on"), {"after": cursor}, 5).rows == [row]


@pytest.mark.parametrize("sort", ["householder", "-householder", "number", "last_met_on"])
def test_a_cursor_of_a_row_elsewhere_shows_the_first_page(
    village, elsewhere, officer, sign_in, sort, monkeypatch
):
    """Else the place where a foreign household would stand would tell its name, letter by letter."""
    monkeypatch.setattr(HouseholdList, "size", 2)
    for name in ("曹一", "李二", "王三", "周四"):
        build.make_household(village, householder=name)
    foreign = build.make_household(elsewhere, householder="牛五")
    client = sign_in(officer)
    first = client.get(f"/residents/households/?sort={sort}").context
    for side in ("after", "before"):
        found = client.get(f"/residents/households/?sort={sort}&{side}={foreign.pk}").context
        assert found["table"].rows == first["table"].rows
        assert (found["newer"], found["older"]) == (first["newer"], first["older"])


@pytest.mark.parametrize("side", ["after", "before"])
def test_the_application_alone_looks_a_cursor_up_within_the_scope(village, elsewhere, officer, side):
    """Without the policies of the database, which the owner passes."""
    homes = [build.make_household(village, householder=name) for name in ("曹一", "李二", "王三")]
    foreign = build.make_household(elsewhere, householder="牛五")
    rows = Household.objects.visible_to(officer)
    page = keyset.page(rows, keyset.Order("pinyin", descending=False), {side: str(foreign.pk)}, 2, among=rows)
    assert (page.rows, page.newer) == (homes[:2], "")


def test_a_row_that_left_the_filter_meanwhile_still_holds_its_place(village, officer, sign_in, monkeypatch):
    monkeypatch.setattr(HouseholdList, "size", 1)
    homes = [
        build.make_household(village, householder=name, is_hardship=True) for name in ("曹一", "李二", "王三")
    ]
    Household.objects.filter(pk=homes[0].pk).update(is_hardship=False)
    query = f"sort=householder&is_hardship=true&after={homes[0].pk}"
    assert shown(sign_in(officer).get(f"/residents/households/?{query}")) == [homes[1].pk]


def test_a_cursor_costs_one_query_more(village, django_assert_num_queries):
    for name in ("曾小明", "王大山"):
        build.make_household(village, householder=name)
    rows, order = Household.objects.all(), keyset.Order("pinyin")
    with django_assert_num_queries(1):
        older = keyset.page(rows, order, {}, 1).older
    with django_assert_num_queries(2):
        keyset.page(rows, order, {"after": older}, 1)


def test_a_day_stands_in_the_cursor_and_costs_no_query(village, django_assert_num_queries):
    rows = [build.make_patrol(village, date(2026, 3, day)) for day in (3, 2, 1)]
    order = keyset.Order("occurred_on")
    older = keyset.page(Patrol.objects.all(), order, {}, 1).older
    assert older == f"2026-03-03.{rows[0].pk}"
    Patrol.objects.filter(pk=rows[0].pk).delete()  # its place stays
    with django_assert_num_queries(1):
        assert keyset.page(Patrol.objects.all(), order, {"after": older}, 2).rows == rows[1:]


def test_a_day_is_no_place_in_an_order_by_name(village):
    homes = [build.make_household(village, householder=name) for name in ("曹一", "李二")]
    found = keyset.page(Household.objects.all(), keyset.Order("pinyin", False), {"after": "2026-03-05.1"}, 5)
    assert found.rows == homes


@pytest.mark.parametrize("descending", [True, False])
def test_both_parts_of_the_key_are_compared_at_once(descending):
    """An index on both leads to the place; of two comparisons joined by OR it would be read from its beginning."""
    beyond = keyset.Order("occurred_on", descending).beyond(date(2026, 3, 5), 7, backwards=False)
    sign = "<" if descending else ">"
    asked = str(Patrol.objects.filter(beyond).query)
    assert f'("patrols_patrol"."occurred_on", "patrols_patrol"."id") {sign} (' in asked


def test_no_name_stands_in_an_address(village):
    for name in ("曾小明", "王大山"):
        build.make_household(village, householder=name)
    page = keyset.page(Household.objects.all(), keyset.Order("pinyin"), {}, 1)
    assert page.older.isdigit()


def test_counting_stops_at_ten_thousand(village, monkeypatch):
    monkeypatch.setattr(keyset, "MOST_COUNTED", 2)
    for day in (1, 2, 3):
        build.make_patrol(village, date(2026, 3, day))
    assert keyset.count(Patrol.objects.all()) == (2, True)
