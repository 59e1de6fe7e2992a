"""Write tables as files: one writer a format. No cell is ever a live formula."""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import FastExcel, Format

MOST_ROWS = 1_048_575  # of a worksheet, beside its headings
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA_STARTS = tuple("=+-@|\t\r\n＝＋－＠｜")  # of OWASP's page on CSV injection; | begins a call of DDE
# In cells joined by \x1f: one search in a row replaces one in each of its cells.
MAYBE_FORMULA = re.compile(rf"(?:\A|\x1f)[{re.escape(''.join(FORMULA_STARTS))}]")

LINE_END = "\n"  # as PostgreSQL's COPY writes them (pages/files.py)

Rows = Iterable[Sequence[Any]]
Manifest = Callable[[int, str], list[tuple[str, Any]]]


def safe(value: Any) -> Any:
    """A cell that a spreadsheet program reads as text even when it begins like a formula (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class Tally:
    """Counts and hashes rows as they pass, for the manifest."""

    def __init__(self, rows: Rows):
        self.rows, self.count, self._digest = rows, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self.rows:
            self.count += 1
            text = "\x1f".join(map(str, row))
            self._digest.update(text.encode() + b"\x1e")
            yield [safe(cell) for cell in row] if MAYBE_FORMULA.search(text) else row

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write_xlsx(
    title: str, headings: Sequence[str], rows: Rows, manifest: Manifest, formats: Sequence[str] = ()
) -> bytes:
    """A workbook with the rows and a manifest sheet: ``manifest(count, sha256)`` gives its lines.

    ``formats``: the number format of each column, where it has one (``0``, ``0.00``). ValueError for two columns of one
    name, which the writer would make one.
    """
    if len(set(headings)) < len(headings):
        raise ValueError(f"two columns of one name: {headings}")
    tally, target = Tally(rows), io.BytesIO()
    about = ({_("What"): what, _("Value"): str(value)} for what, value in _late(manifest, tally))
    book = FastExcel(target).format(bold_headers=True, na_rep="").freeze(row=1)
    first = (dict(zip(headings, row, strict=True)) for row in tally)
    named = {head: Format().set_num_format(one) for head, one in zip(headings, formats, strict=False) if one}
    book.sheet(
        title[:31], _at_least_one(first, headings), autofilter=True, column_width=14, column_formats=named
    )
    book.sheet(_("Manifest"), about, column_width=40).save()
    return target.getvalue()


def write_csv(title: str, headings: Sequence[str], rows: Rows, manifest: Manifest) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read Chinese; the manifest follows the rows.

    The hash is that of the rows' lines, as they stand in the file.
    """
    tally, target = Tally(rows), io.BytesIO()
    start = target.write(codecs.BOM_UTF8 + csv_lines([headings]))
    text = io.TextIOWrapper(target, "utf-8", newline="")
    csv.writer(text, lineterminator=LINE_END).writerows(tally)
    text.flush()
    with target.getbuffer() as written:
        digest = hashlib.sha256(written[start:]).hexdigest()
    target.write(csv_manifest(manifest, tally.count, digest))
    return target.getvalue()


def csv_lines(rows: Rows) -> bytes:
    """The rows as lines of a CSV file, in UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator=LINE_END).writerows(rows)
    return text.getvalue().encode()


def csv_manifest(manifest: Manifest, count: int, sha256: str) -> bytes:
    """An empty line, and the manifest's lines after it."""
    return csv_lines([[], *((f"# {what}", safe(value)) for what, value in manifest(count, sha256))])


CONTENT_TYPES = {"xlsx": XLSX, "csv": CSV}


def _late(manifest: Manifest, tally: Tally) -> Iterator[tuple[str, Any]]:
    """The manifest is asked for when its sheet is written, after the rows have passed."""
    yield from manifest(tally.count, tally.sha256)


def _at_least_one(rows: Iterator[dict[str, Any]], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The writer takes headings from the first row; an empty list still shows its headings."""
    first = next(rows, None)
    yield dict.fromkeys(names, "") if first is None else first
    yield from rows
