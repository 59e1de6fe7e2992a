from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.text(max_size=40))
def test_a_broken_cursor_is_no_cursor(text):
    found = keyset._read(text)
    assert found is None or isinstance(found[1], int)


def test_counting_stops_at_ten_thousand(village, monkeypatch):
    monkeypatch.setattr(keyset, "MOST_COUNTED", 2)
    for day in (1, 2, 3):
        build.make_patrol(village, date(2026, 3, day))
    assert keyset.count(Patrol.objects.all()) == (2, True)
