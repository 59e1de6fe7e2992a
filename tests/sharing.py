"""How the tests are shared out when several processes run them (pytest-xdist): file by file, the long ones first.

The journeys share one running registry and one browser, so that a single process takes all of them. Each test of the
matrix makes its own world, so that each may have its own process.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS, MATRIX = "tests/journeys/", "tests/test_matrix.py"
# What takes longest comes first, so that no process is left with it when the others are done.
FIRST = (
    JOURNEYS,
    MATRIX,
    "tests/demo/test_demo_county.py",
    "tests/fuzz/",
    "tests/test_reading.py",
    "tests/test_access.py",
)


class Shares(LoadScopeScheduling):
    """A process is given one share after the other, and nobody else gets a part of it."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    path = nodeid.partition("::")[0]
    if path.startswith(JOURNEYS):
        return JOURNEYS
    return nodeid if path == MATRIX else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares:
    return Shares(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process that shares sorts in the same way; whoever runs alone keeps to the alphabet."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))  # stable: a file keeps its order


def _turn(nodeid: str) -> int:
    begins = (place for place, first in enumerate(FIRST) if nodeid.startswith(first))
    return next(begins, len(FIRST))
