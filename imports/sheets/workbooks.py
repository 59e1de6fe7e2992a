"""The sheets of a workbook as rows of cells, read by calamine.

An .xls file can not be looked through piece by piece like an .xlsx (packed.py), so it is read in a process of its own
with a bound on memory and time.
"""

import io
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from imports.sheets import packed
from imports.sheets.faults import Unreadable
from imports.sheets.limits import MEGABYTE, Limits

PACKED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
APART_MEMORY = 400 * MEGABYTE  # of address space, of which a third is used by the interpreter itself
APART_SECONDS = 2
ROOT = Path(__file__).resolve().parents[2]
Rows = list[list[Any]]
READERS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def is_workbook(content: bytes) -> bool:
    return content.startswith((PACKED, COMPOUND))


def sheets(content: bytes, limits: Limits) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """Name and rows of each visible sheet, empty leading rows included. Raises Unreadable."""
    if content.startswith(PACKED):
        packed.check(content, limits)
        yield from _opened(content)
        return
    yield from ((name, iter(rows)) for name, rows in _read_apart(content))


def _opened(content: bytes) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in book.sheets_metadata:
            is_shown = about.visible == python_calamine.SheetVisibleEnum.Visible
            if is_shown and about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield about.name, _rows(book.get_sheet_by_name(about.name))
    except python_calamine.PasswordError:
        raise Unreadable(_("The workbook is protected by a password. Save it without one.")) from None
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as fault:
        raise packed.damaged() from fault
    except BaseException as fault:  # a panic of the reader is no Exception
        if type(fault).__name__ != "PanicException":
            raise
        raise packed.damaged() from None


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[Any]]:
    """Rows from the top of the sheet on: line numbers are those that the spreadsheet program shows."""
    start = sheet.start
    before, beside = start or (0, 0)
    for _number in range(before):
        yield []
    for row in sheet.iter_rows():
        yield [""] * beside + row


def _read_apart(content: bytes) -> list[tuple[str, Rows]]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "imports.sheets.workbooks"],
            input=content,
            capture_output=True,
            timeout=APART_SECONDS,
            cwd=ROOT,
            check=False,
            preexec_fn=_bound,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_("Reading the workbook takes too long. Save it as .xlsx and try again.")) from None
    if done.returncode or not done.stdout:
        raise Unreadable(
            _("The .xls workbook is damaged or needs too much memory. Save it as .xlsx and try again.")
        )
    return [(name, [[_cell(one) for one in row] for row in rows]) for name, rows in json.loads(done.stdout)]


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (APART_MEMORY, APART_MEMORY))


def _write_apart() -> None:
    """In the process of its own: all sheets to standard output."""
    found = [(name, list(rows)) for name, rows in _opened(sys.stdin.buffer.read())]
    sys.stdout.write(json.dumps(found, default=_moment))


def _moment(cell: date | time | timedelta) -> dict[str, str | float]:
    """A day, a moment or a time of a cell as JSON has it: ``{"datetime": "2026-03-20T09:00:00"}``."""
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    return {type(cell).__name__: cell.isoformat()}


def _cell(cell: Any) -> Any:
    """What ``_moment`` wrote, read."""
    if not isinstance(cell, dict):
        return cell
    [(kind, written)] = cell.items()
    return READERS[kind](written)


if __name__ == "__main__":
    _write_apart()
