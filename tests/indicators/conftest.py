"""What the tests of figures share."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.utils import translation

from calendars.spans import covering
from indicators import catalogue, compute, figure, sums
from indicators.models import VillageMonth


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What is called directly speaks as it is written; pages speak Chinese."""
    with translation.override("en"):
        yield


@pytest.fixture
def figures(in_march) -> Callable[..., dict[str, figure.Figure]]:
    """``figures(february)["patrols"].numerator``: counted from the books, added up over all villages."""

    def count(first: date, last: date | None = None) -> dict[str, figure.Figure]:
        last = last or first
        months = sums.calendar.months_between(first, last)
        for month in months:
            compute.fill_month(month)
        added = sums.total(VillageMonth.objects.all(), first, last, level="county")
        return {one.indicator.code: one for one in catalogue.figures(added, covering(first, last))}

    return count
