"""A file as it was sent -> its tables: each sheet with its headings and the rows under them.

``tables`` is called by imports/actions.py and by tests; nothing of the file is stored here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from imports.sheets import cells, csv_text, workbooks
from imports.sheets.faults import Unreadable
from imports.sheets.headings import LOOKED_AT, find
from imports.sheets.limits import MEGABYTE, Limits, current
from imports.sheets.packed import too_many_rows

OTHER_KINDS = {
    b"%PDF": "PDF", b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"
}  # fmt: skip
Cells = list[str]


@dataclass(frozen=True)
class Table:
    """One sheet: the text above its headings, the headings, and the rows with the numbers that a program shows."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    rows: Iterator[tuple[int, Cells]]


def tables(content: bytes, is_known: Callable[[str], bool], limits: Limits | None = None) -> Iterator[Table]:
    """Every sheet that has a row under headings, one after the other, its rows read as they are asked for.

    ``is_known``: is this what a column is called (imports/columns.py)? Raises Unreadable with the true cause when the
    file as a whole is not taken, also in the middle: whoever stores rows takes them back.
    """
    limits = limits or current()
    _check_bytes(content, limits)
    counted, has_any = Rows(limits), False
    for name, rows in _sheets(content, limits):
        table = _table(name, counted.each(rows), is_known)
        if table:
            has_any = True
            yield table
    if not has_any:
        raise Unreadable(
            _("No headings were found with rows under them. The first rows must name the columns.")
        )


def _check_bytes(content: bytes, limits: Limits) -> None:
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > limits.size:
        raise Unreadable(_("The file is larger than %(n)s MB.") % {"n": limits.size // MEGABYTE})
    for mark, kind in OTHER_KINDS.items():
        if content.startswith(mark):
            raise Unreadable(_("This is a %(kind)s file. Take an .xlsx, .xls or .csv file.") % {"kind": kind})
    if content.lstrip()[:6].lower() in {b"<html>", b"<html ", b"<!doct", b"<table", b"<?xml "}:
        raise Unreadable(
            _("This is a web page or XML, not a sheet. Open it in a spreadsheet program, save as .xlsx.")
        )


def _sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    if workbooks.is_workbook(content):
        yield from workbooks.sheets(content, limits)
    else:
        yield "", csv_text.rows(content, limits)


class Rows:
    """The rows of all sheets of a file, as text, held against the bounds while they pass."""

    def __init__(self, limits: Limits):
        self.limits, self.total = limits, 0

    def each(self, rows: Iterator[list[Any]]) -> Iterator[tuple[int, Cells]]:
        for number, row in enumerate(rows, start=1):
            self.total += 1
            if self.total > self.limits.rows + LOOKED_AT:
                raise too_many_rows(self.limits)
            cells_of_row = [cells.text(cell) for cell in row]
            self._check(cells_of_row, number)
            yield number, cells_of_row

    def _check(self, cells_of_row: Cells, number: int) -> None:
        limits = self.limits
        if len(cells_of_row) > limits.columns and any(cells_of_row[limits.columns :]):
            raise Unreadable(
                _("Row %(row)s has more than %(n)s columns. Delete what is right of the table.")
                % {"row": number, "n": limits.columns}
            )
        if any(len(one) > limits.text for one in cells_of_row):
            raise Unreadable(
                _("A cell of row %(row)s has more than %(n)s characters.") % {"row": number, "n": limits.text}
            )


def _table(name: str, rows: Iterator[tuple[int, Cells]], is_known: Callable[[str], bool]) -> Table | None:
    top = list(islice(rows, LOOKED_AT))
    head = find([cells_of_row for _number, cells_of_row in top], is_known)
    filled = (
        (number, cells_of_row) for number, cells_of_row in chain(top[head.row :], rows) if any(cells_of_row)
    )
    first = next(filled, None) if head.names else None
    return Table(name, head.title, head.names, chain([first], filled)) if first else None
