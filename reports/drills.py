"""From a number to exactly the records that make it, and from such a list back to the number."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from access.rights import may
from accounts.models import User
from calendars.spans import covering
from indicators import sums
from indicators.catalogue import CATALOGUE
from indicators.figure import Drill, Indicator
from indicators.models import TouchedMonth, VillageMonth
from ledgers.then import Behind
from pages import addresses
from reports.periods import PLACES, Place, months_of


def link(indicator: Indicator, period: tuple[date, date], place: Place, user: User) -> str:
    """The address of the list with the same rows; empty where no list has them or the role may not open it."""
    drill = indicator.drill
    if drill is None or not may(user, drill.verb):
        return ""
    first, last = period
    if drill.is_of_month and first != last:
        return ""
    params = drill.params.format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
    then = "&then=1" if drill.is_then else ""
    return f"{reverse(drill.url)}?{params}{then}{place.filter}"


# What a list may be asked for beside its filters: they change none of its rows.
OF_THE_PAGE = {"then", "sort", "after", "before"}


def number_behind(user: User, url_name: str, query: QueryDict) -> Behind | None:
    """The figure that led to the list; None where the query asks for anything else, or it is being counted anew."""
    places = [level for level in PLACES if query.get(level)]
    key = addresses.number(query.get(places[0])) if places else 0
    if not query.get("then") or len(places) > 1 or key is None:
        return None
    given = {name: str(query[name]) for name in query if query[name] and name not in {*OF_THE_PAGE, *places}}
    for indicator in CATALOGUE:
        drill = indicator.drill
        if drill and drill.is_then and drill.url == url_name and (months := _months(drill, given)):
            return _behind(indicator, months_of(user, Place(places[0], key) if places else Place()), months)
    return None


def _months(drill: Drill, given: dict[str, str]) -> tuple[date, date] | None:
    """The months in the parameters of the link; None where they are not those of the link."""
    ends: dict[str, date] = {}
    wanted = dict(parse_qsl(drill.params))
    for name, value in wanted.items():
        if value in ("{first}", "{last}") and (month := addresses.month(given.get(name, ""))):
            ends[value] = month
    last = ends.get("{last}")
    if last is None or ("{first}" in wanted.values() and "{first}" not in ends):
        return None
    first = ends.get("{first}", last)  # of what stands at the end of a period: its last month
    written = {
        name: value.format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}") for name, value in wanted.items()
    }
    return (first, last) if written == given else None


def _behind(indicator: Indicator, rows: QuerySet[VillageMonth], months: tuple[date, date]) -> Behind | None:
    first, last = months
    within = rows.filter(month__gte=first, month__lte=last)
    touched = TouchedMonth.objects.filter(village=OuterRef("village"), month=OuterRef("month"))
    if within.filter(Exists(touched)).exists():
        return None
    found = sums.total(rows, first, last, level="county")  # no answers of villagers lead to a list of rows
    figure = indicator.figure(found, covering(first, last))
    drill = indicator.drill
    number = figure.denominator if drill and drill.is_of_all else figure.numerator
    return None if number is None else Behind(Decimal(number), drill.summed if drill else "")
