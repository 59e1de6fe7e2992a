"""A walk that is shared out over days has every case in as many days, and all of them where somebody asks for it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests import by_day
from tests.journeys import turns

DAYS = [date(2026, 3, 20) + timedelta(days) for days in range(3)]
CASES = [f"test_it[{case}]" for case in range(40)]


def case(name: str, *mark, role: str = "", **given):
    marked = pytest.mark.turns(*mark, **given).mark if mark else None
    return SimpleNamespace(
        name=name,
        nodeid=f"tests/test_walk.py::{name}",
        path=SimpleNamespace(name="test_walk.py"),
        callspec=SimpleNamespace(params={"role": role}),
        get_closest_marker=lambda _name: marked,
    )


@pytest.fixture
def taken(monkeypatch):
    def of(items, day):
        monkeypatch.setattr(turns, "_asked_for", day)
        return [item.name for item in items if by_day.is_today(item)]

    return of


def test_each_case_has_one_day_and_the_others_have_every_day(taken):
    days = [taken([case(name, 3) for name in CASES], day) for day in DAYS]
    assert sorted(name for day in days for name in day) == sorted(CASES)
    assert all(len(day) > 5 for day in days)
    assert all(taken([case("test_plain")], day) == ["test_plain"] for day in DAYS)


def test_what_takes_long_has_as_many_turns_and_at_most_eight(taken, monkeypatch):
    seconds = {"test_short": 0.5, "test_long": 1.4, "test_longest": 70.0}
    monkeypatch.setattr(
        by_day, "costs", lambda: {f"tests/test_walk.py::{one}": it for one, it in seconds.items()}
    )
    days = [DAYS[0] + timedelta(number) for number in range(24)]
    ran = [name for day in days for name in taken([case(name) for name in seconds], day)]
    assert [ran.count(name) for name in seconds] == [24, 8, 3]
    marked = [name for day in days for name in taken([case("test_long", 12)], day)]
    assert len(marked) == 2  # the mark says more


def test_costs_are_measured_without_fixtures_and_what_was_not_run_stays():
    lines = [
        "    92.3 s     12.5 s      1.2 s     2 tests/a.py::test_one",
        "     9.0 s      1.0 s      9.0 s     3 tests/a.py::test_two",
    ]
    assert by_day.measured(lines) == {"tests/a.py::test_one": 0.6, "tests/a.py::test_two": 3.0}
    old = {"tests/a.py::test_two": 8.0, "tests/a.py::test_three": 2.0}
    new = {"tests/a.py::test_two": 0.4}
    assert by_day.renewed(old, new) == {"tests/a.py::test_three": 2.0}


def test_every_test_that_has_turns_is_there():
    assert [name for name in by_day.costs() if not by_day.is_there(name)] == []


def test_the_tests_of_a_role_have_the_same_day(taken):
    both = [case(name, 3, by="role", role="officer") for name in ("test_one[officer]", "test_other[officer]")]
    assert sorted(len(taken(both, day)) for day in DAYS) == [0, 0, 2]


@pytest.mark.parametrize(
    ("args", "keyword", "walks", "is_shared"),
    [
        (["tests"], "", False, True),
        (["tests"], "", True, False),
        (["tests/a.py"], "", False, False),
        (["tests"], "a", False, False),
    ],
)
def test_who_names_a_test_gets_all_its_cases(args, keyword, walks, is_shared, taken, monkeypatch):
    monkeypatch.setattr(turns, "_asked_for", DAYS[0])
    left: list = []
    config = SimpleNamespace(
        args=args,
        option=SimpleNamespace(keyword=keyword, markexpr=""),
        getini=lambda _name: ["tests"],
        getoption=lambda _name: walks,
        hook=SimpleNamespace(pytest_deselected=lambda items: left.extend(items)),
    )
    items = [case(name, 3) for name in CASES]
    by_day.pytest_collection_modifyitems(config, items)
    assert len(items) + len(left) == len(CASES) and bool(left) == is_shared
