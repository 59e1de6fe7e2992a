"""A share of the pages each day makes all of them in as many days (tests/journeys/turns.py)."""

from datetime import date, timedelta

from access.roles import Role
from tests.journeys.turns import Turns

CELLS = [(name, role) for name in ("posts:organisation", "jobs:list", "accounts:me") for role in Role]
WINDOWS = ({"width": 1366}, {"width": 360})
DAYS = [date(2026, 3, 20) + timedelta(days) for days in range(10)]


def test_in_ten_days_a_tenth_a_day_opens_every_cell_once():
    opened = [cell for day in DAYS for cell in CELLS if Turns(0.1, day).has(*cell)]
    assert sorted(opened) == sorted(CELLS)


def test_the_window_changes_from_day_to_day():
    seen = [Turns(0.1, day).windows("jobs:list", WINDOWS) for day in DAYS]
    assert all(len(windows) == 1 for windows in seen)
    assert [windows[0] for windows in seen[:2]] in (list(WINDOWS), list(WINDOWS[::-1]))


def test_axe_looks_at_each_page_in_six_days():
    looked = [
        name for day in DAYS[:6] for name, _role in CELLS[:: len(Role)] if Turns(0.1, day).closely(name)
    ]
    assert sorted(looked) == sorted(name for name, _role in CELLS[:: len(Role)])
    assert Turns(1).closely("jobs:list")


def test_all_of_it_is_all_of_it():
    everything = Turns(1)
    assert (
        all(everything.has(*cell) for cell in CELLS) and everything.windows("jobs:list", WINDOWS) == WINDOWS
    )


def test_each_name_has_its_day():
    assert {name for day in DAYS for name in Turns(0.1, day).some(["a", "b", "c"])} == {"a", "b", "c"}
    assert Turns(1).some(["a", "b", "c"]) == ["a", "b", "c"]
