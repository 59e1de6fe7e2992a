"""Publish a month: copy its counts into rows that nobody changes; later differences are restatements beside them.

Called by the publication pages; ``differences`` also by indicators/differences.py, which adds the reasons."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Stale
from calendars import calendar
from formulas.suppression import Node
from indicators import by_place, publication_file, ranks, typed
from indicators.by_place import MONTH, YEAR
from indicators.catalogue import in_force
from indicators.compute import fill_month, fill_touched
from indicators.models import (
    Publication,
    PublishedCounts,
    PublishedPlace,
    PublishedRanking,
    VillageMonth,
)
from indicators.models.months import COUNT_FIELDS, FIVE_NONE, RESTATED, Counts
from ledgers import months
from ledgers.models import StationMonth
from posts.models import County, Station, Village
from surveys.models import SurveyRound

PLACES = ("village_id", "town_id", "post_id", "station_id", "is_expected", "hidden_answers")


@transaction.atomic
def freeze(
    county: County,
    month: date,
    *,
    by: User,
    reason: str = "",
    shown: str | None = None,
    at: datetime | None = None,
) -> Publication:
    """Publish the month of a county. Every station must have approved it, or ``reason`` says why not all have: the
    publication names the others for good, and they stay unapproved.

    The counts are taken anew first, so that what is published is what the books hold at this moment; Stale when that is
    not what the page showed (``shown``, as ``state_of`` has it). ValidationError for a month in which no village has
    reported. ``at``: when, of a past that is loaded.
    """
    if not may(by, "publish_month"):
        raise PermissionDenied
    check_ended(month)
    stations = check_answered(county, month)
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
    check_reported(county, month)
    publication = _copy(county, month, by=by, reason=reason.strip() if missing else "", number=0, at=at)
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
    check_differing(newest)
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


def check_answered(county: County, month: date) -> list[Station]:
    """The stations of the month; ValidationError for one before the county's first village belonged to a station."""
    found = answering(county, month)
    if not found:
        raise ValidationError(_("No station had a village in that month: there is nothing to publish."))
    return found


def check_reported(county: County, month: date) -> None:
    """ValidationError for a month in which no village has attested its five-none: nothing would be out, for good."""
    reported = VillageMonth.objects.filter(county=county, month=month, is_expected=True)
    if not reported.filter(**{f"{one}__isnull": False for one in FIVE_NONE}).exists():
        raise ValidationError(
            _("No village has reported its five-none of this month: there is nothing to publish yet.")
        )


def check_differing(newest: Publication) -> None:
    """ValidationError where today's counts are those of the publication, of the month and of the year up to it."""
    if not differences(newest) and not year_differs(newest):
        raise ValidationError(_("Nothing differs from what is published."))


def year_differs(publication: Publication) -> set[Node]:
    """The places whose year to date is another one today than was published."""
    now = by_place.work_out(publication.county, publication.month)
    return by_place.changed(publication.places.all(), now, YEAR)


def answering(county: County, month: date) -> list[Station]:
    """The stations of the county that had a village in the month: they submit it, and their approval is asked for."""
    open_then = Station.objects.open_in(month).filter(county=county)
    return list(open_then.filter(Exists(months.answered_for(OuterRef("pk"), month))).order_by("pk"))


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
    """Stations of the county that have not approved the month, also of one that is published without them."""
    states = states_of(county, month)
    return [station for station in answering(county, month) if not states[station.pk].was_approved]


def states_of(county: County, month: date) -> dict[int, StationMonth]:
    """The month of each station; one to which nothing has happened is not saved."""
    rows = StationMonth.objects.filter(month=month, station__county=county)
    stored = {row.station_id: row for row in rows.select_related("submitted_by", "approved_by")}
    return {
        one.pk: stored.get(one.pk) or StationMonth(station=one, month=month)
        for one in answering(county, month)
    }


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


def _copy(
    county: County, month: date, *, by: User, reason: str, number: int, at: datetime | None = None
) -> Publication:
    rows = _rows(county, month)
    counts = [{name: getattr(row, name) for name in (*PLACES, *COUNT_FIELDS)} for row in rows]
    places, rankings = by_place.work_out(county, month), _rankings(county, month)
    of_county = by_place.read_all(places[0].figures[MONTH])
    worked_out = [
        {"code": code, "numerator": figure.numerator, "denominator": figure.denominator, "rate": figure.rate}
        for code, figure in of_county.items()
    ]
    published_at, salt = at or timezone.now(), secrets.token_hex(32)
    header = {
        "county": {"code": county.code, "name": county.name},
        "month": f"{month:%Y-%m}",
        "number": number,
        "reason": reason,
        "reason_without": reason if number == 0 else _reason_without(county, month),
        "published_at": published_at.isoformat(timespec="seconds"),
        "published_by": by.name,
        "stations": _stations(county, month),
        "typed": typed.of_month([row.village_id for row in rows], month),
        "indicators": _names(county, month),
        "counts": counts_digest(salt, counts),
        "leaves": publication_file.leaves_of(
            [one.as_published() for one in places], [one.as_published() for one in rankings]
        ),
    }
    publication = Publication.objects.create(
        county=county,
        month=month,
        number=number,
        reason=reason,
        figures=worked_out,
        header=header,
        counts_salt=salt,
        sha256=publication_file.digest(header),
        published_by=by,
        published_at=published_at,
    )
    PublishedCounts.objects.bulk_create(PublishedCounts(publication=publication, **one) for one in counts)
    _store(publication, places, rankings)
    return publication


def _store(publication: Publication, places: list[PublishedPlace], rankings: list[PublishedRanking]) -> None:
    for place in places:
        place.publication = publication
    for ranking in rankings:
        ranking.publication = publication
    PublishedPlace.objects.bulk_create(places)
    PublishedRanking.objects.bulk_create(rankings)


def _rankings(county: County, month: date) -> list[PublishedRanking]:
    quarter = by_place.quarter_of(month)
    return [] if quarter is None else ranks.work_out(county, quarter)


def _reason_without(county: County, month: date) -> str:
    """Why the month was published without all stations; a restatement has a reason of its own beside it."""
    first = Publication.objects.filter(county=county, month=month, number=0).first()
    return first.header.get("reason_without", "") if first else ""


def _stations(county: County, month: date) -> list[dict[str, Any]]:
    """What each station had done when the month was published, with names and times."""
    return [
        {
            "name": state.station.name,
            "key": state.station_id,
            "state": "approved" if state.was_approved else "submitted" if state.was_submitted else "open",
            "submitted_by": state.submitted_by.name if state.submitted_by else "",
            "submitted_at": _moment(state.submitted_at),
            "approved_by": state.approved_by.name if state.approved_by else "",
            "approved_at": _moment(state.approved_at),
            "is_approved_by_county": state.is_approved_by_county,
        }
        for state in states_of(county, month).values()
    ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _names(county: County, month: date) -> list[list[str]]:
    """Code, name, unit and shape of each indicator in force, as the county reads them."""
    with translation.override("zh-hans"):
        return [
            [one.code, str(one.name), str(one.unit), one.shape] for one in in_force(month, month, county.code)
        ]


def counts_digest(salt: str, counts: Iterable[Mapping[str, Any]]) -> str:
    """The hash of all counts of villages, in the order of their keys."""
    lines = sorted(
        ([_text(one[name]) for name in (*PLACES, *COUNT_FIELDS)] for one in counts),
        key=lambda line: int(line[0]),
    )
    return publication_file.digest([salt, *lines])


def _text(value: Any) -> str:
    """One spelling of a count: whole numbers without decimals, nothing for what was not reported."""
    if value is None:
        return ""
    if isinstance(value, bool) or value == int(value):
        return str(int(value))
    return f"{value.normalize():f}"
