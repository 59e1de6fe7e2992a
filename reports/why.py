"""Why a figure is another one than it was: the rows that came, went or changed since it was published or submitted.

The figure and its place are those of a link (``?of=talks&place=post:3&first=2026-01&last=2026-03``); the rows are named
by their history (indicators/causes.py), those that the reader may open with a link.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

import rules
from access.pages import Page
from access.requests import SignedInRequest
from accounts.models import User
from calendars import calendar
from calendars.spans import Span, covering
from indicators import by_place, causes, published_places, register_causes, sums
from indicators.catalogue import BY_CODE
from indicators.causes import Cause, Moment
from indicators.figure import Figure, Indicator
from indicators.models import Publication, TouchedMonth
from indicators.questions import QUESTIONS
from ledgers import books
from ledgers.book import Book
from ledgers.models import StationMonth
from pages import addresses
from posts.models import Station, Village
from posts.naming import with_towns
from reports.periods import Place, level_of, months_of, place_in

FIRST = "households_met"
ATTESTED = "indicators:incident-board"
HOUSEHOLDS, VISITS = "residents:household-list", "residents:visit-list"
REGISTERED = {"households", "people"}  # counts of who is registered


@dataclass(frozen=True)
class Since:
    """From when on changes are shown, in words, and the figure of that moment where one is stored."""

    name: str | Promise
    moment: Moment
    figure: Figure | None = None
    url: str = ""


@dataclass(frozen=True)
class OfVillage:
    """What changed in one village: the first causes, how many more there are."""

    name: str
    causes: list[Cause]
    more: int


class Why(Page):
    """The figure now and then, and row by row what lies between them."""

    verb = "see_figures"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        user, indicator = request.user, indicator_in(request.GET)
        first, last = period_in(request.GET)
        place = place_in(request.GET, user)
        rows = months_of(user, place)
        now = indicator.figure(
            sums.total(rows, first, last, level=level_of(user, place)), covering(first, last)
        )
        since = since_of(user, indicator, place, (first, last))
        villages = set(rows.filter(month__gte=first, month__lte=last).values_list("village", flat=True))
        found = causes.between(
            user, villages, (first, last), since.moment, only=books_of(indicator), parts=parts_of(indicator)
        )
        for village, named in of_registers(user, indicator, place, villages, (first, last), since).items():
            found.setdefault(village, []).extend(named)
        context = {
            "title": _("Why it changed"),
            "indicator": indicator,
            "place": place,
            "first": first,
            "last": last,
            "now": now,
            "since": since,
            "is_same": since.figure is not None and by_place.stored(since.figure) == by_place.stored(now),
            "kinds": Counter(str(one.kind) for named in found.values() for one in named).most_common(),
            "villages": by_village(found),
            "is_uncounted": is_uncounted(villages, last),
        }
        return render(request, "reports/why.html", context)


def indicator_in(query: QueryDict) -> Indicator:
    """The indicator that ``?of=talks`` names; 404 for another word."""
    found = BY_CODE.get(query.get("of", FIRST))
    if found is None:
        raise Http404
    return found


def period_in(query: QueryDict) -> tuple[date, date]:
    """The first and the last month of the figure, the last complete one where none is named; 404 for what is no period
    of a year up to the running month."""
    past = f"{calendar.shift(calendar.this_month(), -1):%Y-%m}"
    first, last = (addresses.month(query.get(name, past)) for name in ("first", "last"))
    if first is None or last is None or not last.replace(month=1) <= first <= last <= calendar.this_month():
        raise Http404
    return first, last


def parts_of(indicator: Indicator) -> frozenset[str]:
    """What makes the figure beside rows of books: what is attested, or what villagers answered."""
    if indicator.code in QUESTIONS:
        return frozenset({causes.ANSWERS})
    lists = {drill.url for drill in (indicator.drill, indicator.drill_of_all) if drill}
    return frozenset({causes.ATTESTED}) if lists == {ATTESTED} else frozenset()


def books_of(indicator: Indicator) -> list[Book] | None:
    """The books whose rows make the figure; none of what is attested or said, None where any of them may."""
    if indicator.code in QUESTIONS:
        return []
    lists = {drill.url for drill in (indicator.drill, indicator.drill_of_all) if drill}
    if lists == {ATTESTED}:
        return []
    if HOUSEHOLDS in lists:  # met: by visits
        lists |= {VISITS}
    found = [book for book in books.ledgers() if book.url_name("list") in lists]
    return found if found or registers_of(indicator) else None


def registers_of(indicator: Indicator) -> list[Book]:
    """The registers that the figure counts: those of its lists, and the households where it is of all of them."""
    lists = {drill.url for drill in (indicator.drill, indicator.drill_of_all) if drill} - {HOUSEHOLDS}
    if REGISTERED & {indicator.numerator, indicator.denominator}:
        lists |= {HOUSEHOLDS}
    return [book for book in books.books() if not book.is_ledger and book.url_name("list") in lists]


def of_registers(
    user: User,
    indicator: Indicator,
    place: Place,
    villages: set[int],
    months: tuple[date, date],
    since: Since,
) -> causes.Found:
    """What came, went or moved in the registers of the figure, with the villages that came to the place or left it."""
    registers = registers_of(indicator)
    if not registers:
        return {}
    inside = sorted(villages)
    found = register_causes.since(user, registers, inside, months, since.moment)
    for village, named in register_causes.moves(posts_of(user, place, months), inside, since.moment).items():
        found[village] += named
    return found


def posts_of(user: User, place: Place, months: tuple[date, date]) -> list[int]:
    """The posts of the place in the months."""
    rows = months_of(user, place).filter(month__range=months)
    return list(rows.order_by().values_list("post", flat=True).distinct())


def since_of(user: User, indicator: Indicator, place: Place, period: tuple[date, date]) -> Since:
    """The newest publication of the last month, else the submission of the station's month, else some days ago."""
    first, last = period
    newest = (
        Publication.objects.filter(county=published_places.county_of(user), month=last)
        .order_by("number")
        .last()
    )
    if newest is not None:
        level, key = (place.level, place.key) if place.level else published_places.own(user)
        of_place = published_places.newest_of(user, [last], level, [key]).get((last, key))
        is_year = first == Span.YEAR.first(last) and first != last
        known = (
            {}
            if of_place is None or (first != last and not is_year)
            else of_place.year
            if is_year
            else of_place.month
        )
        name = _("the publication of %(at)s") % {"at": in_words(newest.published_at)}
        moment = Moment(newest.published_at, newest.tx or 0)
        return Since(name, moment, known.get(indicator.code), newest.get_absolute_url())
    station = station_of(user, place, last)
    row = StationMonth.objects.filter(station=station, month=last, submitted_at__isnull=False).first()
    if row is not None and row.submitted_at is not None and row.was_submitted:
        name = _("the submission of %(at)s") % {"at": in_words(row.submitted_at)}
        return Since(name, Moment(row.submitted_at))
    days = rules.whole("figures.why_days", on=timezone.localdate())
    return Since(_("the last %(n)s days") % {"n": days}, Moment(timezone.now() - timedelta(days=days)))


def in_words(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def station_of(user: User, place: Place, month: date) -> Station | None:
    """The station to which all villages of the place belonged in the month; None where there are several."""
    keys = set(months_of(user, place).filter(month=month).values_list("station", flat=True))
    return Station.objects.filter(pk=keys.pop()).first() if len(keys) == 1 else None


def by_village(found: dict[int, list[Cause]]) -> list[OfVillage]:
    """The villages with most changes first."""
    villages = Village.objects.filter(pk__in=found).order_by("code")
    names = with_towns({one.pk: str(one) for one in villages})
    rows = [OfVillage(names[key], *causes.shortened(named)) for key, named in found.items() if key in names]
    return sorted(rows, key=lambda one: -(len(one.causes) + one.more))


def is_uncounted(villages: set[int], month: date) -> bool:
    """Is an entry not counted yet: the figure is that of before?"""
    return TouchedMonth.objects.filter(village__in=villages, month__lte=month).exists()
