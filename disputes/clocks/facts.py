"""The dated facts of disputes from which their clocks follow, read in one statement for any number of disputes.

Only days and codes are read: no name, no word of the parties.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from disputes.clocks import records
from disputes.models import Agreement, Dispute, Duty, Extension, FollowUp, Measure, Party, Session, Suspension

T = TypeVar("T")


@dataclass(frozen=True)
class SessionFact:
    id: int
    held_on: date
    result: str
    next_on: date | None
    recorded_at: datetime


@dataclass(frozen=True)
class SuspensionFact:
    id: int
    why: str
    starts_on: date
    ended_on: date | None
    planned_until: date | None = None


@dataclass(frozen=True)
class ExtensionFact:
    of: str
    approved_on: date


@dataclass(frozen=True)
class AgreementFact:
    """The agreement that is final and not replaced, with what its paper bears."""

    effective_on: date
    ownership: str
    confirmation: str
    applied_on: date | None
    form: str = "written"
    sides_signed: list[str] = field(default_factory=list)
    signed_by_mediator: bool = False
    is_sealed_by_body: bool = False


@dataclass(frozen=True)
class PartyFact:
    side: str


@dataclass(frozen=True)
class DutyFact:
    id: int
    due_on: date
    state: str
    settled_on: date | None


@dataclass(frozen=True)
class CallFact:
    id: int
    planned_on: date
    made_on: date | None


@dataclass(frozen=True)
class MeasureFact:
    """What was done about violence, of which the visits follow; read by those who see protected disputes."""

    kind: str
    done_on: date
    body: str
    until: date | None = None


@dataclass(frozen=True)
class Facts:
    """One dispute with its dated rows, each list by its day."""

    pk: int
    number_label: str
    county_code: str
    procedure: str
    kind: str
    stage: str
    occurred_on: date
    filed_on: date | None
    case_closed_on: date | None
    handled_on: date | None
    approved_on: date | None
    recorded_at: datetime
    last_on: date | None = None  # of any kind of record (records.py)
    sessions: tuple[SessionFact, ...] = ()
    suspensions: tuple[SuspensionFact, ...] = ()
    extensions: tuple[ExtensionFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()
    calls: tuple[CallFact, ...] = ()
    measures: tuple[MeasureFact, ...] = ()
    people: tuple[PartyFact, ...] = ()

    def is_signed(self, one: AgreementFact) -> bool:
        """Does a committee's agreement hold: signed by each side and the mediator, with the seal (人民调解法 29 ¶2)?"""
        sides = {party.side for party in self.people}
        is_by_all = bool(sides) and sides <= set(one.sides_signed)
        return is_by_all and one.signed_by_mediator and one.is_sealed_by_body


COLUMNS = (
    "pk", "number_label", "procedure", "kind", "stage", "occurred_on", "filed_on", "case_closed_on", "handled_on",
    "approved_on", "recorded_at",
)  # fmt: skip
# What is read beside the dispute: the list of the facts, its model, the shape of one, the order, which rows.
FOLLOWED = (Measure.Kind.ADMONITION, Measure.Kind.VISIT)
BESIDE: tuple[tuple[str, type[Model], type[Any], str, Q], ...] = (
    ("sessions", Session, SessionFact, "held_on", ~Q(result=Session.Result.NOT_HELD)),
    ("suspensions", Suspension, SuspensionFact, "starts_on", Q()),
    ("extensions", Extension, ExtensionFact, "approved_on", Q()),
    ("agreements", Agreement, AgreementFact, "effective_on", Q(is_final=True, replaced_on=None)),
    ("duties", Duty, DutyFact, "due_on", Q(agreement__is_final=True, agreement__replaced_on=None)),
    ("calls", FollowUp, CallFact, "planned_on", Q(dropped_on=None)),
    ("measures", Measure, MeasureFact, "done_on", ~Q(kind=Measure.Kind.BREACH) & Q(withdrawn_on=None)),
    ("people", Party, PartyFact, "side", Q()),
)


def columns(rows: QuerySet[Dispute]) -> QuerySet[Any, dict[str, Any]]:
    """The rows with the columns that ``from_row`` takes, as one statement."""
    parts = {name: _beside(model, shape, order, which) for name, model, shape, order, which in BESIDE}
    found: QuerySet[Any, dict[str, Any]] = rows.order_by("pk").values(*COLUMNS, **_computed(), **parts)
    return found


def as_json(rows: QuerySet[Dispute]) -> QuerySet[Any, dict[str, Any]]:
    """The same as one column of JSON, for a query that has it beside columns of its own."""
    parts = {name: _beside(model, shape, order, which) for name, model, shape, order, which in BESIDE}
    columns: dict[str, Any] = {name: name for name in COLUMNS}
    found: QuerySet[Any, Any] = rows.order_by().values(facts=JSONObject(**columns, **_computed(), **parts))
    return found


def _computed() -> dict[str, Any]:
    return {"county_code": F("county__code"), "last_on": records.last_on()}


def read(rows: QuerySet[Dispute]) -> list[Facts]:
    """The facts of these disputes, in one statement."""
    return [from_row(row) for row in columns(rows)]


def from_row(row: dict[str, Any]) -> Facts:
    """The facts of a row of ``columns``, as the ORM or as JSON has it."""
    beside: dict[str, Any] = {
        name: _parsed(shape, row[name]) for name, _model, shape, _order, _which in BESIDE
    }
    return _fact(Facts, {name: row[name] for name in (*COLUMNS, "county_code", "last_on")} | beside)


def _beside(model: type[Model], shape: type[Any], order: str, which: Q) -> ArraySubquery:
    found: QuerySet[Any] = model._default_manager.filter(which, dispute=OuterRef("pk")).order_by(order, "pk")
    return ArraySubquery(found.values(row=JSONObject(**{name: name for name in shape.__annotations__})))


def _parsed(shape: type[T], rows: Sequence[dict[str, Any]]) -> tuple[T, ...]:
    return tuple(_fact(shape, row) for row in rows)


def _fact(shape: type[T], row: dict[str, Any]) -> T:
    """Days and times of JSON are texts."""
    return shape(
        **{name: _value(str(shape.__annotations__[name]), row[name]) for name in shape.__annotations__}
    )


def _value(kind: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if "datetime.datetime" in kind:
        return timezone.localtime(datetime.fromisoformat(value))
    return date.fromisoformat(value) if "datetime.date" in kind else value
