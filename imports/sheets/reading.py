"""A file as it was sent -> its tables: each sheet with its headings and the rows under them.

``tables`` is called by imports/actions.py and by tests; nothing of the file is stored here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from imports.sheets import cells, csv_text, workbooks
from imports.sheets.faults import Unreadable
from imports.sheets.headings import LOOKED_AT, Head, find
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
    rows: list[tuple[int, Cells]]


def tables(content: bytes, is_known: Callable[[str], bool], limits: Limits | None = None) -> list[Table]:
    """Every sheet that has a row under headings. ``is_known``: is this what a column is called (imports/columns.py).

    Raises Unreadable with the true cause when the file as a whole is not taken.
    """
    limits = limits or current()
    _check_bytes(content, limits)
    found, total = [], 0
    for name, rows in _sheets(content, limits):
        table = _table(name, rows, is_known, limits, total)
        if table:
            found.append(table)
            total += len(table.rows)
    if not found:
        raise Unreadable(
            _("No headings were found with rows under them. The first rows must name the columns.")
        )
    return found


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


def _table(
    name: str, rows: Iterator[list[Any]], is_known: Callable[[str], bool], limits: Limits, before: int
) -> Table | None:
    top: list[Cells] = []
    head: Head | None = None
    taken: list[tuple[int, Cells]] = []
    for number, row in enumerate(rows, start=1):
        if number + before > limits.rows + LOOKED_AT:
            raise too_many_rows(limits)
        said = [cells.text(cell) for cell in row]
        _check_row(said, number, limits)
        if head is None:
            top.append(said)
            if len(top) == LOOKED_AT:
                head = find(top, is_known)
                taken += [
                    (head.row + place, one) for place, one in enumerate(top[head.row :], start=1) if any(one)
                ]
        elif any(said):
            taken.append((number, said))
    if head is None:
        head = find(top, is_known)
        taken = [(head.row + place, one) for place, one in enumerate(top[head.row :], start=1) if any(one)]
    return Table(name, head.title, head.names, taken) if head.names and taken else None


def _check_row(said: Cells, number: int, limits: Limits) -> None:
    if len(said) > limits.columns and any(said[limits.columns :]):
        raise Unreadable(
            _("Row %(row)s has more than %(n)s columns. Delete what is right of the table.")
            % {"row": number, "n": limits.columns}
        )
    if any(len(one) > limits.text for one in said):
        raise Unreadable(
            _("A cell of row %(row)s has more than %(n)s characters.") % {"row": number, "n": limits.text}
        )
