"""A long table in parts, for lists that are worked out as a whole, such as places by rank; lists of rows: keyset.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict

from pages import addresses

SIZE = 100  # rows; up to so many a table is shown in one piece
RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Part(Generic[RowT]):
    """``rows`` are number ``first`` .. ``last`` of ``total``; ``previous`` and ``next`` are query strings or empty."""

    rows: Sequence[RowT]
    first: int
    last: int
    total: int
    previous: str
    next: str


def part_of(rows: Sequence[RowT], query: QueryDict) -> Part[RowT]:
    """The part that begins with the row ``?from=101``; the first one for anything else."""
    start = max((addresses.number(query.get("from")) or 1) - 1, 0)
    start = start - start % SIZE if start < len(rows) else 0
    end = min(start + SIZE, len(rows))
    return Part(
        rows[start:end],
        first=start + 1,
        last=end,
        total=len(rows),
        previous=_beginning(query, start - SIZE) if start else "",
        next=_beginning(query, end) if end < len(rows) else "",
    )


def _beginning(query: QueryDict, start: int) -> str:
    fresh = query.copy()
    fresh.pop("from", None)
    if start:
        fresh["from"] = str(start + 1)
    return fresh.urlencode()
