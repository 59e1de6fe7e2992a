"""Pages by key instead of by number: page 200,000 costs as much as page 1, and new rows shift nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import DateField, F, IntegerField, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from pages import addresses

MOST_COUNTED = 10_000
RowT = TypeVar("RowT")  # a model's row, or a dict with its "pk" (QuerySet.values)


@dataclass(frozen=True)
class Order:
    """One sort key and its direction; the primary key breaks ties the same way."""

    field: str
    descending: bool = True
    nullable: bool = False

    @property
    def param(self) -> str:
        return f"-{self.field}" if self.descending else self.field

    def applied(self, rows: Any, *, backwards: bool) -> Any:
        down = self.descending != backwards
        if not self.nullable:
            sign = "-" if down else ""
            return rows.order_by(f"{sign}{self.field}", f"{sign}pk")
        key, pk = F(self.field), F("pk")
        return rows.order_by(key.desc(nulls_last=True) if down else key.asc(nulls_first=True),
                             pk.desc() if down else pk.asc())  # fmt: skip

    def beyond(self, value: Any, pk: int, *, backwards: bool) -> Q:
        """Rows after ``(value, pk)`` in this order, by one comparison of both. Empty values lie below all others."""
        down = self.descending != backwards
        if value is None:
            tie = Q(**{f"{self.field}__isnull": True, f"pk__{'lt' if down else 'gt'}": pk})
            return tie if down else tie | Q(**{f"{self.field}__isnull": False})
        compared = TupleLessThan if down else TupleGreaterThan
        past = Q(compared(Tuple(F(self.field), F("pk")), (value, pk)))
        return past | Q(**{f"{self.field}__isnull": True}) if self.nullable and down else past


@dataclass(frozen=True)
class KeyPage(Generic[RowT]):
    """One page of rows with the cursors of its neighbours (empty: there is none)."""

    rows: list[RowT]
    newer: str
    older: str


def page(
    rows: QuerySet[Any, RowT],
    order: Order,
    params: Mapping[str, str],
    size: int,
    *,
    among: QuerySet[Any] | None = None,
) -> KeyPage[RowT]:
    """The page that ``after`` or ``before`` in ``params`` points at; the first page for a broken cursor.

    ``among`` are all rows that the person may see: a cursor's row that has left the filter meanwhile still holds its
    place, one outside of them reveals nothing, not even its position.
    """
    backwards = bool(params.get("before"))
    start = _start(rows if among is None else among, order, params.get("before") or params.get("after"))
    if start is None:
        backwards = False
    else:
        rows = rows.filter(order.beyond(*start, backwards=backwards))
    found = list(order.applied(rows, backwards=backwards)[: size + 1])
    if start is None:
        return first(found, order, size)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_newer = more if backwards else True
    has_older = True if backwards else more
    return KeyPage(
        found,
        newer=_cursor(found[0], order) if found and has_newer else "",
        older=_cursor(found[-1], order) if found and has_older else "",
    )


def first_rows(rows: QuerySet[Any, RowT], order: Order, size: int) -> QuerySet[Any, RowT]:
    """What ``first`` is told: the rows of the first page, and one more when there is a second."""
    found: QuerySet[Any, RowT] = order.applied(rows, backwards=False)[: size + 1]
    return found


def first(found: list[RowT], order: Order, size: int) -> KeyPage[RowT]:
    """The first page, of what ``first_rows`` asks for."""
    shown = found[:size]
    return KeyPage(shown, newer="", older=_cursor(shown[-1], order) if len(found) > size else "")


class Counted(Subquery):
    """How many rows a query has, at most MOST_COUNTED + 1: selected beside the rows of a page, in one statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, counted up to MOST_COUNTED; True when there are more."""
    return capped(rows.order_by()[: MOST_COUNTED + 1].count())


def capped(found: int) -> tuple[int, bool]:
    """A count as a page shows it: the number, and whether there are more."""
    return min(found, MOST_COUNTED), found > MOST_COUNTED


def _cursor(row: Any, order: Order) -> str:
    """``2026-03-05.137``: a day and the key of the row; of any other value the key alone, so that no name is in it."""
    value, key = (
        (row[order.field], row["pk"]) if isinstance(row, dict) else (getattr(row, order.field), row.pk)
    )
    return f"{value}.{key}" if addresses.day(value) else str(key)


def _start(among: QuerySet[Any], order: Order, cursor: str | None) -> tuple[Any, int] | None:
    """The place that a cursor names: a day and a key, or the key of a row, whose value is looked up."""
    day, dot, number = (cursor or "").rpartition(".")
    key = addresses.number(number)
    if dot:
        start = addresses.day(day)
        is_day = isinstance(among.model._meta.get_field(order.field), DateField)
        return (start, key) if start and key is not None and is_day else None
    return among.filter(pk=key).order_by("pk").values_list(order.field, "pk").first() if key else None
