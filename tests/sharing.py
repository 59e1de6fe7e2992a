"""How the tests are shared out when several processes run them: file by file, the long ones first.

The journeys share one running registry and one browser, so that a single process takes all of them. Each test of the
matrix makes its own world, so that each may have its own process.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
JOURNEYS, MATRIX = "journeys", "test_matrix.py"
# What takes longest comes first, so that no process is left with it when the others are done.
FIRST = (
    JOURNEYS,
    "test_matrix.py",
    "reports/test_demo_county.py",
    "fuzz",
    "test_reading.py",
    "test_access.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("numprocesses", default=None) and not hasattr(config, "workerinput"):
        return
    items.sort(key=lambda item: _turn(item.path.relative_to(TESTS)))  # stable: a file keeps its order
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_share(item)))


def _turn(path: Path) -> int:
    begins = (place for place, first in enumerate(FIRST) if path.is_relative_to(first))
    return next(begins, len(FIRST))


def _share(item: pytest.Item) -> str:
    path = item.path.relative_to(TESTS)
    if path.is_relative_to(JOURNEYS):
        return JOURNEYS
    return item.name if path.name == MATRIX else path.as_posix()
