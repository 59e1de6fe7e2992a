"""Walks shared out over days: ``@pytest.mark.turns(3)`` on a test with many cases gives each case its day of three.

A run of all tests takes the cases of today, other ones tomorrow (tests/journeys/turns.py). A run that names files or
tests, and ``make walks``, takes all of them. A test with one case, marked alike, is run on one day of so many.
"""

import pytest

from tests.journeys.turns import Turns

MARK = "turns"


def add_option(parser: pytest.Parser) -> None:
    parser.addoption("--walks", action="store_true", help="take the walks of every day, not today's alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--walks") or not is_of_all(config):
        return
    others = [item for item in items if not is_today(item)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if is_today(item)]


def is_of_all(config: pytest.Config) -> bool:
    """No file was named; a word or a mark picks from all files, and then every case of what it picks."""
    picks = config.option.keyword or config.option.markexpr
    return not picks and config.args == config.getini("testpaths")


def is_today(item: pytest.Item) -> bool:
    """With ``by="role"`` all tests of a role have their turn on one day, and share its tour (tests/tour.py)."""
    mark = item.get_closest_marker(MARK)
    if mark is None:
        return True
    by = mark.kwargs.get("by")
    name = f"{item.callspec.params[by]}" if by else f"{item.path.name} {item.name}"
    return Turns(1 / mark.args[0]).has(name, "case")
