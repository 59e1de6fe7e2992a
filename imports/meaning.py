"""What the columns of a file mean, and from which day on its households are registered."""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns, kinds
from imports.models import Import
from ledgers import months
from ledgers.models import StationMonth


def headings_of(owner: Import) -> list[str]:
    """The headings of all sheets, each once, in their order."""
    return list(dict.fromkeys(heading for sheet in owner.sheets for heading in sheet["headings"]))


def fingerprint(headings: list[str]) -> str:
    """The same for the same set of headings."""
    return hashlib.sha256("\x1f".join(sorted(headings)).encode()).hexdigest()


def check_columns(owner: Import) -> None:
    """ValidationError where two columns mean the same, or one that the kind of sheet needs is missing."""
    codes = list(owner.columns.values())
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        names = "、".join(str(columns.BY_CODE[code.partition("#")[0]].label) for code in sorted(twice))
        raise ValidationError(_("Two columns can not mean the same: %(names)s.") % {"names": names})
    kinds.check_columns(kinds.of(owner), codes)


def check_since(owner: Import, since: date | None) -> None:
    """ValidationError for a day before the station's oldest open month, or "since before the registry" too late."""
    if since is None:
        closed = StationMonth.objects.exclude(state=StationMonth.State.OPEN)
        if closed.filter(station__county=owner.county_id).exists():
            raise ValidationError(
                {"households_since": _("Months of the county are closed already. Say from which day on.")}
            )
        return
    try:
        months.check_first_day(owner.station_id, since)
    except ValidationError as fault:
        raise ValidationError({"households_since": fault.messages}) from fault
