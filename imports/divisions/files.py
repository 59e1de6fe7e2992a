"""Reading the three national division files: rows by code, or every fault with its line and a remedy.

It does not touch the database; ``divisions.importing`` saves what was read.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

NAME_LIMIT = 60
LARGEST = 64_000_000  # bytes; the national file of villages has some 30 million
MOST_ROWS = 1_000_000  # of which China has some 620,000 villages
MOST_FAULTS = 1_000  # then it is the wrong file, and reading on helps nobody


@dataclass(frozen=True)
class DivisionFile:
    """A file as it came, from the disk or from a page."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Level:
    """One of the three files: how long its codes are and which column names the level above.

    Published tables also pad codes with zeros to 12 digits; such codes are taken as meant.
    """

    digits: int
    parent_column: str = ""
    parent_digits: int = 0
    columns_are: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return self.columns_are or tuple(filter(None, ("code", "name", self.parent_column)))


COUNTIES = Level(6)
TOWNS = Level(9, "areaCode", 6)
VILLAGES = Level(12, "streetCode", 9)


@dataclass(frozen=True)
class Division:
    """One row of a file that passed every check."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class Fault:
    """Where a file is wrong, what is wrong, and what to do about it."""

    file: str
    line: int
    column: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column or '-'}: {self.wrong} {self.remedy}"


class FaultyFiles(Exception):
    """The files were not taken over. ``faults`` lists each place that is wrong, and the remedy."""

    def __init__(self, faults: list[Fault]):
        super().__init__(_("%(count)s faults; nothing was saved.") % {"count": len(faults)})
        self.faults = faults


@dataclass
class Sheet:
    """What one file held: the divisions by code, and the faults."""

    file: str
    divisions: dict[str, Division] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, wrong: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, line, column, wrong, remedy))


def read(file: DivisionFile, level: Level, *, county: str = "") -> Sheet:
    """Every row of ``file`` (or those of one ``county``); faults are collected, not raised."""
    sheet = Sheet(file.name)
    for line, cells in rows_of(file, level, sheet):
        if _concerns(county, cells, level):
            _take(line, cells, level, sheet)
    return sheet


def rows_of(file: DivisionFile, level: Level, sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row; what can not be read is a fault of ``sheet``."""
    if len(file.content) > LARGEST:
        wrong = _("The file is larger than %(n)s MB.") % {"n": LARGEST // 1_000_000}
        sheet.fault(0, "", wrong, _("Check that this is the right file."))
        return
    text = _decoded(file.content, sheet)
    if text is None:
        return
    try:
        for line, cells in _records(text, level, sheet):
            yield line, cells
            if len(sheet.faults) >= MOST_FAULTS or line > MOST_ROWS:
                wrong = _("There are too many rows or faults; reading ended here.")
                sheet.fault(line, "", wrong, _("Check that this is the right file."))
                break
    except csv.Error as error:
        sheet.fault(0, "", str(error), _("Save the file as CSV again."))


def check_parents(sheet: Sheet, above: Sheet, level: Level) -> None:
    """Every division must belong to one of the file above; a fault of that file itself is not repeated."""
    for division in sheet.divisions.values() if above.lines or not above.faults else ():
        if division.parent not in above.lines:
            sheet.fault(
                sheet.lines[division.code],
                level.parent_column,
                _("%(code)s is not in %(file)s.") % {"code": division.parent, "file": above.file},
                _("Add it there, or correct the code here."),
            )


def _decoded(content: bytes, sheet: Sheet) -> str | None:
    """UTF-8 (with or without a byte order mark) or GB18030; anything else is a fault."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken_at = content[: error.start].count(b"\n") + 1
    try:
        if not _is_damaged_utf8(content):
            return content.decode("gb18030")
    except UnicodeDecodeError as error:
        broken_at = content[: error.start].count(b"\n") + 1
    wrong = _("The text is neither UTF-8 nor GB18030 from this line on.")
    sheet.fault(broken_at, "", wrong, _("Save the file as UTF-8."))
    return None


def _is_damaged_utf8(content: bytes) -> bool:
    """Mostly good UTF-8 with a few broken bytes would pass as GB18030 and come out as wrong characters."""
    foreign = [char for char in content.decode("utf-8", errors="replace") if ord(char) > 127]
    return foreign.count("\ufffd") * 10 < len(foreign)


def _records(text: str, level: Level, sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row that is not empty; nothing where the header is wrong."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    missing = [column for column in level.columns if column not in header]
    for column in missing:
        wrong = _("The first line does not name this column.")
        remedy = _("The first line must name the columns %(columns)s.") % {
            "columns": ", ".join(level.columns)
        }
        sheet.fault(1, column, wrong, remedy)
    for cells in reader if not missing else ():
        if any(cell.strip() for cell in cells):
            padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
            yield reader.line_num, dict(zip(header, padded, strict=False))


def _concerns(county: str, cells: dict[str, str], level: Level) -> bool:
    parent = cells.get(level.parent_column, "")
    return not county or cells["code"].startswith(county) or parent.startswith(county)


def _take(line: int, cells: dict[str, str], level: Level, sheet: Sheet) -> None:
    faults_before = len(sheet.faults)
    code = _code(line, "code", cells["code"], level.digits, sheet)
    name = _name(line, cells["name"], sheet)
    parent = _parent(line, cells, code, level, sheet)
    if code in sheet.lines:
        wrong = _("%(code)s stands already in line %(line)s.") % {"code": code, "line": sheet.lines[code]}
        sheet.fault(line, "code", wrong, _("Keep one of the two lines."))
    if code:
        sheet.lines.setdefault(code, line)
    if len(sheet.faults) == faults_before:
        sheet.divisions[code] = Division(code, name, parent)


def _code(line: int, column: str, text: str, digits: int, sheet: Sheet) -> str:
    """The code without padding; empty after a fault."""
    if not (text.isascii() and text.isdecimal()):
        wrong = _("“%(text)s” is not a number of %(digits)s digits.") % {"text": text[:30], "digits": digits}
        remedy = _("Write digits only; in a spreadsheet, format the column as text.")
        sheet.fault(line, column, wrong, remedy)
        return ""
    code = text[:digits] if len(text) == 12 and not text[digits:].strip("0") else text
    if len(code) != digits:
        wrong = _("%(text)s has %(count)s digits, not %(digits)s.")
        values = {"text": text[:30], "count": len(text), "digits": digits}
        sheet.fault(
            line, column, wrong % values, _("Check that this is the right file and all digits are there.")
        )
        return ""
    return code


def _name(line: int, text: str, sheet: Sheet) -> str:
    if not text:
        sheet.fault(line, "name", _("The name is empty."), _("Write the name of the division."))
    elif len(text) > NAME_LIMIT or not text.isprintable():
        wrong = _("The name is longer than %(limit)s characters or not readable.") % {"limit": NAME_LIMIT}
        sheet.fault(line, "name", wrong, _("Check the quotation marks of this line and the name."))
    return text


def _parent(line: int, cells: dict[str, str], code: str, level: Level, sheet: Sheet) -> str:
    """The code of the level above; a code that does not begin with it hints at a shifted column."""
    if not level.parent_column:
        return ""
    parent = _code(line, level.parent_column, cells[level.parent_column], level.parent_digits, sheet)
    if code and parent and not code.startswith(parent):
        wrong = _("%(code)s does not begin with %(parent)s.") % {"code": code, "parent": parent}
        sheet.fault(line, level.parent_column, wrong, _("Correct the one that is wrong."))
    return parent
