import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from access import scope
from access.rights import may
from accounts.models import User
from calendars.spans import Span
from formulas.suppression import Node
from indicators import by_place, published_places
from indicators.catalogue import BY_CODE
from indicators.figure import COUNT, SUPPRESSED, Figure
from indicators.models import Publication, PublishedPlace, VillageMonth
from pages import addresses
from policies.acting import COMPUTE, acting
from posts.models import County, Post, Station, Town, Village

BY_CODE_OF = {"village": Village, "town": Town, "county": County}
BY_NUMBER = {"post": Post, "station": Station}
SPANS = {span.name.lower(): span for span in Span}


class Command(BaseCommand):
    help = (
        "Print figures as JSON, as the county reads them: name, n, m, value and state (value, met, not_met, "
        "not_reported, undefined, suppressed), and how many villages have reported of how many. Run as the owner of "
        "the tables; it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("indicators", nargs="*", metavar="INDICATOR", help="codes of docs/indicators.md")
        parser.add_argument("--all", action="store_true", help="every indicator")
        parser.add_argument("--place", required=True, metavar="LEVEL:CODE",
                            help="village:CODE, town:CODE, county:CODE, post:ID or station:ID")  # fmt: skip
        parser.add_argument(
            "--month", required=True, help="2026-10; of a longer period the last month that counts"
        )
        parser.add_argument(
            "--period", choices=SPANS, default="month", help="up to the month: the year, half, quarter"
        )
        parser.add_argument(
            "--published", action="store_true", help="what was published, not what is counted today"
        )
        parser.add_argument("--as", dest="account", help="as this account reads it")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = self._codes(options)
        month = addresses.month(options["month"])
        if month is None:
            raise CommandError(f"{options['month']} is not a month: write 2026-10.")
        user = self._user(options["account"])
        with (
            transaction.atomic(),
            translation.override("zh-hans"),
            acting(scope.acting_as(user) if user else COMPUTE),
        ):
            level, row, county = self._place(options["place"], month)
            span = SPANS[options["period"]]
            found = (
                self._published(level, row, month, options["period"], user) if options["published"] else None
            )
            figures = found[1] if found else live(county, (level, row.pk), span, month, user)
            printed = {
                "place": {"level": level, "code": getattr(row, "code", str(row.pk)), "name": row.name},
                "first": f"{span.first(month):%Y-%m}",
                "last": f"{month:%Y-%m}",
                "published": _version(found[0]) if found else None,
                "figures": [told_of(figures[code]) for code in codes if code in figures],
            }
        self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1))

    def _codes(self, options: dict[str, Any]) -> list[str]:
        codes = list(BY_CODE) if options["all"] else options["indicators"]
        unknown = [code for code in codes if code not in BY_CODE]
        if unknown or not codes:
            raise CommandError(f"Name an indicator, or --all: {', '.join(unknown or BY_CODE)}")
        return list(codes)

    def _user(self, account: str | None) -> User | None:
        if account is None:
            return None
        user = User.objects.filter(username=account).first()
        if user is None or not may(user, "see_figures"):
            raise CommandError(f"{account} is no account that reads figures today.")
        return user

    def _place(self, text: str, month: date) -> tuple[str, Any, County]:
        level, _sep, code = text.partition(":")
        found: list[Any] = []
        if level in BY_CODE_OF:
            rows: Any = BY_CODE_OF[level]._default_manager.filter(code=code)
            # A code may be that of a village which was closed, too: the one of the month is meant.
            found = [
                one for one in rows if not getattr(one, "closed_on", None) or one.closed_on > month
            ] or list(rows)
        elif level in BY_NUMBER and code.isdecimal():
            found = list(BY_NUMBER[level]._default_manager.filter(pk=int(code)))
        if len(found) != 1:
            raise CommandError(f"There is no place {text}.")
        row = found[0]
        if level == "county":
            return level, row, row
        owner = {"village": "town", "post": "station"}.get(level)
        return level, row, (getattr(row, owner) if owner else row).county

    def _published(
        self, level: str, row: Any, month: date, period: str, user: User | None
    ) -> tuple[Publication, dict[str, Figure]]:
        if period not in ("month", "year"):
            raise CommandError("Published are months and years to date; of a quarter the ranks alone.")
        rows = PublishedPlace.objects.filter(publication__month=month, level=level, key=row.pk)
        if user:
            rows = rows.filter(published_places.visible(user))
        place = rows.order_by("-publication__number").select_related("publication").first()
        if place is None:
            raise CommandError(f"{month:%Y-%m} is not published of this place.")
        return place.publication, by_place.read_all(place.figures[period])


def live(county: County, node: Node, span: Span, last: date, user: User | None) -> dict[str, Figure]:
    """What is counted today, of what the person sees; hidden is what is hidden from all (indicators/hiding.py)."""
    first, rows = span.first(last), by_place.months_of(county)
    if user:
        rows = VillageMonth.objects.visible_to(user)
    if node[0] != "county":
        rows = rows.filter(**{f"{node[0]}_id": node[1]})
    if user and not rows.filter(month__gte=first, month__lte=last).exists():
        raise CommandError("This account does not read that place, or there are no figures of it.")
    return by_place.figures_of(node, first, last, rows, is_year=span == Span.YEAR)


def told_of(figure: Figure) -> dict[str, Any]:
    """One figure: of a share the value is in percent, two decimals by half up; of a count it is the count."""
    _code, top, bottom, state, reported, *_left_out = by_place.stored(figure)
    value: Any = top
    if state == SUPPRESSED or top is None:
        value = None
    elif figure.indicator.shape != COUNT:
        share = (
            None
            if not figure.denominator
            else Decimal(figure.numerator or 0) * 100 / Decimal(figure.denominator)
        )
        value = None if share is None else str(share.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return {"code": figure.indicator.code, "name": str(figure.indicator.name), "unit": str(figure.indicator.unit),
            "n": top, "m": bottom, "value": value, "state": state, "reported": reported}  # fmt: skip


def _version(publication: Publication) -> dict[str, Any]:
    at = timezone.localtime(publication.published_at)
    return {"number": publication.number, "sha256": publication.sha256, "at": f"{at:%Y-%m-%d %H:%M}"}
