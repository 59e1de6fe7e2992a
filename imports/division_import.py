"""Taking over the national division codes: counties, towns and villages, again and again, by code.

A division that left the files is closed and its rows stay; a new name ends the old one, which stays on record.
Called by manage.py import_divisions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import chain
from typing import Any, Generic, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from duty.models import DutyDay
from imports import division_files as files
from imports.division_files import Division, DivisionFile, Fault, Sheet
from ledgers import books
from ledgers.models import Row
from posts import closed_months, standing
from posts.closed_months import Span
from posts.models import County, Town, Village, VillageName

Place = TypeVar("Place", bound=County | Town | Village)


class FaultyFiles(Exception):
    """The files were not taken over. ``faults`` lists each place that is wrong, and the remedy."""

    def __init__(self, faults: list[Fault]):
        super().__init__(_("%(count)s faults; nothing was saved.") % {"count": len(faults)})
        self.faults = faults


@dataclass
class Changes(Generic[Place]):
    """What the files mean for one level, by division."""

    new: list[Place] = field(default_factory=list)
    renamed: list[Place] = field(default_factory=list)
    closed: list[Place] = field(default_factory=list)
    reopened: list[Place] = field(default_factory=list)
    unchanged: list[Place] = field(default_factory=list)

    def counts(self, prefix: str = "") -> dict[str, int]:
        """How many of each, of the divisions whose codes begin with ``prefix``."""
        kinds = {kind.name: getattr(self, kind.name) for kind in fields(self)}
        return {
            name: sum(place.code.startswith(prefix) for place in places) for name, places in kinds.items()
        }


@dataclass
class Takeover:
    """The result of an import. ``left_alone``: counties of the file for which it names no town."""

    counties: Changes[County]
    towns: Changes[Town]
    villages: Changes[Village]
    left_alone: list[str]


def import_divisions(
    counties: DivisionFile,
    towns: DivisionFile,
    villages: DivisionFile,
    *,
    since: date,
    county: str = "",
    by: User | None = None,
    dry_run: bool = False,
    late_reason: str = "",
) -> Takeover:
    """Bring counties, towns and villages to the state of the files, from ``since`` on; all of it or nothing.

    ``county`` limits the import to one county of larger files. ``dry_run`` works everything out, then
    undoes it. ``by`` None is the command line. Raises FaultyFiles with every fault of the three files, ValidationError
    when a village is closed or opened again within a closed month (``late_reason``: why, of a published one).
    """
    if by is not None and not may(by, "arrange_organisation"):
        raise PermissionDenied
    sheets = _read(counties, towns, villages, county)
    with transaction.atomic():
        takeover = _take_over(sheets, since, late_reason)
        _leave_trail(takeover, since, by)
        transaction.set_rollback(dry_run)
    return takeover


def _read(counties: DivisionFile, towns: DivisionFile, villages: DivisionFile, county: str) -> list[Sheet]:
    sheets = [
        files.read(counties, files.COUNTIES, county=county),
        files.read(towns, files.TOWNS, county=county),
        files.read(villages, files.VILLAGES, county=county),
    ]
    files.check_parents(sheets[1], sheets[0], files.TOWNS)
    files.check_parents(sheets[2], sheets[1], files.VILLAGES)
    if county and not sheets[0].lines and not sheets[0].faults:
        wrong = _("The county %(code)s is not in the file.") % {"code": county}
        sheets[0].fault(1, "code", wrong, _("Check the code, or import without choosing a county."))
    if faults := [fault for sheet in sheets for fault in sheet.faults]:
        raise FaultyFiles(faults)
    return sheets


def _take_over(sheets: list[Sheet], since: date, late_reason: str) -> Takeover:
    """Counties without a town in the files are left alone: the files do not describe their towns."""
    county_rows, town_rows, village_rows = (sheet.divisions for sheet in sheets)
    described = {town.parent for town in town_rows.values()}
    counties = _take_counties([row for row in county_rows.values() if row.code in described])
    known_counties = {place.code: place for place in _present(counties)}
    towns = _take_towns(town_rows.values(), known_counties, since)
    known_towns = {place.code: place for place in _present(towns)}
    villages = _take_villages(village_rows.values(), known_towns, known_counties, since, late_reason)
    left_alone = [row.name for row in county_rows.values() if row.code not in described]
    return Takeover(counties, towns, villages, left_alone)


def _compare(
    known: Iterable[Place], rows: Iterable[Division], make: Callable[[Division], Place]
) -> Changes[Place]:
    """Sort what is known and what the file has; sets names and clears closing days on the objects, without saving."""
    changes: Changes[Place] = Changes()
    missing = {place.code: place for place in known}
    for row in rows:
        place = missing.pop(row.code, None)
        if place is None:
            changes.new.append(make(row))
            continue
        _note_change(changes, place, row)
    changes.closed = [place for place in missing.values() if not _is_closed(place)]
    return changes


def _is_closed(place: County | Town | Village) -> bool:
    """A county is never closed."""
    return isinstance(place, Town | Village) and place.closed_on is not None


def _note_change(changes: Changes[Place], place: Place, row: Division) -> None:
    was_closed = _is_closed(place)
    if isinstance(place, Town | Village) and was_closed:
        place.closed_on = None
        changes.reopened.append(place)
    if place.name != row.name:
        place.name = row.name
        changes.renamed.append(place)
    elif not was_closed:
        changes.unchanged.append(place)


def _present(changes: Changes[Place]) -> list[Place]:
    return list(chain(changes.new, changes.renamed, changes.reopened, changes.unchanged))


def _take_counties(rows: list[Division]) -> Changes[County]:
    known = County.objects.filter(code__in=[row.code for row in rows])
    changes = _compare(known, rows, lambda row: County(code=row.code, name=row.name))
    County.objects.bulk_create(changes.new)
    County.objects.bulk_update(changes.renamed, ["name"])
    return changes


def _take_towns(rows: Iterable[Division], counties: dict[str, County], since: date) -> Changes[Town]:
    known = Town.objects.filter(county__in=counties.values())
    changes = _compare(
        known, rows, lambda row: Town(code=row.code, name=row.name, county=counties[row.parent])
    )
    _save(Town, changes, since)
    return changes


def _take_villages(
    rows: Iterable[Division],
    towns: dict[str, Town],
    counties: dict[str, County],
    since: date,
    late_reason: str,
) -> Changes[Village]:
    known = list(Village.objects.filter(town__county__in=counties.values()))
    closed_on = {village.pk: village.closed_on for village in known if village.closed_on}
    changes = _compare(known, rows, lambda row: _village(row, towns[row.parent]))
    closed = [Span(village.pk, since) for village in changes.closed]
    reopened = [Span(village.pk, closed_on[village.pk]) for village in changes.reopened]
    _check_nothing_later(changes.closed, since)
    standing.check_no_plan(changes.closed, since)
    closed_months.let_in([*closed, *reopened], late_reason, cause=Village)
    _save(Village, changes, since)
    _write_names(changes, since)
    return changes


def _check_nothing_later(closed: list[Village], since: date) -> None:
    """ValidationError when rows of a village are counted on the day on which it ends, or later: figures lose them."""
    last: dict[Village, date] = {}
    by_key = {village.pk: village for village in closed}
    for key, day in _days_counted([*by_key], since):
        last[by_key[key]] = max(day, last.get(by_key[key], day))
    if last:
        named = "、".join(
            _("%(village)s (%(day)s)") % {"village": one, "day": day} for one, day in last.items()
        )
        raise ValidationError(
            _(
                "Rows are entered on %(since)s or later in: %(villages)s. Withdraw them, or close on a later day."
            )
            % {"since": since, "villages": named}
        )


def _days_counted(villages: list[int], since: date) -> Iterator[tuple[int, date]]:
    """Village and day of everything that figures count there since the day."""
    for book in books.row_models():
        rows = book._default_manager.filter(village__in=villages).exclude(state=Row.State.WITHDRAWN)
        for name in book.COUNTED_DAYS:
            yield from rows.filter(**{f"{name}__gte": since}).values_list("village", name)
    arrivals = DutyDay.objects.holding().filter(village__in=villages, on__gte=since)
    yield from arrivals.values_list("village", "on")


def _village(row: Division, town: Town) -> Village:
    return Village(code=row.code, name=row.name, town=town, kind=Village.kind_of(row.code))


def _save(model: type[Town] | type[Village], changes: Changes[Any], since: date) -> None:
    for place in changes.closed:
        place.closed_on = since
    model.objects.bulk_create(changes.new)
    touched = {place.pk: place for place in [*changes.renamed, *changes.closed, *changes.reopened]}
    model.objects.bulk_update(touched.values(), ["name", "closed_on"], batch_size=1_000)


def _write_names(changes: Changes[Village], since: date) -> None:
    """End the old name of a renamed village; correct one that began no earlier than ``since``."""
    current = VillageName.objects.filter(village__in=changes.renamed, until=None)
    current.filter(since__gte=since).delete()
    current.filter(since__lt=since).update(until=since)
    VillageName.objects.bulk_create(
        VillageName(village=village, name=village.name, since=since)
        for village in [*changes.new, *changes.renamed]
    )


def _leave_trail(takeover: Takeover, since: date, by: User | None) -> None:
    for county in _present(takeover.counties):
        towns, villages = takeover.towns.counts(county.code), takeover.villages.counts(county.code)
        trail.record("import_divisions", county, by=by, since=since, towns=towns, villages=villages)
