"""Publish a month: copy its counts into rows that nobody changes; later differences are restatements beside them.

Called by the publication pages; ``differences`` also by indicators/differences.py, which adds the reasons."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Stale
from calendars import calendar
from indicators import sums
from indicators.catalogue import figures
from indicators.compute import fill_month, fill_touched
from indicators.models import Publication, PublishedCounts, VillageMonth
from indicators.models.months import COUNT_FIELDS, RESTATED, Counts
from ledgers import months
from ledgers.models import StationMonth
from posts.models import County, Station, Village
from surveys.models import SurveyRound

PLACES = ("village_id", "town_id", "post_id", "station_id", "is_expected")


@transaction.atomic
def freeze(
    county: County, month: date, *, by: User, reason: str = "", shown: str | None = None
) -> Publication:
    """Publish the month of a county. Every station must have approved it, or ``reason`` says why not all have.

    The counts are taken anew first, so that what is published is what the books hold at this moment; Stale when that is
    not what the page showed (``shown``, as ``state_of`` has it).
    """
    if not may(by, "publish_month"):
        raise PermissionDenied
    check_ended(month)
    stations = list(Station.objects.open_in(month).filter(county=county))
    months.lock_months(stations, month)
    list(SurveyRound.objects.select_for_update().filter(county=county, month=month))
    missing = not_approved(county, month)
    if missing and not reason.strip():
        raise ValidationError(
            {"reason": _("Not approved: %(stations)s. Say why the month is published without them.")
             % {"stations": "、".join(map(str, missing))}}
        )  # fmt: skip
    fill_touched(until=month)
    # This holds the lock on the month: of two who publish at once, the second one checks after the first has committed.
    fill_month(month)
    _check_shown(county, month, shown)
    check_not_published(county, month)
    publication = _copy(county, month, by=by, reason=reason.strip(), number=0)
    months.mark_published(stations, month, by=by)
    without = {"reason": publication.reason, "not_approved": [str(one) for one in missing]} if missing else {}
    trail.record(
        "publish_month", publication, by=by, month=f"{month:%Y-%m}", sha256=publication.sha256, **without
    )
    return publication


@transaction.atomic
def restate(county: County, month: date, reason: str, *, by: User, shown: str | None = None) -> Publication:
    """Set the figures of today beside the published ones, with the reason for the difference.

    Stale when they are not what the page showed (``shown``, as ``state_of`` has it).
    """
    if not may(by, "publish_month"):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the figures differ: it stands beside them.")})
    fill_touched(until=month)
    fill_month(month)  # holds the lock on the month until the restatement is committed
    _check_shown(county, month, shown)
    newest = Publication.objects.filter(county=county, month=month).latest("number")
    differing = differences(newest)
    if not differing:
        raise ValidationError(_("Nothing differs from what is published."))
    publication = _copy(county, month, by=by, reason=reason.strip(), number=newest.number + 1)
    villages = sorted({str(one["village"]) for one in differing})
    trail.record(
        "restate_month", publication, by=by, month=f"{month:%Y-%m}", number=publication.number,
        reason=publication.reason, villages_restated=villages, sha256=publication.sha256,
    )  # fmt: skip
    return publication


def check_ended(month: date) -> None:
    """ValidationError for a month that still runs."""
    if calendar.end_of(month) > timezone.localdate():
        raise ValidationError(_("The month has not ended yet; it can be published from its first day after."))


def check_not_published(county: County, month: date) -> None:
    """ValidationError for a month that is out."""
    if Publication.objects.filter(county=county, month=month).exists():
        raise ValidationError(_("The month is published already."))


def state_of(county: County, month: date) -> str:
    """A digest of all that a publication takes: the counts, who has approved, and what is published already."""
    counts = [
        [row.village_id, *(getattr(row, name) for name in COUNT_FIELDS)] for row in _rows(county, month)
    ]
    published = Publication.objects.filter(county=county, month=month).count()
    missing = [station.pk for station in not_approved(county, month)]
    text = json.dumps([counts, missing, published], cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _check_shown(county: County, month: date, shown: str | None) -> None:
    if shown is not None and shown != state_of(county, month):
        raise Stale


def count(month: date) -> None:
    """Count the month anew, as a publication does first: afterwards a page shows what would be published."""
    fill_touched(until=month)
    fill_month(month)


def not_approved(county: County, month: date) -> list[Station]:
    """Stations of the county that have not approved the month."""
    approved = StationMonth.objects.filter(
        month=month, state__in=[StationMonth.State.APPROVED, StationMonth.State.PUBLISHED]
    )
    return list(Station.objects.open_in(month).filter(county=county).exclude(months__in=approved))


def differences(publication: Publication) -> list[dict[str, Any]]:
    """Where today's counts differ from a publication: ``[{village, field, published, now}]``.

    Without households and people: the register has no history of them, so any late row would make them differ.
    """
    now = {row.village: row for row in _rows(publication.county, publication.month)}
    return _between(_counts_of(publication), now)


def restated_by(publication: Publication) -> list[dict[str, Any]]:
    """What a restatement changed: where its counts differ from the version before; nothing of the first version."""
    if publication.number == 0:
        return []
    same_month = Publication.objects.filter(county=publication.county_id, month=publication.month)
    before = same_month.get(number=publication.number - 1)
    return _between(_counts_of(before), _counts_of(publication))


def _counts_of(publication: Publication) -> dict[Village, PublishedCounts]:
    rows = publication.counts.select_related("village__town").order_by("village__code")
    return {row.village: row for row in rows}


def _between(old: Mapping[Village, Counts], new: Mapping[Village, Counts]) -> list[dict[str, Any]]:
    found = []
    for village in {**old, **new}:
        for name in RESTATED:
            before, after = getattr(old.get(village), name, None), getattr(new.get(village), name, None)
            if before != after:
                found.append({"village": village, "field": name, "published": before, "now": after})
    return found


def _rows(county: County, month: date) -> list[VillageMonth]:
    rows = VillageMonth.objects.filter(month=month, county=county)
    return list(rows.select_related("village__town").order_by("village__code"))


def _copy(county: County, month: date, *, by: User, reason: str, number: int) -> Publication:
    rows = _rows(county, month)
    counts = [{name: getattr(row, name) for name in (*PLACES, *COUNT_FIELDS)} for row in rows]
    worked_out = [
        {"code": figure.indicator.code, "numerator": figure.numerator, "denominator": figure.denominator,
         "rate": figure.rate}
        for figure in figures(sums.add(sums.of_row(row) for row in rows))
    ]  # fmt: skip
    sealed = json.dumps([worked_out, counts], cls=DjangoJSONEncoder, sort_keys=True)
    publication = Publication.objects.create(
        county=county,
        month=month,
        number=number,
        reason=reason,
        figures=worked_out,
        sha256=hashlib.sha256(sealed.encode()).hexdigest(),
        published_by=by,
    )
    PublishedCounts.objects.bulk_create(PublishedCounts(publication=publication, **one) for one in counts)
    return publication
