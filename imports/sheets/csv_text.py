"""CSV as spreadsheet programs of this country write it: encoding, separator and rows are found out."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from imports.sheets.faults import Unreadable
from imports.sheets.limits import Limits

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATORS = ",\t;，；|"
LOOKED_AT = 64_000  # characters from which the separator is found out
STRAY_ZEROS = 2
DIRECTIVE = "sep="


def decoded(content: bytes) -> str:
    """The text of the file. Raises Unreadable for bytes that are no text in any known encoding."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            return _in(content, marked)
    if encoding := _utf16(content):
        return _in(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        broken = fault
    if _is_damaged_utf8(content):
        line = content[: broken.start].count(b"\n") + 1
        raise Unreadable(
            _("Line %(line)s is damaged: it is no valid UTF-8. Save the sheet anew.") % {"line": line}
        )
    return _in(content, "gb18030")


def _in(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise Unreadable(
            _("From line %(line)s on this is no text. Save the sheet as .xlsx, or as CSV in UTF-8 or GBK.")
            % {"line": line}
        ) from None


def _utf16(content: bytes) -> str:
    """The UTF-16 of a file without a mark: Latin letters, separators and line ends have their zeros on one side.

    Empty for other files; a stray zero or two may stand in any text.
    """
    sides = [place % 2 for place, byte in enumerate(content[:2_000]) if byte == 0]
    odd = sum(sides)
    less = min(odd, len(sides) - odd)  # a full-width blank (U+3000) has its zero on the other side
    if len(sides) <= STRAY_ZEROS or less * STRAY_ZEROS >= len(sides) or len(content) % 2:
        return ""
    return "utf-16-le" if odd > less else "utf-16-be"


def _is_damaged_utf8(content: bytes) -> bool:
    """Mostly good UTF-8 with a few broken bytes would pass as GB18030 and come out as wrong characters."""
    foreign = [letter for letter in content.decode("utf-8", errors="replace") if not letter.isascii()]
    return foreign.count("\ufffd") * len("ten marks!") < len(foreign)


def rows(content: bytes, limits: Limits) -> Iterator[list[str]]:
    """The rows of the file, cells as they are written. Raises Unreadable, also in the middle."""
    written = decoded(content)
    if written.startswith(DIRECTIVE) and written[len(DIRECTIVE) : len(DIRECTIVE) + 1].strip("\r\n"):
        separator, written = written[len(DIRECTIVE)], written[written.find("\n") + 1 :]
    else:
        separator = _separator(written[:LOOKED_AT])
    csv.field_size_limit(limits.text)
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error:
        raise Unreadable(
            _(
                "Line %(line)s has more than %(n)s characters in one cell; a quotation mark was not closed before it."
            )
            % {"line": reader.line_num, "n": limits.text}
        ) from None


def _separator(head: str) -> str:
    """The separator that parts the most lines into equally many cells; a comma where none does."""
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    best, found = 0, ","
    for separator in SEPARATORS:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        score = usual * counts.count(usual) if usual else sum(counts)
        if score > best:
            best, found = score, separator
    return found
