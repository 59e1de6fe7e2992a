"""How a county enters the notice of holidays of a year."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from administration.county_rules.actions import newest_of
from audit import trail
from audit.versions import Stale
from calendars.working_days import is_weekend, statutory_days
from rules import holidays, law
from rules.holidays import Notice
from rules.law import Quantity
from rules.models import DatedValue


@transaction.atomic
def set_holidays(notice: Notice, *, by: User, shown: int | None = None) -> DatedValue:
    """The notice holds in the person's county from now on, in place of one that was entered before for its year.

    Days that were counted by statutory days until now are counted anew. ValidationError with a fault for each day that
    is wrong (``params``: ``day``, and ``name`` of a holiday). Stale when somebody has entered another notice since the
    page was shown (``shown``).
    """
    county = scope.for_user(by).county
    if not may(by, "set_rules") or not county:
        raise PermissionDenied
    if shown is not None and shown != newest_of(holidays.NOTICE, county):
        raise Stale
    check(notice, county)
    earlier = DatedValue.objects.of(holidays.NOTICE, county).filter(valid_from=date(notice.year, 1, 1))
    replaced = [one.source for one in earlier]
    earlier.delete()
    row = DatedValue(
        code=holidays.NOTICE, county=county, value=notice.as_value(), unit=holidays.UNIT, source=notice.number,
        valid_from=date(notice.year, 1, 1), valid_until=date(notice.year, 12, 31), set_by_id=by.pk,
        set_by_name=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise ValidationError(_("Somebody has just set this rule. Load the page again.")) from fault
    trail.record(
        "set_holidays", row, by=by, holiday_year=notice.year, notice_number=notice.number, replaced=replaced
    )
    return row


def years_to_set() -> tuple[int, int]:
    """This year, whose notice may be corrected, and the next one. Days of past years stay as they were counted."""
    year = timezone.localdate().year
    return year, year + 1


def is_next_year_missing(county: str) -> bool:
    """The month has come in which the notice of the next year is asked for, and the county has none."""
    today = timezone.localdate()
    asked_from = rules.whole("holidays.asked_from_month", on=today, county=county)
    return today.month >= asked_from and today.year + 1 not in holidays.notices(county=county)


def check(notice: Notice, county: str) -> None:
    """ValidationError for what no notice says."""
    if notice.year not in years_to_set():
        raise ValidationError(_("Notices are entered for this year and the next one."))
    faults = [*_spans(notice, county), *_missing(notice), *_worked(notice)]
    if faults := faults or [*_balance(notice, county)]:
        raise ValidationError(faults)


def _spans(notice: Notice, county: str) -> Iterator[ValidationError]:
    """Each stretch lies in the year, is as long as notices make one, and is one of a statutory day."""
    longest = rules.days("holidays.longest_stretch_days", on=_asked_on(notice), county=county)
    statutory = statutory_days(notice.year)
    for first, last in notice.spans:
        if last < first:
            yield _fault(_("The last day lies before the first."), first)
        elif not _is_of_year(notice, first, last):
            yield _fault(_("%(day)s: these days lie outside of the year."), first)
        elif last - first >= longest:
            text = _("%(day)s: more than %(n)s days off together.")
            yield ValidationError(text, params={"day": first, "name": "", "n": longest.days})
        elif not any(first <= day <= last for day in statutory) and not _extra_days(notice, county):
            yield _fault(_("%(day)s: no statutory holiday lies among these days off."), first)
    for one, other in pairwise(sorted(notice.spans)):
        if other[0] <= one[1]:
            yield _fault(_("%(day)s is named twice."), other[0])


def _missing(notice: Notice) -> Iterator[ValidationError]:
    """Statutory days that are not off."""
    off = notice.off
    for day, name in statutory_days(notice.year).items():
        if day not in off:
            yield _fault(_("%(name)s %(day)s is a statutory holiday and not among the days off."), day, name)


def _is_of_year(notice: Notice, *days: date) -> bool:
    """New Year's stretch may begin, and be worked for, in the December before."""
    return all(date(notice.year - 1, 12, 1) <= day <= date(notice.year, 12, 31) for day in days)


def _balance(notice: Notice, county: str) -> Iterator[ValidationError]:
    """Days off from Monday to Friday are statutory, or a weekend day is worked for them (放假办法 2, 6, 7)."""
    by_law = _statutory_number(notice.year)
    if by_law is None:
        return
    off = sum(not is_weekend(day) for day in notice.off)
    given = off - len(notice.worked)
    if not by_law <= given <= by_law + _extra_days(notice, county):
        text = _(
            "Days off from Monday to Friday: %(off)s; weekend days worked: %(worked)s. By law there are %(n)s more "
            "days off than worked."
        )
        params = {"day": None, "name": "", "off": off, "worked": len(notice.worked), "n": by_law}
        yield ValidationError(text, params=params)


def _statutory_number(year: int) -> int | None:
    """How many days off all citizens have; two that fall on one day are two. None: no row of the law says so."""
    if not any(one.holds_on(date(year, 1, 1)) for one in law.VERSIONS["ho.days"]):
        return None
    first = law.row("ho.days", on=date(year, 1, 1)).value[0]
    return first.number if isinstance(first, Quantity) else None


def _extra_days(notice: Notice, county: str) -> int:
    return rules.days("holidays.extra_days", on=_asked_on(notice), county=county).days


def _asked_on(notice: Notice) -> date:
    """The day whose settings hold for the notice: the first of its year, or today when that has begun."""
    return max(timezone.localdate(), date(notice.year, 1, 1))


def _worked(notice: Notice) -> Iterator[ValidationError]:
    off = notice.off
    for day in sorted(notice.worked):
        if not _is_of_year(notice, day):
            yield _fault(_("%(day)s: these days lie outside of the year."), day)
        elif day in off:
            yield _fault(_("%(day)s is off and worked at once."), day)
        elif not is_weekend(day):
            yield _fault(_("%(day)s is no Saturday or Sunday: it is worked anyway."), day)


def _fault(text: str, day: date, name: str = "") -> ValidationError:
    return ValidationError(text, params={"day": day, "name": name})
