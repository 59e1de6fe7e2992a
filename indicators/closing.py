"""Submit and approve the month of a station with its figures: what they are, what has changed, who has not reported.

Called by the pages of the two steps (reports/month_steps.py). The steps themselves are those of ledgers/months.py.
"""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.versions import Stale
from formulas.rates import Number
from formulas.rounding import HOURS, half_up
from indicators import attested, catalogue, compute, sums
from indicators.figure import MEDIAN, Indicator
from indicators.models import TouchedMonth, VillageMonth
from indicators.questions import QUESTIONS
from indicators.templatetags.figure_tags import number, target
from ledgers import months
from ledgers.models import StationMonth
from posts import places
from posts.models import Station

Pair = list[str | None]
UNREPORTED, EXPECTED = "unreported", "expected"


@dataclass(frozen=True)
class Difference:
    """A figure that is another one now; ``indicator`` is None for the number of villages."""

    name: str
    before: str
    now: str
    indicator: Indicator | None = None


def figures_of(station: Station, month: date) -> dict[str, Pair]:
    """The figures of the station's month as they are stored with its submission: ``{code: [numerator, denominator]}``,
    without those that come from answers of a survey."""
    rows = VillageMonth.objects.filter(station=station)
    return of_sums(sums.total(rows, month, month, level="station"), month, station.county.code)


def of_sums(added: sums.Sums, month: date, county: str) -> dict[str, Pair]:
    """The same of sums that are read already."""
    return {
        one.code: [_text(figure.numerator), _text(figure.denominator)]
        for one in catalogue.in_force(month, month, county)
        if one.code not in QUESTIONS
        for figure in [one.figure(added)]
    }


def state_of(station: Station, month: date) -> str:
    """What a page shows of the month, as text: its figures, and how many villages are expected and not reported. A step
    is refused when it is another one by then."""
    found = attested.of_month(places.of_station(station, month), month)
    return json.dumps(
        {
            "figures": figures_of(station, month),
            EXPECTED: found.expected,
            UNREPORTED: found.missing_count,
        },
        separators=(",", ":"),
    )


def changes(before: str, now: str) -> list[Difference]:
    """What differs between two states (``state_of``); one that is not readable differs in nothing that can be named."""
    old, new = _read(before), _read(now)
    found = differing(old.get("figures", {}), new.get("figures", {})) if old else []
    names = {EXPECTED: _("Villages expected"), UNREPORTED: _("Villages not reported")}
    found += [
        Difference(name, str(old[key]), str(new[key]))
        for key, name in names.items()
        if key in old and old[key] != new.get(key)
    ]
    return found


def differing(before: dict[str, Pair], now: dict[str, Pair]) -> list[Difference]:
    """The figures that differ, in the order of the catalogue; those that one side does not have are no difference."""
    return [
        Difference(str(one.name), *_shown(one, before[one.code], now[one.code]), one)
        for one in catalogue.CATALOGUE
        if one.code in before and one.code in now and before[one.code] != now[one.code]
    ]


def since_submission(row: StationMonth) -> list[Difference]:
    """What has changed in a month since it was submitted; nothing of one that was submitted without figures."""
    return differing(row.figures, figures_of(row.station, row.month)) if row.figures else []


def unreported(station: Station, month: date) -> list[attested.VillageLine]:
    """The villages of the station's month that have not attested all five."""
    found = attested.of_month(places.of_station(station, month), month)
    return [line for line in found.lines if not line.is_reported]


def is_touched(station: Station, month: date) -> bool:
    """Whether an entry of the station's month is not counted yet: the page shows the figures of before."""
    villages = VillageMonth.objects.filter(station=station, month=month).values("village")
    return TouchedMonth.objects.filter(month__lte=month, village__in=villages).exists()


@transaction.atomic
def submit(
    station: Station,
    month: date,
    *,
    by: User,
    shown: int | None = None,
    seen: str | None = None,
    unreported_reason: str = "",
) -> StationMonth:
    """Submit the month with its figures. ``seen``: the state that the page showed (``state_of``); Stale when it is
    another one by now. ValidationError without a reason while villages have not reported.
    """
    months.check_right(by, "submit_month", station)
    months.check_ended(month)
    _count(station, month, seen)
    missing = unreported(station, month)
    if missing and not unreported_reason.strip():
        raise ValidationError(
            {"unreported_reason": _("Not reported: %(villages)s. Say why the month is submitted without them.")
             % {"villages": "、".join(str(line.village) for line in missing)}}
        )  # fmt: skip
    return months.submit(
        station, month, by=by, shown=shown, unreported_reason=unreported_reason if missing else "",
        figures=figures_of(station, month),
    )  # fmt: skip


@transaction.atomic
def approve(
    station: Station, month: date, *, by: User, shown: int | None = None, seen: str | None = None
) -> StationMonth:
    """Approve the month as the page showed it (``seen``); Stale when it is another one by now."""
    months.check_right(by, months.verb_to_approve(by), station)
    _count(station, month, seen)
    return months.approve(station, month, by=by, shown=shown)


def _count(station: Station, month: date, seen: str | None) -> None:
    """Count what is touched, so that the step is taken with the figures of this moment, and compare them."""
    months.lock_months([station], month)
    compute.fill_touched(until=month)
    if seen is not None and seen != state_of(station, month):
        raise Stale


def _read(state: str) -> dict[str, Any]:
    """A state as it came back with a form; an empty one where it is not as ``state_of`` writes it."""
    try:
        found = json.loads(state)
        figures = {str(code): [top, bottom] for code, (top, bottom) in found["figures"].items()}
        return {"figures": figures, EXPECTED: int(found[EXPECTED]), UNREPORTED: int(found[UNREPORTED])}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _text(value: Number | None) -> str | None:
    if value is None:
        return None
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown(indicator: Indicator, before: Pair, now: Pair) -> tuple[str, str]:
    """Both as the tables show them; exactly where they differ behind the rounding alone."""
    texts = _told(indicator, before), _told(indicator, now)
    return texts if texts[0] != texts[1] else (_exact(before), _exact(now))


def _told(indicator: Indicator, pair: Pair) -> str:
    top, bottom = pair
    if top is None:
        return _("not reported")
    value = half_up(Decimal(top), HOURS) if indicator.shape == MEDIAN else Decimal(top)
    return number(value) if bottom is None else f"{number(value)} / {target(Decimal(bottom))}"


def _exact(pair: Pair) -> str:
    top, bottom = pair
    if top is None:
        return _("not reported")
    return str(top) if bottom is None else f"{top} / {bottom}"
