"""Files to take away, against the plainest way of writing the same rows."""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.columns import fields_of
from benchmarks.pairs import Pair
from pages import sheets
from pages.columns import NOBODY
from pages.files import ListFile
from residents.book import VISITS

ROWS = 10_000


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    bureau = cast["county"]
    visits = VISITS.listing
    whole = visits.order("", NOBODY).applied(visits.rows(bureau), backwards=False)
    with signed_in_as(bureau):
        for name, rows, rounds in (("CSV", whole[:ROWS], 9), ("CSV, whole county", whole, 5)):
            yield Pair(
                f"{name}, {rows.count():,} visits", "masked, guarded, hashed", "raw COPY of the same rows",
                lambda rows=rows: write(rows, "csv"), lambda rows=rows: copy(rows), 0.65, is_speed=True, rounds=rounds,
            )  # fmt: skip
        rows = whole[:ROWS]
        yield Pair(
            f"XLSX, {ROWS:,} visits", "masked, guarded, hashed", "xlsxwriter constant_memory",
            lambda: write(rows, "xlsx"), lambda: by_xlsxwriter(rows), 4, is_speed=True, rounds=7,
        )  # fmt: skip


def write(rows: QuerySet, form: str) -> bytes:
    """As the job does, without storing the file."""
    return ListFile("走访", VISITS.listing.table, rows).write(form, about, lambda done: None)


def about(count: int, sha256: str) -> list[tuple[str, object]]:
    return [("rows", count), ("sha", sha256)]


def copy(rows: QuerySet) -> bytes:
    """The same values as they lie in the tables: no mask, no guard, no hash, no words for keys."""
    paths = fields_of(VISITS.listing.table.columns_of_file())
    target = io.BytesIO()
    with connection.cursor() as cursor:
        select = cursor.mogrify(*rows.values_list(*paths).query.sql_with_params()).decode()
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv)", target)
    return target.getvalue()


def by_xlsxwriter(rows: QuerySet) -> bytes:
    """The same cells by the usual writer in its thrifty mode."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("走访")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    file = ListFile("走访", VISITS.listing.table, rows)
    sheet.write_row(0, 0, [column.label for column in file.columns])
    for number, row in enumerate(sheets.Tally(file._cells(file.columns, lambda done: None)), 1):
        write_cells(sheet, number, row, day)
    book.close()
    return target.getvalue()


def write_cells(sheet, number: int, row: Sequence, day) -> None:
    for place, cell in enumerate(row):
        sheet.write(number, place, cell, day if hasattr(cell, "isoformat") else None)
