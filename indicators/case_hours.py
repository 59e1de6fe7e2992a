"""In which hours of the day preventable cases happened: what stations may add to what they attest, and what the form
of a patrol plan offers of it (patrols/case_hours.py asks indicators/apps.py). Nothing here knows a person.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from accounts.models import User
from calendars import calendar
from indicators.attested import MOST, Cell, Counts, name_of
from indicators.models import CaseHours, IncidentCount

BANDS = CaseHours.BANDS


def label(band: str) -> str:
    """The hours of a band in words."""
    field: Any = CaseHours._meta.get_field(band)
    return str(field.verbose_name)


def cases_of(villages: Iterable[int], month: date) -> dict[int, int]:
    """The attested preventable cases of the villages that had some in the month."""
    rows = IncidentCount.objects.filter(
        month=month, village__in=list(villages), category=IncidentCount.Category.PREVENTABLE, count__gt=0
    )
    return dict(rows.values_list("village_id", "count"))


def stored_hours(villages: Iterable[int], month: date) -> Counts:
    """What is entered, by village and band; of a village without a row each band is 0."""
    inside = list(villages)
    found: Counts = {(village, band): 0 for village in inside for band in BANDS}
    for row in CaseHours.objects.filter(month=month, village__in=inside):
        found |= {(row.village_id, band): getattr(row, band) for band in BANDS}
    return found


def check_hours(cells: Mapping[Cell, int | None], cases: Mapping[int, int]) -> None:
    """Whole numbers, of each village no more together than its preventable cases. ValidationError by cell."""
    faults, known = {}, dict.fromkeys(cases, 0)
    for (village, band), count in cells.items():
        if band not in BANDS or village not in cases or not 0 <= (count or 0) <= MOST:
            faults[name_of((village, band))] = _("Enter a whole number from 0 to %(most)s.") % {"most": MOST}
            continue
        known[village] += count or 0
        if known[village] > cases[village]:
            faults[name_of((village, band))] = _(
                "Together more than the preventable cases of the month (%(n)s)."
            ) % {"n": cases[village]}
    if faults:
        raise ValidationError(faults)


def check_enough(cells: Mapping[Cell, int | None], month: date) -> None:
    """ValidationError for preventable cases that are attested anew as fewer than those whose hours are entered."""
    changed = {
        village: count for (village, category), count in cells.items()
        if category == IncidentCount.Category.PREVENTABLE
    }  # fmt: skip
    faults = {
        name_of((row.village_id, IncidentCount.Category.PREVENTABLE.value)): _(
            "The hours of %(n)s cases are entered: correct these first."
        )
        % {"n": row.cases}
        for row in CaseHours.objects.filter(month=month, village__in=changed)
        if (changed[row.village_id] or 0) < row.cases
    }
    if faults:
        raise ValidationError(faults)


def of_villages(user: User, villages: Iterable[int]) -> dict[int, dict[str, int]]:
    """By village the cases of each band that had some, of the months with which the villages are compared: as many as
    the rule says, up to the running one, as far as the person sees them.
    """
    months = rules.whole("watch.months", on=timezone.localdate())
    rows = CaseHours.objects.visible_to(user).filter(
        village__in=list(villages), month__gte=calendar.shift(calendar.this_month(), -months)
    )
    sums: Any = rows.order_by().values("village").annotate(**{f"sum_{band}": Sum(band) for band in BANDS})
    return {
        one["village"]: {label(band): one[f"sum_{band}"] for band in BANDS if one[f"sum_{band}"]}
        for one in sums
    }
