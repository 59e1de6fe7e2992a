"""Attest the five-none, or prepare it while the month runs: the actions that write counts by hand.

Called by the page of the station's matrix.
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from calendars import calendar
from config.lock_order import Advisory
from indicators import case_hours
from indicators.attested import Cell, Counts, check_counts, name_of, prepared_counts, stored_counts
from indicators.models import CaseHours, IncidentCount, LateAttestation, PreparedCount
from ledgers import months
from posts import places, staying
from posts.models import Membership, Station
from posts.models.placed import keys_of


@transaction.atomic
def attest(
    station: Station,
    month: date,
    values: Counts,
    *,
    by: User,
    late_reason: str = "",
    shown: Mapping[Cell, int | None] | None = None,
) -> int:
    """Write the given cells of a station's month: a number, or None to take a report back. Returns how many changed.

    Counts only: no person, no text (the late reason says why, not who). Cells that are not in ``values`` stay as
    they are, so two clerks can work at once; ``shown`` is what the page showed, and a cell that somebody else has
    changed since is refused. Raises PermissionDenied outside the person's station, ValidationError with errors
    named ``category-village``, with the reason of the lock, or while the month runs: then it is prepared.
    """
    memberships = _memberships(station, month, by, {village for village, _category in values})
    _check_ended(month)
    is_late = months.let_station_in(station.pk, month, late_reason.strip())
    _hold(station)
    stored = stored_counts(memberships, month)
    changed = {cell: count for cell, count in values.items() if stored.get(cell) != count}
    _check_unchanged(changed, stored, shown)
    touched = {village for village, _category in changed}
    check_counts({cell: count for cell, count in {**stored, **changed}.items() if cell[0] in touched})
    case_hours.check_enough(changed, month)
    if changed:
        _write(changed, memberships, month, by)
        if is_late:
            _write_reason(touched, memberships, month, late_reason.strip(), by)
        late = {"late": True, "reason": late_reason.strip(), "villages": sorted(touched)} if is_late else {}
        trail.record("attest_incidents", station, by=by, month=f"{month:%Y-%m}", changed=len(changed), **late)
    return len(changed)


@transaction.atomic
def prepare(
    station: Station,
    month: date,
    values: Counts,
    *,
    by: User,
    shown: Mapping[Cell, int | None] | None = None,
) -> int:
    """Write down cells of the running month, as ``attest`` does; they count nowhere until they are attested.

    Returns how many changed. ValidationError for a month that has ended, or has not begun.
    """
    memberships = _memberships(station, month, by, {village for village, _category in values})
    if month != calendar.this_month():
        raise ValidationError(_("Only the running month is prepared."))
    _hold(station)
    stored = prepared_counts(memberships, month)
    changed = {cell: count for cell, count in values.items() if stored.get(cell) != count}
    _check_unchanged(changed, stored, shown)
    touched = {village for village, _category in changed}
    check_counts({cell: count for cell, count in {**stored, **changed}.items() if cell[0] in touched})
    if changed:
        _write_prepared(changed, memberships, month, by)
        trail.record("prepare_incidents", station, by=by, month=f"{month:%Y-%m}", changed=len(changed))
    return len(changed)


@transaction.atomic
def enter_case_hours(
    station: Station,
    month: date,
    values: Counts,
    *,
    by: User,
    shown: Mapping[Cell, int | None] | None = None,
) -> int:
    """Write down in which hours preventable cases of a month that is over happened: cells are villages and bands of
    ``CaseHours``, ``shown`` as in ``attest``. Returns how many villages changed.

    No figure counts them, so that no lock of the month stands against it. ValidationError for more than are attested.
    """
    memberships = _memberships(station, month, by, {village for village, _band in values})
    _check_ended(month)
    _hold(station)
    stored = case_hours.stored_hours(memberships, month)
    changed = {cell: count or 0 for cell, count in values.items() if stored.get(cell) != (count or 0)}
    _check_unchanged(dict(changed), stored, shown)
    touched = {village for village, _band in changed}
    after = {cell: count for cell, count in {**stored, **changed}.items() if cell[0] in touched}
    case_hours.check_hours(after, case_hours.cases_of(touched, month))
    for village in sorted(touched):
        _write_hours(
            memberships[village], month, {band: after[village, band] or 0 for band in CaseHours.BANDS}, by
        )
    if touched:
        trail.record("enter_case_hours", station, by=by, month=f"{month:%Y-%m}", changed=len(touched))
    return len(touched)


def _write_hours(membership: Membership, month: date, bands: dict[str, int], by: User) -> None:
    """The row of the village; none where no hour is known any more."""
    rows = CaseHours.objects.filter(village=membership.village_id, month=month)
    if not any(bands.values()):
        rows.delete()
        return
    keys = keys_of(membership.post)
    rows.update_or_create(
        defaults=bands | keys | {"typed_by": by}, village_id=membership.village_id, month=month
    )


def _memberships(station: Station, month: date, by: User, villages: set[int]) -> dict[int, Membership]:
    """The station's villages of the month, if the person may attest there and all of ``villages`` belong to it. These
    stay with their posts until the transaction ends."""
    for village in sorted(villages):
        staying.hold(village)
    if not may(by, "attest_incidents") or not places.stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied
    memberships = {membership.village_id: membership for membership in places.of_station(station, month)}
    if not villages <= memberships.keys():
        raise PermissionDenied
    return memberships


def _check_ended(month: date) -> None:
    if month > calendar.this_month():
        raise ValidationError(_("The month has not begun yet."))
    if month == calendar.this_month():
        raise ValidationError(_("The month still runs: prepare it now, and confirm it after its last day."))


def _hold(station: Station) -> None:
    """Two clerks of a station write one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [Advisory.COUNTS_OF_A_STATION, station.pk])


def _check_unchanged(changed: Counts, stored: Counts, shown: Mapping[Cell, int | None] | None) -> None:
    if shown is None:
        return
    faults = {
        name_of(cell): _(
            "Somebody else has entered %(now)s meanwhile. Check, and save again to put yours in its place."
        )
        % {"now": _("nothing") if stored.get(cell) is None else stored[cell]}
        for cell in changed
        if stored.get(cell) != shown.get(cell)
    }
    if faults:
        raise ValidationError(faults)


def _write_reason(
    villages: set[int], memberships: dict[int, Membership], month: date, reason: str, by: User
) -> None:
    LateAttestation.objects.bulk_create(
        LateAttestation(
            village_id=village,
            **keys_of(memberships[village].post),
            month=month,
            reason=reason,
            attested_by=by,
        )
        for village in sorted(villages)
    )


def _write(changed: Counts, memberships: dict[int, Membership], month: date, by: User) -> None:
    blanked = [cell for cell, count in changed.items() if count is None]
    for category in {category for _village, category in blanked}:
        villages = [village for village, other in blanked if other == category]
        IncidentCount.objects.filter(month=month, category=category, village__in=villages).delete()
    IncidentCount.objects.bulk_create(
        [
            IncidentCount(
                village_id=village,
                **keys_of(memberships[village].post),
                month=month,
                category=category,
                count=count,
                attested_by=by,
                attested_at=timezone.now(),
            )
            for (village, category), count in changed.items()
            if count is not None
        ],
        update_conflicts=True,
        unique_fields=["village", "month", "category"],
        update_fields=["count", "post", "station", "county", "attested_by", "attested_at"],
    )


def _write_prepared(changed: Counts, memberships: dict[int, Membership], month: date, by: User) -> None:
    for (village, category), count in changed.items():
        if count is None:
            PreparedCount.objects.filter(month=month, category=category, village=village).delete()
    PreparedCount.objects.bulk_create(
        [
            PreparedCount(
                village_id=village,
                **keys_of(memberships[village].post),
                month=month,
                category=category,
                count=count,
                prepared_by=by,
                prepared_at=timezone.now(),
            )
            for (village, category), count in changed.items()
            if count is not None
        ],
        update_conflicts=True,
        unique_fields=["village", "month", "category"],
        update_fields=["count", "post", "station", "county", "prepared_by", "prepared_at"],
    )
