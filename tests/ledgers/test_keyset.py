from datetime import date

import pytest

from ledgers import keyset
from patrols.models import Patrol
from residents.models import Household
from tests import build


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
    days = [home.last_met_on and home.last_met_on.day for home in found]
    assert days == ([4, 4, 2, None, None] if descending else [None, None, 2, 4, 4])


def test_the_way_back_shows_the_same_rows(village):
    for day in range(1, 8):
        build.make_patrol(village, date(2026, 3, day))
    order = keyset.Order("occurred_on")
    first = keyset.page(Patrol.objects.all(), order, {}, 3)
    second = keyset.page(Patrol.objects.all(), order, {"after": first.older}, 3)
    back = keyset.page(Patrol.objects.all(), order, {"before": second.newer}, 3)
    assert back.rows == first.rows and not back.newer and not first.newer


@pytest.mark.parametrize("cursor", ["abc", "-5", "1.5", "²", "9" * 30, "\0", "999999"])
def test_a_broken_cursor_shows_the_first_page(village, cursor):
    row = build.make_patrol(village, date(2026, 3, 1))
    assert keyset.page(Patrol.objects.all(), keyset.Order("occurred_on"), {"after": cursor}, 5).rows == [row]


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
