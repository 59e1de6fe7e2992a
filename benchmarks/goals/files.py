"""Files to take away, against the plainest way of writing the same rows."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from benchmarks.cast import signed_in_as
from benchmarks.pairs import Pair
from ledgers import export
from pages import sheets
from residents.book import VISITS

ROWS = 10_000


def pairs(cast: dict[str, User]) -> Iterator[Pair]:
    bureau = cast["county"]
    visits = VISITS.listing
    all_rows = visits.order("").applied(visits.rows(bureau).select_related(None), backwards=False)
    rows = all_rows[:ROWS]
    with signed_in_as(bureau):
        count = rows.count()
        yield Pair(
            f"CSV, {count:,} visits", "masked, guarded, hashed", "raw COPY of the same rows",
            lambda: write(sheets.write_csv, rows), lambda: copy(rows), 0.65, is_speed=True, rounds=5,
        )  # fmt: skip
        yield Pair(
            f"XLSX, {count:,} visits", "masked, guarded, hashed", "xlsxwriter constant_memory",
            lambda: write(sheets.write_xlsx, rows), lambda: write(by_xlsxwriter, rows), 3, is_speed=True, rounds=3,
        )  # fmt: skip


def write(writer, rows: QuerySet) -> bytes:
    """As the job does, without storing the file."""
    columns = VISITS.listing.table.sheet_columns()
    cells = export._cells(rows, columns, ROWS, lambda *progress: None)
    headings = [heading for heading, _path, _cell in columns]
    return writer("走访", headings, cells, lambda count, sha256: [("rows", count), ("sha", sha256)])


def copy(rows: QuerySet) -> bytes:
    """The same values as they lie in the tables: no mask, no guard, no hash."""
    paths = [path for _heading, path, _cell in VISITS.listing.table.sheet_columns()]
    target = io.BytesIO()
    with connection.cursor() as cursor:
        select = cursor.mogrify(*rows.values_list(*paths).query.sql_with_params()).decode()
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv)", target)
    return target.getvalue()


def by_xlsxwriter(title: str, headings: list[str], rows: Iterator[list], manifest) -> bytes:
    """The same cells by the usual writer in its thrifty mode."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(title)
    sheet.write_row(0, 0, headings)
    for number, row in enumerate(sheets.Tally(rows), 1):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()
