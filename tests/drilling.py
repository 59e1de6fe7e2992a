"""Every link behind a number of a board, a report or a comparison, followed as a person follows it.

A link says of which indicator it is (``data-drill``, indicators/templatetags/figure_tags.py), the page behind it how
many rows it has and what they add up to. Lines of what is to be done have a number and lead to as many rows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, product
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from django.http import QueryDict
from django.urls import resolve

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators.catalogue import BY_CODE
from indicators.figure import MEDIAN, SURVEY
from indicators.models import VillageMonth
from indicators.templatetags.figure_tags import ALL
from ledgers import books
from policies.acting import acting
from surveys.views import RATES
from tests.page_client import PageClient

PERIODS = ("quarter", "half", "year")
LEVELS = ("station", "town", "post", "village")
HEAT = "heat"
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
BOOKS = {book.url_name("list"): book for book in books.books()}
# The questions of a survey in the order of the sums of its list, by indicator.
QUESTIONS = dict(zip(("satisfaction", "visibility_survey", "safety", "awareness"), RATES, strict=True))


@dataclass(frozen=True)
class Drilled:
    """A link as a page has it: its number, of which figure it is, and the address."""

    page: str
    code: str  # of the indicator, ALL behind that of a denominator; empty for a line of what is to be done
    text: str
    url: str


@dataclass
class Walk:
    """What one person sees behind the numbers; each address is opened once."""

    user: User
    followed: int = 0
    wrong: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.client = PageClient()
        self.client.force_login(self.user)
        self.answers: dict[str, Any] = {}

    def open(self, page: str) -> None:
        """Follow every link behind a number of the page."""
        answer = self.client.get(page)
        assert answer.status_code == 200, (self.user.username, page, answer.status_code)
        for one in self.links(page, answer.content.decode()):
            self.follow(one)

    def links(self, page: str, html: str) -> Iterator[Drilled]:
        main = lxml.html.fromstring(html).find(".//main")
        for a in main.iter("a"):
            text, url = " ".join(a.text_content().split()), a.get("href", "")
            if a.get("data-drill"):
                yield Drilled(page, a.get("data-drill"), text, url)
            elif a.getparent().getparent().get("class", "").startswith("todo") and url.startswith("/"):
                yield Drilled(page, "", " ".join(a.find("b").text_content().split()), url)
            elif any(one.get("class") == "heat" for one in a.iterancestors("table")):
                yield Drilled(page, HEAT, text, url)
            elif NUMBER.match(text) and not re.match(r"20\d\d-\d\d", text):
                self.unknown.add(f"{page.partition('?')[0]}: {text} -> {url.partition('?')[0]}")

    def follow(self, one: Drilled) -> None:
        self.followed += 1
        if one.url not in self.answers:
            answer = self.client.get(one.url)
            self.answers[one.url] = answer.context if answer.status_code == 200 else answer.status_code
        found = self.answers[one.url]
        if isinstance(found, int):
            self.wrong.append(f"{self.user.username} {one}: {found}")
            return
        wanted, listed = self.compared(one, found)
        if wanted != listed:
            self.wrong.append(
                f"{self.user.username} {one.page} {one.code}: {one.text} is not {listed} of {one.url}"
            )

    def compared(self, one: Drilled, found: Any) -> tuple[Any, Any]:
        """The number that was clicked, and that of the page behind it."""
        code = one.code.removesuffix(ALL)
        indicator = BY_CODE.get(code)
        numbers = [Decimal(text.replace(",", "")) for text in NUMBER.findall(one.text)]
        split = urlsplit(one.url)
        name = resolve(split.path).view_name
        if code == HEAT:
            return heat_of(one.text), heat_in(found["found"])
        if indicator is None:
            return numbers[0], self.of_lines(f"{name}#{split.fragment}".rstrip("#"), found, numbers[0])
        if indicator.shape == SURVEY:
            added = found["sums"][list(QUESTIONS).index(code)][1]
            return self.rate_in(one.text), (_percent(added.rate.satisfied, added.rate.n), added.rate.n)
        if indicator.shape == MEDIAN:
            return numbers[0], self.middle(one)
        if name == "reports:by-village":
            return numbers[0], self.of_villages(one, found)
        drill = indicator.drill_of_all if one.code.endswith(ALL) else indicator.drill
        assert drill is not None
        if name == "teams:covered":
            parts = {"members_trained": ("trained", "members"), "functions_covered": ("covered", "functions")}
            return numbers[0], found[parts[code][one.code.endswith(ALL)]]
        if name == "indicators:incident-board":
            sums = list(found["sums"])
            return numbers[0], (sums[-1][1] or 0) if code == "preventable" else found["part"].total
        return numbers[0], self.of_list(name, drill.summed, found)

    def of_villages(self, one: Drilled, found: Any) -> Decimal:
        """What the villages of the page behind a figure have of it together, which is its total line as well."""
        if found["part"].total > len(found["lines"]):
            return found["added"]  # type: ignore[no-any-return]
        parts = [
            line.figure.denominator if one.code.endswith(ALL) else line.figure.numerator
            for line in found["lines"]
        ]
        listed = sum(map(Decimal, parts), Decimal())
        return listed if listed == found["added"] else Decimal(-1)

    def of_list(self, name: str, summed: str, found: Any) -> Any:
        """What the rows of a list are or add up to, with what the list says to have gone elsewhere."""
        behind = found.get("behind") or {}
        listed = Decimal(found["count"])
        if summed:
            heading = BOOKS[name].listing.table.columns[summed].heading
            listed = next((_decimal(text) for label, text in found["sums"] if label == heading), Decimal(0))
        elif found["has_more"]:
            listed = _decimal(behind["here"]) if behind else Decimal(-1)
        return listed + _decimal(behind.get("elsewhere", "0"))

    def of_lines(self, name: str, found: Any, wanted: Decimal) -> Any:
        """How many rows the page behind a line of what is to be done has."""
        if name == "indicators:incident-board":
            return Decimal(found["found"].missing_count)
        if "count" in found:
            return Decimal(found["count"])
        if "part" in found:
            return Decimal(found["part"].total)
        if name in LISTED_AS:
            return Decimal(len(found[LISTED_AS[name]]))
        return wanted if name in NOT_LISTED else f"no number on {name}"

    def rate_in(self, text: str) -> tuple[str, int]:
        """``98.12 % (97.2–98.8, n=1,812)`` -> 98.12 and 1812."""
        n = re.search(r"n=([\d,]+)", text)
        assert n, text
        return text.split(" ")[0], int(n[1].replace(",", ""))

    def middle(self, one: Drilled) -> Decimal:
        """The median that the rows of the list make: of each village and month, of its months, of the villages."""
        name = resolve(urlsplit(one.url).path).view_name
        with acting(scope.acting_as(self.user)):
            rows = list(
                BOOKS[name].listing.filtered(self.user, QueryDict(urlsplit(one.url).query)).qs.order_by()
            )
        measured = days_of(rows) if name == "residents:request-list" else hours_between(rows)
        of_months: dict[int, list[Decimal]] = defaultdict(list)
        for (village, _month), values in measured.items():
            if values:
                of_months[village].append(_rounded(Decimal(median(values)), "0.01"))
        return _rounded(median(median(found) for found in of_months.values()), "0.1")


Measured = dict[tuple[int, date], list[Any]]  # by village and month


def hours_between(patrols: list[Any]) -> Measured:
    """From the end of each patrol to that of the next one."""
    ends: dict[tuple[int, date], list[datetime]] = defaultdict(list)
    for row in patrols:
        started = datetime.combine(row.occurred_on, row.starts_at)
        ends[row.village_id, row.occurred_on.replace(day=1)].append(started + timedelta(minutes=row.minutes))
    return {
        where: [(later - earlier).total_seconds() / 3600 for earlier, later in pairwise(sorted(times))]
        for where, times in ends.items()
    }


def days_of(requests: list[Any]) -> Measured:
    """From each request to its answer."""
    found: Measured = defaultdict(list)
    for row in requests:
        found[row.village_id, row.told_back_on.replace(day=1)].append(
            (row.told_back_on - row.occurred_on).days
        )
    return found


def heat_of(text: str) -> tuple[int, int, int]:
    """A cell of five-none by town and month: villages met (where all have), not met, not reported."""
    met, not_met, silent = (re.search(mark, text) for mark in (r"✓ (\d+)", r"✗ (\d+)", r"(\d+)\D*未报"))
    return tuple(int(one[1]) if one else 0 for one in (met, not_met, silent))  # type: ignore[return-value]


def heat_in(found: Any) -> tuple[int, int, int]:
    """The same of the board behind it."""
    not_met, silent = found.judged - found.met, found.expected - found.judged
    return 0 if not_met or silent else found.met, not_met, silent


# What the pages that are no lists of books call their rows.
LISTED_AS = {
    "indicators:watch#cases": "unusual", "indicators:watch#hazards": "gathering", "duty:handover-list": "handovers",
    "oversight:emergency-list": "waiting", "oversight:outlier-list": "waiting",
}  # fmt: skip
# Lines that lead to a page of one thing, or of several lists: their number is how many there are of them.
NOT_LISTED = {"indicators:month-detail", "indicators:month-list", "indicators:publication-detail"}


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _rounded(value: Decimal, digits: str) -> Decimal:
    return value.quantize(Decimal(digits), ROUND_HALF_UP)


def _percent(good: int, n: int) -> str:
    return str(_rounded(Decimal(good) * 100 / n, "0.01")) if n else ""


def pages_of(user: User, months: list[date]) -> list[str]:
    """The addresses of all boards, reports and comparisons of a person for these months."""
    with acting(scope.acting_as(user)):
        where = scope.for_user(user)
        found = ["/"]
        places = [""]
        for level in LEVELS:
            keys = VillageMonth.objects.visible_to(user).filter(month__in=months)
            found_keys = sorted(set(keys.values_list(f"{level}_id", flat=True)))
            places += [f"&place={level}:{key}" for key in found_keys] if len(found_keys) > 1 else []
        if may(user, "see_board"):
            found += [f"/?month={month:%Y-%m}" for month in months]
            levels = LEVELS if where.station_id is None else LEVELS[1:]
            spans = ("month", *PERIODS)
            found += [
                f"/reports/comparison/?month={month:%Y-%m}&level={level}&period={span}"
                for month, level, span in product(months, levels, spans)
            ]
        if may(user, "see_figures"):
            found += [
                f"/reports/monthly/?month={month:%Y-%m}&period={span}{place}"
                for month, place, span in product(months, places, PERIODS)
            ]
        for step in ("submit", "approve"):
            if may(user, f"{step}_month") and where.station_id:
                found += [
                    f"/figures/months/{month:%Y-%m}/stations/{where.station_id}/{step}/"
                    for month in months
                    if month < calendar.this_month()
                ]
    return found
