"""The list behind a figure has the rows of the place as it was: what happened belongs to the post, station and town
where the village was in that month, whoever has its rows today.

``?then=1`` asks for it, beside the months. What stood at the end of a month (``AtEndFilter``) has the villages that the
place had on its last day. A higher room knows the villages of a place in a month; its AppConfig declares it as
``villages_then``: (user, first month, last month, at the end, place) -> (month, key of a village), of what the user
reads; and the number that the link stands on as ``number_behind``: (user, name of the list, query) -> ``Behind``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters as filters
from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calendars import calendar
from pages import addresses
from posts.models import Membership, Town, Village
from posts.naming import with_towns
from posts.querysets import VillageQuerySet, open_on

Months = dict[date, frozenset[int]]  # the villages of a place in each month
LEVELS = ("village", "post", "town", "station")
SIDES = ("from", "to", "both")


class ThenFilter(filters.BooleanFilter):
    """Places as they were in the months that are asked for; read by ``PlaceFilterSet``."""

    def __init__(self) -> None:
        super().__init__(label=_("As the places were then"), widget=forms.CheckboxInput)

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows


def _asks() -> list[Callable[..., Iterable[tuple[date, int]]]]:
    known = (getattr(config, "villages_then", None) for config in apps.get_app_configs())
    return [ask for ask in known if ask]


def months_of(user: User, first: date, last: date, *, at_end: bool = False, **place: int) -> Months:
    """The villages of the place in each month ``first`` .. ``last``; without ``place`` all that the person reads.

    ``at_end``: those that it had on the last day of the month, as stocks count them.
    """
    found: dict[date, set[int]] = defaultdict(set)
    for ask in _asks():
        for month, village in ask(user, first, last, at_end=at_end, **place):
            found[month].add(village)
    return {month: frozenset(villages) for month, villages in sorted(found.items())}


def with_village(user: User, villages: VillageQuerySet, key: int) -> VillageQuerySet:
    """The villages, and the one with the key where the person reads figures of it from when it was theirs."""
    if not any(True for ask in _asks() for _one in ask(user, None, None, village=key)):
        return villages
    return Village.objects.filter(Q(pk=key) | Q(pk__in=villages.values("pk")))


def with_town(user: User, towns: QuerySet[Town], key: int) -> QuerySet[Town]:
    """The same for a town in which villages of the person's place lay once."""
    if not any(True for ask in _asks() for _one in ask(user, None, None, town=key)):
        return towns
    return Town.objects.filter(Q(pk=key) | Q(pk__in=towns.values("pk")))


def there(months: Months, day: str, village: str = "village") -> Q:
    """Rows whose day lies in a month in which their village was there."""
    found = Q(pk__in=[])
    for first, last, villages in _runs(months):
        within = {
            f"{day}__gte": first,
            f"{day}__lt": calendar.end_of(last),
            f"{village}__in": sorted(villages),
        }
        found |= Q(**within)
    return found


def _runs(months: Months) -> list[tuple[date, date, frozenset[int]]]:
    """Months that follow each other with the same villages are one stretch."""
    runs: list[tuple[date, date, frozenset[int]]] = []
    for month, villages in months.items():
        if runs and runs[-1][2] == villages and calendar.shift(runs[-1][1], 1) == month:
            runs[-1] = (runs[-1][0], month, villages)
        else:
            runs.append((month, month, villages))
    return runs


@dataclass(frozen=True)
class Behind:
    """A figure whose rows a list has; ``summed``: the column that adds up to it, the rows themselves where empty.
    ``why``: the page that says why it changed; ``is_then``: its rows may have gone elsewhere since; ``by_village``: how
    much of it each village has, by its key."""

    number: Decimal
    summed: str = ""
    name: str = ""
    why: str = ""
    is_then: bool = True
    by_village: Callable[[], dict[int, Decimal]] = dict


def number_behind(user: User, url_name: str, query: QueryDict) -> Behind | None:
    """The figure, where the query is that of its link; None while it is being counted anew."""
    known = (getattr(config, "number_behind", None) for config in apps.get_app_configs())
    found = (ask(user, url_name, query) for ask in known if ask)
    return next((one for one in found if one), None)


def end(asked: Mapping[str, Any], fields: Mapping[str, Any]) -> date | None:
    """The month at whose end a query asks for what stood."""
    months = (
        addresses.month(asked.get(name) or "")
        for name, one in fields.items()
        if getattr(one, "side", "") == "end"
    )
    return next((month for month in months if month), None)


def left_with(user: User, behind: Behind, here: Mapping[int, Decimal]) -> dict[int, str]:
    """The villages along with which rows of the figure went, each with the station that it belongs to by now, by
    their keys."""
    own = set(Village.objects.served_by(user).values_list("pk", flat=True))
    keys = [
        key for key, number in behind.by_village().items() if number > here.get(key, 0) and key not in own
    ]
    belongs = Membership.objects.filter(open_on(timezone.localdate()), village__in=keys)
    stations = {one.village_id: str(one.post.station) for one in belongs.select_related("post__station")}
    names = with_towns({one.pk: str(one) for one in Village.objects.filter(pk__in=keys).order_by("code")})
    return {key: f"{name} → {stations[key]}" if key in stations else name for key, name in names.items()}


def span(asked: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[str, date, date] | None:
    """The field of the day, the first and the last month that a query asks for; None where it leaves one open.

    Of two days it is the later step: a dispute that was accepted and handled in the months counts where it was handled.
    """
    ends: dict[str, dict[str, date]] = defaultdict(dict)
    for name, one in fields.items():
        month = addresses.month(asked.get(name) or "") if getattr(one, "side", "") in SIDES else None
        if month:
            sides = ("from", "to") if one.side == "both" else (one.side,)
            ends[one.field_name].update(dict.fromkeys(sides, month))
    found = [(day, got["from"], got["to"]) for day, got in ends.items() if {"from", "to"} <= got.keys()]
    return found[-1] if found else None


def why_it_changed(code: str, first: date, last: date, place: str = "") -> str:
    """The address of the page that says why the figure of these months is another one than it was; ``place`` as in
    ``station:3``, empty for all that the person sees. The AppConfig of the reports gives it (``why_it_changed``)."""
    known = (getattr(config, "why_it_changed", None) for config in apps.get_app_configs())
    return next((str(one(code, first, last, place)) for one in known if one), "")


def what_it_means(code: str) -> str:
    """The address of what the figure means. The AppConfig of the reports gives it (``what_it_means``)."""
    known = (getattr(config, "what_it_means", None) for config in apps.get_app_configs())
    return next((str(one(code)) for one in known if one), "")
