"""Every figure of the demonstration county is what the oracle counts; some a day, all of them with ``make oracle``."""

from datetime import date
from itertools import product

import pytest

from calendars import calendar
from calendars.spans import Span
from indicators.catalogue import BY_CODE
from indicators.models import VillageMonth
from tests.demo.days import TODAY
from tests.journeys.turns import Turns
from tests.oracle import comparing, exported
from tests.oracle.counting import Oracle

SHARE, PERIODS_A_DAY = 0.05, 3


@pytest.fixture(scope="module")
def oracle(password) -> Oracle:
    return Oracle(exported.tables(), TODAY)


def test_every_figure_is_what_the_oracle_counts(oracle, request):
    months = sorted(set(VillageMonth.objects.values_list("month", flat=True)))
    ended = [month for month in months if month < calendar.month_of(TODAY)]
    periods = [(month, span) for month, span in product(ended, Span) if span.first(month) >= months[0]]
    if not request.config.getoption("--oracle"):
        periods = Turns(SHARE).dice().sample(periods, PERIODS_A_DAY)
    compared, wrong = comparing.faults(oracle, periods)
    print(f"oracle: {compared:,} cells of {len(periods)} periods, {len(wrong)} differ")
    assert compared and not wrong, wrong[:10]


def test_the_oracle_knows_every_indicator(oracle):
    county = VillageMonth.objects.values_list("county_id", flat=True)[0]
    month = date(2025, 12, 1)
    assert set(oracle.figures("county", county, month, month)) == set(BY_CODE)
