"""An .xlsx file looked through before a reader opens it: what it would unpack to, how far its cells reach, no DTD.

Readers set aside a rectangle from the first to the last cell, so one cell in XFD1048576 takes all memory; a zip of
42 kB may unpack to petabytes. Parts are unpacked once here, piece by piece, and never further than the bounds.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from imports.sheets.faults import Unreadable
from imports.sheets.limits import MEGABYTE, Limits

PIECE = 1 << 20
OVERLAP = 64  # bytes of a piece seen again, so that nothing hides in between
MOST_PARTS = 2_000
MARKUP = (".xml", ".rels", ".vml")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DTD_WIDE = re.compile(rb"<\0!\0D\0O\0C\0T\0Y\0P\0E|\0<\0!\0D\0O\0C\0T\0Y\0P\0E", re.IGNORECASE)
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
REACH = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,4})(\d{0,9})")
FAR = re.compile(
    rb"\sr\s*=\s*[\"']\s*(?:[A-Za-z]{3,}\d|[D-Zd-z][A-Za-z]\d|[Cc][W-Zw-z]\d|[A-Za-z]{0,4}\d{6,}|&)"
)


def check(content: bytes, limits: Limits) -> None:
    """Raises Unreadable with the true cause."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed, limits)
    except Unreadable:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        IndexError,
    ) as fault:
        raise damaged() from fault
    except RuntimeError as fault:  # zipfile says so of an encrypted part
        raise Unreadable(_("The workbook is protected by a password. Save it without one.")) from fault


def damaged() -> Unreadable:
    return Unreadable(
        _("The workbook is damaged or cut off. Open it in a spreadsheet program and save it anew.")
    )


def _check_parts(packed: zipfile.ZipFile, limits: Limits) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS:
        raise Unreadable(_("The file packs %(n)s files; that is no sheet of a station.") % {"n": len(parts)})
    names = {part.filename.lower() for part in parts}
    if len(names) < len(parts):
        raise damaged()
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("This is no workbook. Take an .xlsx, .xls or .csv file."))
    counted = Counted(limits)
    counted.unpacked(
        sum(part.file_size for part in parts)
    )  # what the file itself says, which may be too little
    counted.bytes = 0
    for part in parts:
        for piece in _pieces(packed, part, counted):
            if not part.filename.lower().endswith(MARKUP):
                continue
            if DTD.search(piece) or DTD_WIDE.search(piece):
                raise Unreadable(
                    _(
                        "The workbook has a document type definition (DTD), which no spreadsheet program writes."
                    )
                )
            if SHEET.fullmatch(part.filename):
                counted.look(piece)


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo, counted: "Counted") -> Iterator[bytes]:
    before = b""
    with packed.open(part) as unpacking:
        while piece := unpacking.read(PIECE):
            counted.unpacked(len(piece))
            yield before + piece
            before = piece[-OVERLAP:]


class Counted:
    """What was seen so far, held against the bounds."""

    def __init__(self, limits: Limits):
        self.limits, self.bytes, self.rows, self.cells = limits, 0, 0, 0

    def unpacked(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.unpacked:
            raise Unreadable(
                _("The file unpacks to more than %(n)s MB. Copy the table alone into a new workbook.")
                % {"n": self.limits.unpacked // MEGABYTE}
            )

    def look(self, piece: bytes) -> None:
        """Rows and cells of one piece of a worksheet; what overlaps is counted twice, which no bound is near to."""
        self.rows += len(ROW.findall(piece))
        self.cells += len(CELL.findall(piece))
        if self.rows > self.limits.rows + OVERLAP:
            raise too_many_rows(self.limits)
        if self.cells > self.limits.cells + OVERLAP:
            raise Unreadable(
                _(
                    "The file has more than %(n)s cells. Delete empty formatted columns and rows, or part the file."
                )
                % {"n": self.limits.cells}
            )
        if FAR.search(piece):
            for found in REACH.finditer(piece):
                self._check_reach(found)

    def _check_reach(self, found: re.Match[bytes]) -> None:
        letters, digits = found[1].decode().upper(), found[2].decode()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        row = int(digits or 0)
        if column > self.limits.columns or row > self.limits.rows:
            raise Unreadable(
                _(
                    "A cell stands far outside of the table, in %(cell)s. Delete what is right of and below it."
                )
                % {"cell": f"{letters}{digits}"}
            )


def too_many_rows(limits: Limits) -> Unreadable:
    return Unreadable(
        _("The file has more than %(n)s rows. Part it, for instance by town.") % {"n": limits.rows}
    )
