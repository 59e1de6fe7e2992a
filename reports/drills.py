"""From a number to exactly the records that make it, and from such a list back to the number."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from access.rights import may
from accounts.models import User
from calendars.spans import covering
from indicators import sums
from indicators.catalogue import CATALOGUE
from indicators.figure import COUNT, MEDIAN, OF, RATE, Drill, Indicator
from indicators.models import TouchedMonth
from ledgers import books, then
from ledgers.then import Behind
from pages import addresses
from reports.periods import PLACES, Place, months_of

BY_VILLAGE = "reports:by-village"
BY_VILLAGE_VERB = "see_figures"
# Numbers that add up over villages; a middle one does not, and answers of villagers may be hidden.
ADDED_UP = frozenset({COUNT, OF, RATE})


def links(indicator: Indicator, period: tuple[date, date], place: Place, user: User) -> tuple[str, str]:
    """Where the numerator and the denominator of a figure lead to: a list of rows; where there is none for the period,
    the villages with what each has of it. Empty where the role may open neither."""
    return (
        address(indicator.drill, period, place, user) or by_village(indicator, period, place, user),
        address(indicator.drill_of_all, period, place, user)
        or by_village(indicator, period, place, user, is_of_all=True),
    )


def by_village(
    indicator: Indicator, period: tuple[date, date], place: Place, user: User, *, is_of_all: bool = False
) -> str:
    """The address of the villages behind a figure (reports/by_village.py). Empty for the role that may not open it,
    where rows are listed, whether this person may open them or not, and of a norm, which is no sum of anything listed.
    """
    first, last = period
    drill = indicator.drill_of_all if is_of_all else indicator.drill
    is_listed = drill is not None and not (drill.is_of_month and first != last)
    is_norm = is_of_all and indicator.shape != RATE
    if indicator.shape not in ADDED_UP or is_listed or is_norm or not may(user, BY_VILLAGE_VERB):
        return ""
    of_all = "&all=1" if is_of_all else ""
    asked = f"of={indicator.code}&first={first:%Y-%m}&last={last:%Y-%m}{of_all}{place.filter}"
    return f"{reverse(BY_VILLAGE)}?{asked}"


def address(drill: Drill | None, period: tuple[date, date], place: Place, user: User) -> str:
    """The address of the list with the same rows."""
    if drill is None or not may(user, drill.verb):
        return ""
    first, last = period
    if drill.is_of_month and first != last:
        return ""
    params = drill.params.format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}")
    then = "&then=1" if drill.is_then else ""
    return f"{reverse(drill.url)}?{params}{then}{place.filter}"


LISTS = frozenset(book.url_name("list") for book in books.books())
# What a list may be asked for beside its filters: they change none of its rows.
OF_THE_PAGE = {"then", "sort", "after", "before"}


def number_behind(user: User, url_name: str, query: QueryDict) -> Behind | None:
    """The figure that led to the list; None where the query asks for anything else, or it is being counted anew."""
    places = [level for level in PLACES if query.get(level)]
    key = addresses.number(query.get(places[0])) if places else 0
    if len(places) > 1 or key is None:
        return None
    given = {name: str(query[name]) for name in query if query[name] and name not in {*OF_THE_PAGE, *places}}
    place = Place(places[0], key) if places else Place()
    for indicator, drill, is_of_all in _of_rows():
        fits = drill.url == url_name and drill.is_then == bool(query.get("then"))
        if fits and (months := _months(drill, given)):
            return _behind(indicator, drill, user, place, months, is_of_all=is_of_all)
    return None


def _of_rows() -> Iterator[tuple[Indicator, Drill, bool]]:
    """The links whose rows are the number; whether it is the denominator. Between patrols a median counts hours."""
    for indicator in CATALOGUE:
        for drill, is_of_all in ((indicator.drill, False), (indicator.drill_of_all, True)):
            if drill and drill.url in LISTS and indicator.shape != MEDIAN:
                yield indicator, drill, is_of_all


def _months(drill: Drill, given: dict[str, str]) -> tuple[date, date] | None:
    """The months in the parameters of the link, of a stock the last one alone; None where they are not those of the
    link."""
    ends: dict[str, date] = {}
    wanted = dict(parse_qsl(drill.params))
    for name, value in wanted.items():
        if value in ("{first}", "{last}") and (month := addresses.month(given.get(name, ""))):
            ends[value] = month
    if not ends.keys() >= {one for one in ("{first}", "{last}") if one in drill.params}:
        return None
    last = ends["{last}"]
    first = ends.get("{first}", last)
    written = {
        name: value.format(first=f"{first:%Y-%m}", last=f"{last:%Y-%m}") for name, value in wanted.items()
    }
    return (first, last) if written == given else None


def why(indicator: Indicator, period: tuple[date, date], place: Place) -> str:
    """The address of the page that says why a figure is another one than it was (reports/why.py)."""
    return then.why_it_changed(indicator.code, *period, place.param)


def _behind(
    indicator: Indicator,
    drill: Drill,
    user: User,
    place: Place,
    months: tuple[date, date],
    *,
    is_of_all: bool,
) -> Behind | None:
    (first, last), rows = months, months_of(user, place)
    within = rows.filter(month__gte=first, month__lte=last)
    touched = TouchedMonth.objects.filter(village=OuterRef("village"), month=OuterRef("month"))
    if within.filter(Exists(touched)).exists():
        return None

    def number(found: sums.Sums) -> Decimal | None:
        figure = indicator.figure(found, covering(first, last))
        part = figure.denominator if is_of_all else figure.numerator
        return None if part is None else Decimal(part)

    # No answers of villagers lead to a list of rows: the level of the place is of no matter.
    found = number(sums.total(rows, first, last, level="county"))
    if found is None:
        return None

    def by_village() -> dict[int, Decimal]:
        every = sums.by_place(rows, "village", first, last)
        return {key: n for key, one in every.items() if key is not None and (n := number(one))}

    return Behind(
        found, drill.summed, str(indicator.name), why(indicator, months, place), drill.is_then, by_village
    )
