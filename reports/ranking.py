"""Compare the stations, posts, towns or villages of a month, the worst first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from access import scope
from accounts.models import User
from calendars import calendar
from calendars.spans import Span, covering
from formulas.satisfaction import shared_ranks
from indicators import published_places, sums
from indicators.catalogue import BY_CODE, in_force_of
from indicators.figure import COUNT, MEDIAN, SURVEY, Figure
from indicators.models import VillageMonth
from reports import drills
from reports.periods import Place, are_parts, names

COMPARED = (
    "visit_target", "duty_days", "good_deeds", "documents", "disputes_handled", "disputes_open", "patrols",
    "five_none_reported", "five_none", "satisfaction",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """One place with its figures; ``rank`` is None where the figure is missing, preliminary or suppressed.

    A post with ``vacant_days`` has no rank either: nobody was responsible for what it is compared by.
    """

    place: Place
    figures: dict[str, Figure]
    links: dict[str, tuple[str, str]]  # of numerator and denominator
    rank: int | None = None
    vacant_days: int = 0


def compared(user: User, first: date, last: date) -> list[str]:
    """The codes of the indicators that are compared in the period: without those that were given up."""
    return in_force_of(COMPARED, first, last, scope.for_user(user).county)


def published_figures(
    user: User, first: date, last: date, level: str, keys: Iterable[int]
) -> dict[int, dict[str, Figure]]:
    """The published figures of these places, of the month or of the year up to it; none of any other period."""
    if first != last and first != Span.YEAR.first(last):
        return {}
    found = published_places.newest_of(user, [last], level, keys)
    return {key: one.month if first == last else one.year for (_month, key), one in found.items()}


def standings(
    user: User, first: date, last: date, level: str, by: str, *, is_published: bool = True
) -> list[Standing]:
    """Places of ``level`` with the compared figures of ``first`` .. ``last``, worst by ``by`` first.

    Figures are the published ones where the last month is published; ``is_published`` false: it is known not to be.

    Before them, without rank, the posts with vacant days, the longest first, and the places that have not reported all.
    The running month has an order and no ranks: what it is compared by is not over.
    """
    months = VillageMonth.objects.visible_to(user)
    found = sums.by_place(months, level, first, last, are_parts=are_parts(user, level))
    named = names(level, found)
    span = covering(first, last)
    out = published_figures(user, first, last, level, named) if is_published else {}
    shown = compared(user, first, last)
    rows = []
    for key, added in found.items():
        if key not in named:
            continue
        place = Place(level, key, named[key])
        figures = {code: BY_CODE[code].figure(added, span) for code in {*shown, by}}
        figures |= {code: one for code, one in out.get(key, {}).items() if code in figures}
        links = {code: drills.links(BY_CODE[code], (first, last), place, user) for code in shown}
        vacant_days = added["vacant_days"] if level == "post" else 0
        rows.append(Standing(place, figures, links, vacant_days=vacant_days))
    vacant = sorted((row for row in rows if row.vacant_days), key=lambda row: -row.vacant_days)
    manned = [row for row in rows if not row.vacant_days]
    best_first = sorted(manned, key=lambda row: goodness(row.figures[by]), reverse=True)
    if last < calendar.this_month():
        ranks = _ranks([row.figures[by] for row in best_first], by)
        best_first = [replace(row, rank=rank) for row, rank in zip(best_first, ranks, strict=True)]
    return vacant + best_first[::-1]


def goodness(figure: Figure) -> tuple[bool, Decimal]:
    """A sort key: what is not reported, or not by all, comes first as a group of its own; then the share (or the count)
    turned so that more is better."""
    value = figure.rate if figure.indicator.shape not in (COUNT, MEDIAN) else figure.numerator
    turned = -1 if figure.indicator.more_is_better is False else 1
    if value is None or not figure.is_whole:
        return (False, Decimal(value or 0) * turned)
    return (True, Decimal(value) * turned)


def _ranks(figures: list[Figure], by: str) -> list[int | None]:
    """Equal values share a rank; of answers it is 1 + the places whose interval lies wholly better."""
    if BY_CODE[by].shape == SURVEY:
        return shared_ranks([figure.interval if figure.is_whole else (None, None) for figure in figures])
    ranks: list[int | None] = []
    for place, figure in enumerate(figures, start=1):
        key = goodness(figure)
        same = place > 1 and key == goodness(figures[place - 2])
        ranks.append(None if not key[0] else ranks[-1] if same else place)
    return ranks
