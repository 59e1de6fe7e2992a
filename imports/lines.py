"""The stored lines of an import as plain values, a batch at a time.

A file has up to 200,000 lines: a model instance for each would cost more than the work that is done on it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from encryption.fields import Ciphertext, encrypt
from imports.models import Import, ImportLine

BATCH = 2_000
# Made once: json.dumps makes an encoder for each line.
AS_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
IN_THE_FILE = ("sheet", "number", "part")
BY_FAMILY = ("family", "-is_head", *IN_THE_FILE)
PLACE = ("pk", *IN_THE_FILE)
COLUMNS = (
    *PLACE,
    "state",
    "family",
    "is_head",
    "village_id",
    "household_id",
    "resident_id",
    "changed",
)


@dataclass(slots=True)
class Line:
    """One line. ``cells``: what the sheet says; ``facts``: what the check made of it (the column ``written``).

    A line that is read with its cells has what stands in the file, and none of what the check found.
    """

    pk: int
    sheet: int
    number: int
    part: int
    state: str = ""
    family: int | None = None
    is_head: bool = False
    village_id: int | None = None
    household_id: int | None = None
    resident_id: int | None = None
    changed: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def with_cells(owner: Import, where: Q | None = None) -> Iterator[Line]:
    """The lines in the order of the file, with their cells."""
    for line, text in _read(owner.lines.filter(where or Q()).order_by(*IN_THE_FILE), PLACE, "cells"):
        line.cells = json.loads(text)
        yield line


def with_facts(owner: Import, where: Q | None = None) -> Iterator[Line]:
    """The lines family by family, the head of each first, with what the check stored of them."""
    for line, text in _read(owner.lines.filter(where or Q()).order_by(*BY_FAMILY), COLUMNS, "written"):
        line.facts = json.loads(text)
        yield line


def _read(lines: QuerySet[ImportLine], columns: tuple[str, ...], column: str) -> Iterator[tuple[Line, str]]:
    for *values, raw in lines.values_list(*columns, column).iterator(BATCH):
        line = Line(*values)
        yield line, raw.of(line.pk) if isinstance(raw, Ciphertext) else "{}"


def encrypted(column: str, pk: int, content: Any) -> str:
    """``content`` as JSON, encrypted for this column of this line, in hexadecimal digits."""
    field_of_line: Any = ImportLine._meta.get_field(column)
    return encrypt(AS_JSON(content), field_of_line.place((pk,))).hex()


def draw_keys(table: str, count: int) -> list[int]:
    """``count`` keys of the table's sequence in one statement: encrypted values are bound to them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(drawn.sequence) FROM generate_series(1, %s), "
            "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) AS drawn",
            [count, table],
        )
        return [key for (key,) in cursor.fetchall()]
