"""The ranks of a closed quarter, published with its last month.

Stations, posts and towns are ranked by what can be compared between small and large places: shares of a denominator
and numbers of a norm, where more or less of it is better. A rank is 1 + the number of places that are wholly better: by
the share as it is shown (two decimals), of answers of villagers by the whole 95 % interval.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from calendars.spans import Span
from formulas.rates import Number
from formulas.satisfaction import wilson
from formulas.suppression import Node
from indicators import sums
from indicators.by_place import months_of, read, stored
from indicators.catalogue import BY_CODE, CATALOGUE, in_force
from indicators.figure import COUNT, NOT_REPORTED, SUPPRESSED, UNDEFINED, VALUE, Figure
from indicators.models import PublishedPlace, PublishedRanking
from indicators.questions import QUESTIONS
from posts.models import County, Post, Station, Town

LEVELS: Mapping[str, Any] = {"station": Station, "town": Town, "post": Post}
RANKED = tuple(one for one in CATALOGUE if one.shape != COUNT and one.more_is_better is not None)
GRAIN = Decimal("0.0001")  # of a share: two decimals of a percentage
VACANT = "vacant"  # why a post has no rank: nobody was responsible for it on some days
WHY = {
    VACANT: _("vacant on some days"),
    NOT_REPORTED: _("not all reported"),
    UNDEFINED: _("nothing to count"),
    SUPPRESSED: _("too few answers"),
}


def work_out(county: County, quarter: tuple[date, date]) -> list[PublishedRanking]:
    """The rankings of a quarter, not saved; an indicator by which nobody has a rank is left out."""
    first, last = quarter
    added: dict[Node, sums.Sums] = {}
    for level in LEVELS:
        of_level = sums.by_place(months_of(county), level, first, last)
        added |= {(level, key): one for key, one in of_level.items() if key is not None}
    found = []
    for indicator in (one for one in in_force(first, last, county.code) if one in RANKED):
        is_answered = indicator.code in QUESTIONS
        for level, model in LEVELS.items():
            rows_of = model._default_manager.filter(pk__in=[key for one, key in added if one == level])
            names = dict(rows_of.values_list("pk", "name"))
            rows = [
                _standing(key, names[key], indicator.figure(one, Span.QUARTER), one["vacant_days"], level=level)
                for (of, key), one in added.items() if of == level and key in names
            ]  # fmt: skip
            ranked(rows, more_is_better=bool(indicator.more_is_better), by_interval=is_answered)
            if any(row["rank"] for row in rows):
                found.append(
                    PublishedRanking(county=county, level=PublishedPlace.Level(level), indicator=indicator.code,
                                     first=first, last=last, standings=rows)
                )  # fmt: skip
    return found


def _standing(key: int, name: str, figure: Figure, vacant: int, *, level: str) -> dict[str, Any]:
    top, bottom, state = stored(figure)[1:4]
    has_rank = state in (VALUE, "met", "not_met") and bottom not in (0, None) and figure.is_whole
    why = "" if has_rank else state
    if level == "post" and vacant:
        why = VACANT
    return {"key": key, "name": name, "numerator": top, "denominator": bottom, "rank": None, "why": why}


def ranked(rows: list[dict[str, Any]], *, more_is_better: bool, by_interval: bool) -> None:
    """Give each row its rank and put the rows in order; those without a rank come last."""
    spans = {
        row["key"]: span(row["numerator"], row["denominator"], by_interval) for row in rows if not row["why"]
    }
    for row in rows:
        if row["why"]:
            continue
        low, high = spans[row["key"]]
        better = [
            (other_low > high) if more_is_better else (other_high < low)
            for other_low, other_high in spans.values()
        ]
        row["rank"] = 1 + sum(better)
    rows.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0, row["key"]))


def span(top: Number | str, bottom: Number | str, by_interval: bool) -> tuple[Decimal, Decimal]:
    """The interval of a share: its two ends for answers, else the share as it is shown, twice."""
    if by_interval:
        low, high = wilson(int(top), int(bottom))
        return low or Decimal(0), high or Decimal(0)
    share = (Decimal(top) / Decimal(bottom)).quantize(GRAIN, rounding=ROUND_HALF_UP)
    return share, share


def shown(ranking: PublishedRanking) -> list[dict[str, Any]]:
    """The places of a ranking as a page and a file show them: with their figure, and why one has no rank in words."""
    indicator = BY_CODE[ranking.indicator]
    return [
        row | {"figure": read([indicator.code, row["numerator"], row["denominator"], row["why"] or VALUE, None]),
               "why": WHY.get(row["why"], "")}
        for row in ranking.standings
    ]  # fmt: skip
