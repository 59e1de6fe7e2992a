"""The quarterly statistics of disputes: types x origin x host x outcome, whose rows and columns add up.

A dispute is counted where it was accepted in the quarter, and where it was handled in it; what is neither began or
ended in another. Protected disputes (domestic violence) are not mediated and not in it, whoever asks, so that all who
see a place see the same numbers. What has a value that no column has stands in a column or row of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

import rules
from accounts.models import User
from calendars import calendar, quarters
from disputes.models import Dispute
from formulas.rates import ratio

UNKNOWN = "unknown"
Number = int | Decimal
HANDLED = tuple(stage for stage in Dispute.Stage if stage != Dispute.Stage.OPEN)
FORMS = tuple(form for form in Dispute.AgreementForm if form != Dispute.AgreementForm.NONE)


@dataclass(frozen=True)
class Column:
    """``part_of``: the column whose number it and its sisters add up to."""

    code: str
    label: Any
    part_of: str = ""


def _parts(prefix: str, part_of: str, choices: Iterable[Any]) -> tuple[Column, ...]:
    named = tuple(Column(f"{prefix}:{one.value}", one.label, part_of) for one in choices)
    return (*named, Column(f"{prefix}:{UNKNOWN}", _("Not known"), part_of))


# Two tables of one width of paper each: what came in, and what became of it.
ACCEPTED: tuple[Column, ...] = (
    Column("before", _("Open before")),
    Column("accepted", _("Accepted in the quarter")),
    *_parts("origin", "accepted", Dispute.Origin),
    *_parts("host", "accepted", Dispute.Host),
)
ENDED: tuple[Column, ...] = (
    Column("handled", _("Handled in the quarter")),
    *_parts("outcome", "handled", HANDLED),
    *_parts("form", "outcome:agreed", FORMS),
    Column("parties", _("Parties")),
    Column("amount", _("Amount agreed on (yuan)")),
    Column("no_amount", _("Agreed without an amount")),
    Column("difficult", _("Difficult")),
    Column("open", _("Open after")),
)
COLUMNS = (*ACCEPTED, *ENDED)
KINDS: tuple[tuple[str, Any], ...] = (*Dispute.Kind.choices, (UNKNOWN, _("Not known")))


@dataclass
class Line:
    """A type, or the sum of all: the number of each column by its code."""

    kind: str
    label: Any
    cells: dict[str, Number] = field(default_factory=lambda: {column.code: 0 for column in COLUMNS})

    @property
    def success(self) -> Decimal | None:
        """Agreed of handled; None where nothing was handled."""
        return ratio(self.cells["outcome:agreed"], self.cells["handled"])


@dataclass(frozen=True)
class Statistics:
    """``lines`` of the types in the order of the form, the unknown one last; ``total``: their sum."""

    quarter: date
    lines: list[Line]
    total: Line

    @property
    def is_over(self) -> bool:
        return self.quarter < quarters.this_quarter()


def of_quarter(user: User, quarter: date, county: str, **place: int) -> Statistics:
    """The statistics of what the person sees, or of one place in it (``station_id=``, ``post_id=``)."""
    rows = Dispute.objects.visible_to(user).counted().filter(is_protected=False, **place).order_by()
    end = quarters.end_of(quarter)
    lines = {kind: Line(kind, label) for kind, label in KINDS}
    accepted = rows.filter(occurred_on__gte=quarter, occurred_on__lt=end)
    _count_accepted(lines, accepted)
    _count_handled(
        lines, rows.filter(handled_on__gte=quarter, handled_on__lt=end), _difficult(quarter, county)
    )
    before = rows.filter(occurred_on__lt=quarter).filter(Q(handled_on=None) | Q(handled_on__gte=quarter))
    _count_plain(lines, before, "before")
    after = rows.filter(occurred_on__lt=end).filter(Q(handled_on=None) | Q(handled_on__gte=end))
    _count_plain(lines, after, "open")
    return Statistics(quarter, list(lines.values()), total(lines.values()))


def total(lines: Iterable[Line]) -> Line:
    found = Line("", _("Total"))
    for line in lines:
        for code, number in line.cells.items():
            found.cells[code] += number
    return found


def _difficult(quarter: date, county: str) -> Q:
    """What the chief is told of: an amount or a number of people above the county's setting."""
    day = calendar.last_day(quarters.last_month(quarter))
    amount = rules.whole("dispute.chief_amount", on=day, county=county)
    people = rules.whole("dispute.chief_people", on=day, county=county)
    return Q(amount__gt=amount) | Q(people_concerned__gt=people)


def _count_accepted(lines: dict[str, Line], rows: QuerySet[Dispute]) -> None:
    for found in rows.values("kind", "origin", "host").annotate(n=Count("pk")):
        cells = _line(lines, found["kind"]).cells
        cells["accepted"] += found["n"]
        cells[_known("origin", found["origin"])] += found["n"]
        cells[_known("host", found["host"])] += found["n"]


def _count_handled(lines: dict[str, Line], rows: QuerySet[Dispute], difficult: Q) -> None:
    agreed = Q(stage=Dispute.Stage.AGREED)
    asked = rows.values("kind", "stage", "agreement").annotate(
        n=Count("pk"),
        of_parties=Sum("parties"),
        of_amount=Sum("amount", filter=agreed),
        without=Count("pk", filter=agreed & Q(amount=None)),
        hard=Count("pk", filter=difficult),
    )
    for found in asked:
        cells = _line(lines, found["kind"]).cells
        cells["handled"] += found["n"]
        cells[_known("outcome", found["stage"])] += found["n"]
        if found["stage"] == Dispute.Stage.AGREED:
            cells[_known("form", found["agreement"])] += found["n"]
        cells["parties"] += found["of_parties"] or 0
        cells["amount"] += found["of_amount"] or 0
        cells["no_amount"] += found["without"]
        cells["difficult"] += found["hard"]


def _count_plain(lines: dict[str, Line], rows: QuerySet[Dispute], code: str) -> None:
    for found in rows.values("kind").annotate(n=Count("pk")):
        _line(lines, found["kind"]).cells[code] += found["n"]


def _line(lines: dict[str, Line], kind: str) -> Line:
    return lines.get(kind) or lines[UNKNOWN]


def _known(prefix: str, value: str) -> str:
    code = f"{prefix}:{value}"
    return code if code in CODES else f"{prefix}:{UNKNOWN}"


CODES = frozenset(column.code for column in COLUMNS)
