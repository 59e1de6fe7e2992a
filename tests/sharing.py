"""How the tests are shared out when several processes run them: file by file, the long ones first.

The journeys share one running registry and one browser, so that a single process takes all of them.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
JOURNEYS = "journeys"
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
        item.add_marker(pytest.mark.xdist_group(_share(item.path.relative_to(TESTS))))


def _turn(path: Path) -> int:
    begins = (place for place, first in enumerate(FIRST) if path.is_relative_to(first))
    return next(begins, len(FIRST))


def _share(path: Path) -> str:
    return JOURNEYS if path.is_relative_to(JOURNEYS) else path.as_posix()
