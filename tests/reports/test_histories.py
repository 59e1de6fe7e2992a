"""Whatever a county goes through, every page, list, file and reader has the same numbers afterwards.

One history with each run of the tests, another one each day; many long ones with ``make histories``.
"""

from datetime import date

import pytest

from tests.histories import Year
from tests.reports import agreeing

TODAY = date.today().toordinal()  # read before the tests set the clock
A_DAY, STEPS, SHARE = 1, 40, 0.03

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        number = metafunc.config.getoption("--histories")
        first = metafunc.config.getoption("--first-seed")
        seeds = range(first, first + number) if number else [TODAY * A_DAY + n for n in range(A_DAY)]
        metafunc.parametrize("seed", seeds)


@pytest.mark.turns(3)
def test_everybody_finds_the_same_numbers(seed, time_machine, request, monkeypatch):
    is_long = bool(request.config.getoption("--histories"))
    world = Year(seed, time_machine)
    for _step in range(100 if is_long else STEPS):
        world.step()
    assert agreeing.agree(world, 0.25 if is_long else SHARE) > 0
    agreeing.open_pages(world, monkeypatch)
    assert len(world.done) > 8, world.done
