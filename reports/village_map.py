"""The villages coloured by one figure of a month: on the outlines that the county brought, else as a grid of towns."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators import published
from indicators.catalogue import BY_CODE
from indicators.figure import MET, NOT_MET, NOT_REPORTED, Figure
from indicators.models import VillageMonth
from indicators.templatetags.figure_tags import figure as written
from pages import addresses, month_switch
from posts import places
from posts.models import CountyMap, Village
from reports import ranking

# What the map may be coloured by: figures of which some may be better than others.
OFFERED = ("five_none", "visit_target", "satisfaction", "patrols", "disputes_open")
SHADES = 5  # from the worst to the best fifth of the villages that have a value
MISSING, GOOD, BAD = "missing", "good", "bad"


@dataclass(frozen=True)
class Tile:
    """A village with its figure; ``shade``: the name of its colour (static/registry/registry.css)."""

    key: int
    name: str
    code: str
    town: str
    figure: Figure
    shade: str
    url: str


def tiles(user: User, month: date, by: str) -> list[Tile]:
    """The villages that the person sees, by town."""
    standings = ranking.standings(user, month, month, "village", by)
    villages = Village.objects.select_related("town").in_bulk([row.place.key for row in standings])
    shades = shades_of({row.place.key: row.figures[by] for row in standings})
    at = reverse("reports:monthly")
    found = [
        Tile(
            key=row.place.key,
            name=villages[row.place.key].short_name,
            code=villages[row.place.key].code,
            town=villages[row.place.key].town.name,
            figure=row.figures[by],
            shade=shades[row.place.key],
            url=f"{at}?month={month:%Y-%m}&place={row.place.param}",
        )
        for row in standings
        if row.place.key in villages
    ]
    return sorted(found, key=lambda one: one.code)


def shades_of(figures: dict[int, Figure]) -> dict[int, str]:
    """By the key of a place: its fifth among those with a value, ``1`` the worst; met or not; or that it is missing."""
    known = {key: value for key, one in figures.items() if (value := _value(one)) is not None}
    order = sorted(set(known.values()))
    found = {}
    for key, one in figures.items():
        if one.indicator.code == "five_none" and one.state in {MET, NOT_MET}:
            found[key] = GOOD if one.state == MET else BAD
        elif key in known:
            place = order.index(known[key])
            found[key] = str(1 + place * (SHADES - 1) // max(1, len(order) - 1))
        else:
            found[key] = MISSING
    return found


def _value(figure: Figure) -> Decimal | None:
    """More is better; None of what is hidden, not reported or undefined."""
    if figure.is_hidden or figure.state == NOT_REPORTED:
        return None
    has_value, value = ranking.goodness(figure)
    return value if has_value else None


class VillageMap(Page):
    """The map of a month (``?month=``) by one figure (``?by=``)."""

    verb = "see_board"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        month = addresses.month_in(
            request.GET, calendar.shift(calendar.this_month(), -1), latest=calendar.this_month()
        )
        offered = [code for code in ranking.compared(request.user, month, month) if code in OFFERED]
        by = request.GET.get("by") or next(iter(offered), "")
        if by not in offered:
            raise BadRequest
        found = tiles(request.user, month, by)
        context = {
            "title": _("Map of the villages"),
            "month": month,
            "switch": month_switch.in_query(month, request.GET, "by"),
            "published": published.of_period(request.user, month, month),
            "by": by,
            "indicator": BY_CODE[by],
            "indicators": [BY_CODE[code] for code in offered],
            "towns": by_town(found),
            "drawn": drawn(request.user, found),
            "is_yes_or_no": by == "five_none",
            "may_bring": may(request.user, "arrange_organisation"),
            "has_figures": VillageMonth.objects.visible_to(request.user).filter(month=month).exists(),
        }
        return render(request, "reports/map.html", context)


def by_town(found: list[Tile]) -> dict[str, list[Tile]]:
    towns: dict[str, list[Tile]] = {}
    for one in found:
        towns.setdefault(one.town, []).append(one)
    return towns


def drawn(user: User, found: list[Tile]) -> dict[str, Any] | None:
    """What the chart is made of (static/registry/maps.js): GeoJSON with the colour and the address of each village;
    None without any outline. Villages that the file lacks stand in the grid alone."""
    county = places.county_of(user) or scope.for_user(user).county_id
    newest = CountyMap.objects.filter(county=county).order_by("-pk").first() if county else None
    if newest is None:
        return None
    features = [
        {
            "type": "Feature",
            "properties": {"name": one.code},
            "geometry": {"type": "MultiPolygon", "coordinates": newest.outlines[one.code]},
        }
        for one in found
        if one.code in newest.outlines
    ]
    shown = {
        one.code: {
            "name": one.name,
            "town": one.town,
            "shade": one.shade,
            "url": one.url,
            "text": _text(one.figure),
        }
        for one in found
        if one.code in newest.outlines
    }
    missing = len(found) - len(features)
    if not features:
        return None
    return {"map": {"type": "FeatureCollection", "features": features}, "villages": shown, "missing": missing}


def _text(figure: Figure) -> str:
    return strip_tags(str(written(figure)))
