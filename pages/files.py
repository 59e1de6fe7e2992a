"""A list as a file: the same query whatever the format, written without a row of it becoming an object.

CSV is PostgreSQL's own COPY of the query; XLSX, and a list with an encrypted column, come through a server-side cursor.
"""

import codecs
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from pages import sheets
from pages.columns import NOBODY, Column, Reader
from pages.kinds import Sealed
from pages.sheets import Manifest
from pages.tables import Table

BLOCK = 64 * 1024  # bytes: COPY gives a row at a time, and each step in Python costs more than a row
CHUNK = 2_000  # rows

Done = Callable[[int], None]  # is told how many rows are written


@dataclass(frozen=True)
class ListFile:
    """The rows of a list in their order, with the columns of their table; ``title`` names the sheet.

    ``reader``: of ``pages.columns.of_file``.
    """

    title: str
    table: type[Table]
    rows: QuerySet[Any]
    reader: Reader = NOBODY

    @property
    def columns(self) -> list[Column]:
        """Those of the table, without one that is ``only_if_any`` and empty in every row."""
        return [
            column
            for column in self.table.columns_of_file()
            if not column.only_if_any or self.rows.filter(**{f"{column.path}__isnull": False}).exists()
        ]

    def write(self, form: str, manifest: Manifest, done: Done) -> bytes:
        """The whole file, ``form`` being csv or xlsx; no name in it is shown in full, and no cell is a live formula."""
        columns = self.columns
        headings = [column.heading for column in columns]
        if form == "csv" and not any(isinstance(column.kind, Sealed) for column in columns):
            return self._copied(columns, headings, manifest, done)
        cells = self._cells(columns, done)
        if form == "csv":
            return sheets.write_csv(self.title, headings, cells, manifest)
        formats = [column.kind.number_format for column in columns]
        return sheets.write_xlsx(self.title, headings, cells, manifest, formats)

    def _copied(self, columns: list[Column], headings: list[str], manifest: Manifest, done: Done) -> bytes:
        target = io.BytesIO()
        target.write(codecs.BOM_UTF8 + sheets.csv_lines([headings]))
        sink = Sink(target, done)
        count = copy(self._asked(columns), sink)
        target.write(sheets.csv_manifest(manifest, count, sink.sha256))
        return target.getvalue()

    def _cells(self, columns: list[Column], done: Done) -> Iterator[list[Any]]:
        """Each row's cells; what only Python opens is opened here, with the key of its row."""
        sealed = [
            (number, column.kind) for number, column in enumerate(columns) if isinstance(column.kind, Sealed)
        ]
        for number, (key, *row) in enumerate(self._asked(columns, "pk").iterator(chunk_size=CHUNK)):
            if number % CHUNK == 0:
                done(number)
            for place, kind in sealed:
                row[place] = kind.opened(row[place], key)
            yield row

    def _asked(self, columns: list[Column], *before: str) -> QuerySet[Any, Any]:
        return self.rows.values_list(*before, *(column.cell_of_file(self.reader) for column in columns))


class Sink(io.RawIOBase):
    """Takes the lines of COPY, hashes them and passes them on; ``done`` is told how many there were."""

    def __init__(self, target: io.BytesIO, done: Done) -> None:
        self._target, self._done, self._digest, self._lines = target, done, hashlib.sha256(), 0

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        self._digest.update(block)
        self._target.write(block)
        self._lines += bytes(block).count(b"\n")
        self._done(self._lines)
        return len(block)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def copy(rows: QuerySet[Any, Any], sink: io.RawIOBase) -> int:
    """COPY the rows of a query (``values_list``) as CSV in blocks of ``BLOCK``; returns how many rows.

    Row-level security holds: COPY of a query reads what the role of the transaction may read.
    """
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:  # filters that nothing can fit
        return 0
    with connections[rows.db].cursor() as cursor, io.BufferedWriter(sink, BLOCK) as blocks:
        select = cursor.mogrify(sql, params).decode()
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT csv)", blocks)
        return int(cursor.rowcount)
