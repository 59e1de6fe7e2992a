"""After random histories (late, moved, merged, withdrawn, rotated) every figure is what the oracle counts."""

from datetime import date

import pytest
from django.utils import timezone

from calendars import calendar
from calendars.spans import Span
from tests.histories import Year
from tests.oracle import comparing, exported
from tests.oracle.counting import Oracle
from tests.reports import agreeing

TODAY = date.today().toordinal()  # read before the tests set the clock
STEPS, LONG, HISTORIES = 30, 100, 20

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        first = metafunc.config.getoption("--first-seed")
        number = metafunc.config.getoption("--histories") or HISTORIES
        is_all = metafunc.config.getoption("--oracle")
        metafunc.parametrize("seed", range(first, first + number) if is_all else [TODAY])


def test_every_figure_is_what_the_oracle_counts(seed, time_machine, request):
    world = Year(seed, time_machine)
    for _step in range(LONG if request.config.getoption("--oracle") else STEPS):
        world.step()
    world.follow()
    months = agreeing.count(world)
    oracle = Oracle(exported.tables(), timezone.localdate())
    ended = [month for month in months if month < calendar.this_month()]
    periods = [(month, span) for month in ended for span in Span if span.first(month) >= months[0]]
    compared, wrong = comparing.faults(oracle, periods)
    print(f"oracle: {compared:,} cells after history {seed}, {len(wrong)} differ")
    assert compared and not wrong, wrong[:10]


def test_the_oracle_imports_nothing_of_the_registry():
    """It would count by what it checks."""
    import ast
    from pathlib import Path

    tree = ast.parse((Path(__file__).parent / "counting.py").read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names] if isinstance(node, ast.Import) else []
        )
    }  # fmt: skip
    assert imported <= {
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "fractions",
        "itertools",
        "statistics",
        "typing",
    }
