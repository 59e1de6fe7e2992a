"""What the stations have attested of the five-none at this moment, read from the counts themselves.

Used by the five-none and month pages, by the actions that write the counts, and by the boards (reports/boards.py)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import User
from indicators.models import IncidentCount, PreparedCount
from posts import places
from posts.models import Membership, Station, Village

Category = IncidentCount.Category
FIVE = IncidentCount.FIVE

Cell = tuple[int, str]  # village, category
Counts = dict[Cell, int | None]  # None: not reported
MOST = 999


@dataclass(frozen=True)
class VillageLine:
    """A village in a month's table; ``counts`` holds only what is attested."""

    membership: Membership
    counts: dict[str, int]

    @property
    def village(self) -> Village:
        return self.membership.village

    @property
    def station(self) -> Station:
        return self.membership.post.station

    @property
    def cells(self) -> list[tuple[str, int | None]]:
        """Each category's name with its count; None: not reported."""
        return [(str(category.label), self.counts.get(category.value)) for category in Category]

    @property
    def is_reported(self) -> bool:
        """All five are attested; a blank never counts as none."""
        return all(category.value in self.counts for category in FIVE)

    @property
    def incidents(self) -> int:
        return sum(self.counts.get(category.value, 0) for category in FIVE)

    @property
    def is_met(self) -> bool:
        return self.is_reported and self.incidents == 0

    def holds(self, state: str) -> bool:
        """Is the village in the state, as the filter names it? One of which a case is attested is judged, whatever else
        it has reported."""
        return {
            "unreported": not self.is_reported,
            "reported": self.is_reported,
            "incidents": self.incidents > 0,
            "met": self.is_met,
            "judged": self.is_met or self.incidents > 0,
            "preventable": self.counts.get(Category.PREVENTABLE, 0) > 0,
        }.get(state, False)


@dataclass(frozen=True)
class Month:
    """A month's lines with the two headline counts."""

    lines: list[VillageLine]

    @cached_property
    def reported(self) -> int:
        return sum(line.is_reported for line in self.lines)

    @cached_property
    def met(self) -> int:
        return sum(line.is_met for line in self.lines)

    @cached_property
    def judged(self) -> int:
        return sum(line.holds("judged") for line in self.lines)

    @property
    def expected(self) -> int:
        return len(self.lines)

    @property
    def missing_count(self) -> int:
        return self.expected - self.reported

    @property
    def missing(self) -> list[tuple[Station, list[VillageLine]]]:
        """Who has not reported: villages by station, the station with most of them first."""
        found: dict[Station, list[VillageLine]] = defaultdict(list)
        for line in self.lines:
            if not line.is_reported:
                found[line.station].append(line)
        return sorted(found.items(), key=lambda pair: -len(pair[1]))

    @property
    def worst_first(self) -> list[VillageLine]:
        """Not reported, then with most incidents, then in the order of the division code."""
        return sorted(self.lines, key=lambda line: (line.is_reported, -line.incidents))


def added(lines: Iterable[VillageLine]) -> list[tuple[str, int | None]]:
    """Each category's name with what the lines add up to; None where none of them has reported it."""
    every = [line.counts for line in lines]
    sums = {one: [counts[one.value] for counts in every if one.value in counts] for one in Category}
    return [(str(one.label), sum(found) if found else None) for one, found in sums.items()]


def of_month(memberships: Iterable[Membership], month: date) -> Month:
    """The lines of the given villages."""
    memberships = list(memberships)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = IncidentCount.objects.filter(
        month=month, village__in=[membership.village_id for membership in memberships]
    )
    for village, category, count in rows.values_list("village_id", "category", "count"):
        counts[village][category] = count
    return Month([VillageLine(membership, counts[membership.village_id]) for membership in memberships])


def reported_of(user: User, months: list[date]) -> dict[date, tuple[int, int]]:
    """Villages reported of expected in each month, within the person's scope."""
    wanted = places.expected_by_month(user, months)
    reported: dict[tuple[date, int], int] = defaultdict(int)
    inside = set().union(*wanted.values())
    rows = IncidentCount.objects.filter(month__in=months, category__in=FIVE, village__in=inside)
    for month, village in rows.values_list("month", "village_id"):
        reported[month, village] += 1
    return {
        month: (sum(reported[month, village] == len(FIVE) for village in villages), len(villages))
        for month, villages in wanted.items()
    }


def not_reported(user: User, month: date) -> QuerySet[Membership]:
    """The villages of ``reported_of`` that have not attested all five, to be counted with other work."""
    attested = IncidentCount.objects.filter(month=month, category__in=FIVE, village=OuterRef("village"))
    number = Subquery(attested.order_by().values("village").annotate(n=Count("pk")).values("n"))
    return (
        places.expected_rows(user, month)
        .annotate(attested=Coalesce(number, 0))
        .filter(attested__lt=len(FIVE))
    )


def stored_counts(villages: Iterable[int], month: date) -> Counts:
    """The attested counts of the villages in the month; a cell without a row is absent."""
    rows = IncidentCount.objects.filter(month=month, village__in=list(villages))
    return {
        (village, category): count
        for village, category, count in rows.values_list("village_id", "category", "count")
    }


def prepared_counts(villages: Iterable[int], month: date) -> Counts:
    """What was prepared of the villages while the month ran; a cell without a row is absent."""
    rows = PreparedCount.objects.filter(month=month, village__in=list(villages))
    return {
        (village, category): count
        for village, category, count in rows.values_list("village_id", "category", "count")
    }


def not_confirmed(prepared: Mapping[Cell, int | None], stored: Mapping[Cell, int | None]) -> list[int]:
    """The villages of which a prepared count is not attested, in their order."""
    return list(dict.fromkeys(cell[0] for cell in prepared if cell not in stored))


def confirmed_otherwise(
    prepared: Mapping[Cell, int | None], stored: Mapping[Cell, int | None]
) -> list[tuple[Cell, int, int]]:
    """The cells whose attested count is not the prepared one: ``[(cell, prepared, attested)]``."""
    return [
        (cell, before, now)
        for cell, before in prepared.items()
        if before is not None and (now := stored.get(cell)) is not None and now != before
    ]


def check_counts(cells: Mapping[Cell, int | None]) -> None:
    """Numbers from 0 to 999 of known categories; preventable cases are some of the criminal ones."""
    faults = {}
    for (village, category), count in cells.items():
        if category not in IncidentCount.Category.values or (count is not None and not 0 <= count <= MOST):
            faults[name_of((village, category))] = _("Enter a whole number from 0 to %(most)s.") % {
                "most": MOST
            }
        elif category == IncidentCount.Category.PREVENTABLE and count is not None:
            criminal = cells.get((village, IncidentCount.Category.CRIMINAL.value))
            if criminal is None:
                faults[name_of((village, category))] = _(
                    "Enter the criminal cases too: these are some of them."
                )
            elif count > criminal:
                faults[name_of((village, category))] = _("Not more than the criminal cases (%(n)s).") % {
                    "n": criminal
                }
    if faults:
        raise ValidationError(faults)


def name_of(cell: Cell) -> str:
    """The name of the cell's input, and of its errors."""
    village, category = cell
    return f"{category}-{village}"
