"""How the tests are shared out when several processes run them (pytest-xdist): file by file, the long ones first.

The journeys share one running registry and one browser, so that a single process takes all of them; another one takes
all tests of the demo county. Two files share the answers of one tour through every page (tests/tour.py), and three
those of a walk through every form (tests/pages/walk.py). Each test of the matrix makes its own objects, so that each
may have its own process.

The journeys take a minute and a half, so that a run of chosen tests (`-k`) leaves them out unless it names them.
"""

import gc
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

JOURNEYS, DEMO, MATRIX = "tests/journeys/", "tests/demo/", "tests/test_matrix.py"
TOUR = ("tests/test_access.py", "tests/test_get_writes_nothing.py")
WALK = (
    "tests/pages/test_every_form.py",
    "tests/pages/test_every_post.py",
    "tests/pages/test_nothing_preselected.py",
)
# What takes longest comes first, so that no process is left with it when the others are done.
FIRST = (
    JOURNEYS,
    MATRIX,
    *TOUR,
    *WALK,
    "tests/test_foreign.py",
    DEMO,
    "tests/asvs/test_web.py",
    "tests/fuzz/",
)


class Shares(LoadScopeScheduling):
    """A process is given one share after the other, and nobody else gets a part of it."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    path = nodeid.partition("::")[0]
    for folder in (JOURNEYS, DEMO):
        if path.startswith(folder):
            return folder
    for together in (TOUR, WALK):
        if path in together:
            return together[0]
    return nodeid if path == MATRIX else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares:
    return Shares(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """True for the journeys in a run of chosen tests that does not name them."""
    is_journeys = collection_path.match(f"*/{JOURNEYS}") and collection_path.is_dir()
    return True if is_journeys and leaves_journeys_out(config) else None


def leaves_journeys_out(config: pytest.Config) -> bool:
    named = [config.option.keyword, config.option.markexpr, *config.invocation_params.args]
    return bool(config.option.keyword) and not any("journey" in str(one) for one in named)


def pytest_report_header(config: pytest.Config) -> str | None:
    if leaves_journeys_out(config):
        return "journeys: left out; run them with ARGS=tests/journeys or name them in -k"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process that shares sorts in the same way; a run in one process is in alphabetical order."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))  # stable: the order within a file stays


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: looking through it again and again for garbage took a tenth of the CPU of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _turn(nodeid: str) -> int:
    begins = (place for place, first in enumerate(FIRST) if nodeid.startswith(first))
    return next(begins, len(FIRST))
