"""The villages behind a figure: what each has of it, with a total line that is the figure.

For figures of which no list of rows can be opened: days without anybody, visits whose households few may see, parts of
disputes, and the judgements of longer periods than a month. The figure and its place are those of a link
(``?of=vacant_days&first=2026-01&last=2026-03&station=3``); ``all=1`` asks for the denominator.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from calendars.spans import covering
from indicators import sums
from indicators.figure import COUNT, MET, Figure, Indicator
from indicators.models import TouchedMonth
from pages import addresses, parts
from reports import drills, rows_behind
from reports.periods import PLACES, Place, level_of, months_of, names, place_in
from reports.why import indicator_in, period_in


@dataclass(frozen=True)
class Line:
    """One village, the post at which it was in the last month of the period, and its figure."""

    name: str
    post: str
    figure: Figure
    url: str

    @property
    def is_met(self) -> bool:
        """Of a figure that every village meets or does not."""
        return self.figure.state == MET


class ByVillage(Page):
    """A line a village, those with most of it first; villages without any are left out."""

    verb = drills.BY_VILLAGE_VERB

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        user, indicator = request.user, indicator_in(request.GET)
        if indicator.shape not in drills.ADDED_UP:
            raise Http404
        period, place = period_in(request.GET), place_of(request.GET, user)
        is_of_all = bool(request.GET.get("all"))
        rows = months_of(user, place)
        whole = figure_of(indicator, sums.total(rows, *period, level=level_of(user, place)), period)
        lines = lines_of(user, indicator, place, period, is_of_all=is_of_all)
        part = parts.part_of(lines, request.GET)
        added = sum((number_of(line.figure, is_of_all=is_of_all) for line in lines), Decimal())
        listed = rows_behind.of(user, indicator.code, place, period, is_of_all=is_of_all)
        context = {
            "title": indicator.name,
            "indicator": indicator,
            "place": place,
            "first": period[0],
            "last": period[1],
            "figure": whole,
            "part": part,
            "lines": part.rows,
            "added": added,
            "is_of_all": is_of_all,
            "rows": listed,
            "unseen": max(0, int(added) - listed.total) if listed else 0,
            "has_parts": indicator.shape != COUNT,
            "is_judged": indicator.code == "five_none",
            "why_url": drills.why(indicator, period, place),
            "is_uncounted": rows.filter(
                month__gte=period[0], month__lte=period[1], village__in=TouchedMonth.objects.values("village")
            ).exists(),
        }
        return render(request, "reports/by_village.html", context)


def figure_of(indicator: Indicator, found: sums.Sums, period: tuple[date, date]) -> Figure:
    return indicator.figure(found, covering(*period))


def number_of(figure: Figure, *, is_of_all: bool) -> Decimal:
    """The numerator of a figure, or its denominator; 0 where it has none."""
    return Decimal((figure.denominator if is_of_all else figure.numerator) or 0)


def place_of(query: QueryDict, user: User) -> Place:
    """The place that ``?station=3`` names, as in the addresses of lists; 404 outside the person's scope."""
    level = next((one for one in PLACES if query.get(one)), "")
    asked = QueryDict(mutable=True)
    asked["place"] = f"{level}:{query[level]}" if level else ""
    return place_in(asked, user)


def lines_of(
    user: User, indicator: Indicator, place: Place, period: tuple[date, date], *, is_of_all: bool
) -> list[Line]:
    """The villages that have something of the figure, most first, then by name."""
    rows = months_of(user, place)
    figures = {
        key: figure_of(indicator, found, period)
        for key, found in sums.by_place(rows, "village", *period).items()
        if key is not None
    }
    some = {key: one for key, one in figures.items() if number_of(one, is_of_all=is_of_all)}
    called = names("village", some)
    newest = rows.filter(village__in=some, month__gte=period[0], month__lte=period[1]).order_by("month")
    posts = dict(newest.values_list("village", "post__name"))
    links = may(user, "see_organisation")
    found = [
        Line(
            called[key],
            posts.get(key) or "",
            one,
            reverse("posts:village-detail", args=[key]) if links else "",
        )
        for key, one in some.items()
    ]
    return sorted(found, key=lambda line: (-number_of(line.figure, is_of_all=is_of_all), line.name))
