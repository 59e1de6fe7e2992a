"""The county gives an indicator up, and takes it up again (indicators/retiring.py)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Stale
from indicators.figure import Indicator
from indicators.retiring import months_to_choose, newest_of, standing
from rules import retired
from rules.models import DatedValue


@transaction.atomic
def retire(
    indicator: Indicator, since: date, reason: str, *, by: User, shown: int | None = None
) -> DatedValue:
    """The county gives the indicator up from the month ``since`` on.

    PermissionDenied without the right; Stale when the page showed another state (``shown``, as ``newest_of`` has it);
    ValidationError for a month that is over, without a reason, and where it is given up already.
    """
    county = _check(indicator, by, since, shown)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the indicator is given up: it stands beside its name.")})
    if standing(indicator, county) is not None:
        raise ValidationError(_("The indicator is given up already."))
    row = DatedValue(
        code=retired.code_of(indicator.code), county=county, value=True, unit=retired.UNIT, valid_from=since,
        note=reason.strip(), set_by_id=by.pk, set_by_name=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise ValidationError(_("The indicator is given up in one of these months already.")) from fault
    _record("retire_indicator", row, indicator, since, reason, by)
    return row


@transaction.atomic
def reinstate(indicator: Indicator, since: date, reason: str, *, by: User, shown: int | None = None) -> None:
    """The county takes the indicator up again from the month ``since`` on; the same errors."""
    county = _check(indicator, by, since, shown)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the indicator is taken up again.")})
    row = standing(indicator, county)
    if row is None:
        raise ValidationError(_("The indicator is not given up."))
    if since <= row.valid_from:  # no month was without it
        DatedValue.objects.filter(pk=row.pk).delete()
    else:
        DatedValue.objects.filter(pk=row.pk).update(valid_until=since - timedelta(days=1))
    _record("reinstate_indicator", row, indicator, since, reason, by)


def _check(indicator: Indicator, by: User, since: date, shown: int | None) -> str:
    """The division code of the person's county."""
    county = scope.for_user(by).county
    if not may(by, "set_rules") or not county:
        raise PermissionDenied
    if shown is not None and shown != newest_of(indicator, county):
        raise Stale
    if since not in months_to_choose():
        raise ValidationError({"since": _("From the running month on, and at most a year ahead.")})
    return county


def _record(verb: str, row: DatedValue, indicator: Indicator, since: date, reason: str, by: User) -> None:
    trail.record(verb, row, by=by, indicator=indicator.code, since=f"{since:%Y-%m}", reason=reason.strip())
