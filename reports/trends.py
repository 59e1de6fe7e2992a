"""Thirteen months of an indicator, with the year before behind them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calendars import calendar
from formulas.rounding import PERCENT, half_up
from indicators import sums
from indicators.catalogue import BY_CODE
from indicators.models import VillageMonth
from reports.periods import A_YEAR, TREND


def first_month(last: date) -> date:
    """Where a year before the thirteen months that end with ``last`` begins."""
    return calendar.shift(last, 1 - TREND - A_YEAR)


def read(months: QuerySet[VillageMonth], last: date, level: str) -> dict[date, sums.Sums]:
    """What ``series`` draws of a place of the level: the sums of each month from ``first_month`` to ``last`` that has
    figures."""
    return sums.by_month(months, first_month(last), last, level=level)


def series(by_month: dict[date, sums.Sums], codes: Iterable[str], last: date) -> list[dict[str, Any]]:
    """For each code ``{code, name, unit, months, now, before, rows}``; a month without figures is None."""
    shown = calendar.months_between(calendar.shift(last, 1 - TREND), last)
    return [_series(code, by_month, shown) for code in codes]


def _series(code: str, by_month: dict[date, sums.Sums], shown: list[date]) -> dict[str, Any]:
    indicator = BY_CODE[code]
    now = [_value(code, by_month.get(month)) for month in shown]
    before = [_value(code, by_month.get(calendar.shift(month, -A_YEAR))) for month in shown]
    return {
        "code": code,
        "data_id": f"trend-{code}",
        "rows": list(zip([f"{month:%Y-%m}" for month in shown], now, before, strict=True)),
        "labels": [_("these thirteen months"), _("a year before")],
        "name": str(indicator.name),
        "unit": "%" if indicator.is_rate else str(indicator.unit),
        "months": [f"{month:%Y-%m}" for month in shown],
        "now": now,
        "before": before,
    }


def _value(code: str, found: sums.Sums | None) -> float | None:
    if found is None:
        return None
    figure = BY_CODE[code].figure(found)
    if figure.is_rate:
        return None if figure.percent is None else float(half_up(figure.percent, PERCENT))
    return None if figure.numerator is None else float(figure.numerator)
