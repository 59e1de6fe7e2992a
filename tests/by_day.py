"""Walks shared out over days: ``@pytest.mark.turns(3)`` on a test with many cases gives each case its day of three.

A run of all tests takes the cases of today, other ones tomorrow (tests/journeys/turns.py). A run that names files or
tests, and ``make walks``, takes all of them. A test with one case, marked alike, is run on one day of so many.

A test that takes long has its turns without a mark: tests/costs.txt has the seconds of a case of each that took longer
than ``SHORT`` in a run of all tests, and there are as many turns as it is times as long, up to ``MOST``. ``make costs``
writes the file after such a run.
"""

import math
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.journeys.turns import Turns

MARK = "turns"
SHORT = 0.5  # seconds of a case; what is shorter is run every day
MOST = 8  # turns: every test that has them is run once a week and a day
COSTS = Path(__file__).with_name("costs.txt")
TIMES = Path(__file__).resolve().parents[1] / "var" / "cache" / "times.txt"
LINE = re.compile(r" *[\d.]+ s +[\d.]+ s +([\d.]+) s +(\d+) (\S+)$")


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
    by = mark.kwargs.get("by") if mark else None
    name = f"{item.callspec.params[by]}" if by else f"{item.path.name} {item.name}"
    marked = mark.args[0] if mark else 1
    turns = marked if by else max(marked, turns_of(costs().get(function_of(item.nodeid), 0.0)))
    return turns == 1 or Turns(1 / turns).has(name, "case")


def turns_of(seconds: float) -> int:
    """1 for a test that is run every day."""
    return min(MOST, max(1, math.ceil(seconds / SHORT)))


def function_of(nodeid: str) -> str:
    return nodeid.partition("[")[0]


@cache
def costs(path: Path = COSTS) -> dict[str, float]:
    """Function -> seconds of one of its cases."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: float(seconds) for seconds, name in (line.split() for line in lines)}


def measured(lines: Iterable[str]) -> dict[str, float]:
    """Function -> seconds of one of its cases without its fixtures, of var/cache/times.txt (tests/summary.py)."""
    found = (LINE.match(line) for line in lines)
    return {one[3]: float(one[1]) / int(one[2]) for one in found if one}


def renewed(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    """What was measured goes before what stood there; what was not run that day stays."""
    return {name: seconds for name, seconds in (old | new).items() if seconds > SHORT}


def is_there(name: str) -> bool:
    """Does its file have the function?"""
    path, _colons, function = name.partition("::")
    file = COSTS.parents[1] / path
    return file.is_file() and f"def {function}(" in file.read_text(encoding="utf-8")


def write() -> None:
    """Write tests/costs.txt anew, for functions that are there."""
    lines = TIMES.read_text(encoding="utf-8").splitlines()
    found = {name: one for name, one in renewed(costs(), measured(lines)).items() if is_there(name)}
    COSTS.write_text("".join(f"{found[name]:.1f} {name}\n" for name in sorted(found)), encoding="utf-8")


if __name__ == "__main__":
    write()
