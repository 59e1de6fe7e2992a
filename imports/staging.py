"""Rows of a file -> stored lines. Identity numbers and forbidden columns are dropped before anything is stored."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from imports.books.samples import is_sample
from imports.columns import IDENTITY, MEANINGS, Meaning, code_of, distinct, why_dropped
from imports.lines import BATCH, draw_keys, encrypted
from imports.models import Import
from imports.numbers_in_cells import IDENTITY_NUMBER, without_identity
from imports.sheets import cells, days
from imports.sheets.headings import plain
from imports.sheets.reading import Table
from residents.models.people import YOUNGEST

SHORT_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(\d{2})(\d{2})(\d{2})\d{3}(?!\d)")
T = TypeVar("T")
INSERT = (
    "INSERT INTO imports_importline (id, owner_id, stored_on, sheet, number, part, cells, state, faults, is_ticked, "
    "is_head, number_key, name_key, outcome, changed) "
    "SELECT id, %s, %s, sheet, number, part, decode(cells, 'hex'), '', '[]', false, false, '', '', '', '[]' "
    "FROM jsonb_to_recordset(%s::jsonb) AS line (id bigint, sheet int, number int, part int, cells text)"
)


def batches(rows: Iterator[T], size: int = BATCH) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch


def store(owner: Import, tables: Iterable[Table], meanings: tuple[Meaning, ...] = MEANINGS) -> None:
    """Insert the lines of all tables and set sheets, forbidden columns and the number of rows on ``owner``."""
    owner.sheets, owner.forbidden, owner.rows = [], {}, 0
    for place, table in enumerate(tables):
        headings = distinct(table.headings)
        owner.sheets.append(
            {"name": table.sheet, "title": table.title[:200], "headings": headings, "samples": 0}
        )
        reasons = {one: why for one in headings if (why := why_dropped(plain(one), meanings))}
        owner.forbidden |= reasons
        owner.rows += insert(owner, _lines(owner, place, table, headings, reasons.keys()))


def _lines(
    owner: Import, place: int, table: Table, headings: list[str], dropped: Any
) -> Iterator[tuple[int, int, int, list[str]]]:
    gone = {index for index, heading in enumerate(headings) if heading in dropped}
    births = {index for index, heading in enumerate(headings) if code_of(plain(heading)).startswith(IDENTITY)}
    today = timezone.localdate()
    for number, written in table.rows:
        if is_sample(owner.kind, headings, written):
            owner.sheets[place]["samples"] += 1
            continue
        yield place, number, 0, [
            "" if index in gone or index >= len(headings)
            else birth_of(cell, today) if index in births
            else without_identity(cell)
            for index, cell in enumerate(written)
        ]  # fmt: skip


def insert(owner: Import, lines: Iterator[tuple[int, int, int, list[str]]]) -> int:
    """Write lines (sheet, number, part, cells) with encrypted cells, a batch a statement; returns how many."""
    count = 0
    with connection.cursor() as cursor:
        for batch in batches(lines):
            keys = draw_keys("imports_importline", len(batch))
            rows = [
                {
                    "id": key,
                    "sheet": sheet,
                    "number": number,
                    "part": part,
                    "cells": encrypted("cells", key, written),
                }
                for key, (sheet, number, part, written) in zip(keys, batch, strict=True)
            ]
            cursor.execute(INSERT, [owner.pk, timezone.localdate(), json.dumps(rows)])
            count += len(rows)
    return count


def birth_of(cell: str, today: date) -> str:
    """What is taken of an identity number: the year of birth. ``2012+`` and ``2012-``: in the year in which people turn
    14, whether this one has; the day itself is not stored. Empty for anything else.
    """
    written = cells.whole(cell)
    found = IDENTITY_NUMBER.search(written)
    if found is None and (short := SHORT_IDENTITY.fullmatch(written)):
        return f"19{short[1]}"
    if found is None:
        return ""
    return born(days.day("".join(found.groups())), today) or found[1]


def born(day: date | None, today: date) -> str:
    """The year of a birthday, with a mark whether somebody who turns 14 this year has done so."""
    if day is None:
        return ""
    if day.year != today.year - YOUNGEST:
        return str(day.year)
    return f"{day.year}{'+' if (day.month, day.day) <= (today.month, today.day) else '-'}"
