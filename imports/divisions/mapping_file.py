"""The county's answers as a file: CSV with the columns ``old`` and ``new``, read and written.

``new`` is a code of the new files, 注销 for what ends, or 保留 for what stays as it is for now. An old code in several
lines is split, a new one in several lines is merged; codes of towns have 9 digits, those of villages 12.
"""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from imports.divisions.files import (
    TOWNS,
    VILLAGES,
    Division,
    DivisionFile,
    FaultyFiles,
    Level,
    Sheet,
    rows_of,
)
from imports.divisions.matching import Answers, Line

GIVEN_UP, KEPT = "注销", "保留"
COLUMNS = Level(VILLAGES.digits, columns_are=("old", "new"))
DIGITS = {TOWNS.digits, VILLAGES.digits}


def read(file: DivisionFile) -> dict[str, list[str]]:
    """Old code -> what is written in ``new``, in the order of the lines. Raises FaultyFiles."""
    sheet, found = Sheet(file.name), dict[str, list[str]]()
    for line, cells in rows_of(file, COLUMNS, sheet):
        old, new = cells["old"], cells["new"]
        if not (old.isascii() and old.isdecimal() and len(old) in DIGITS):
            wrong = _("“%(text)s” is not a code of 9 or 12 digits.") % {"text": old[:30]}
            sheet.fault(line, "old", wrong, _("Write the code that the town or village has now."))
        elif new not in {GIVEN_UP, KEPT} and not (new.isascii() and new.isdecimal() and len(new) == len(old)):
            wrong = _("“%(text)s” is neither a code of %(digits)s digits nor %(words)s.")
            values = {"text": new[:30], "digits": len(old), "words": f"{GIVEN_UP} / {KEPT}"}
            sheet.fault(line, "new", wrong % values, _("Write the code of the new files."))
        elif new in found.get(old, []):
            wrong = _("%(code)s stands already in an earlier line.") % {"code": f"{old} → {new}"}
            sheet.fault(line, "new", wrong, _("Keep one of the two lines."))
        elif {GIVEN_UP, KEPT} & {new, *found.get(old, [])} and old in found:
            wrong = _("%(code)s has another answer in an earlier line.") % {"code": old}
            sheet.fault(line, "new", wrong, _("Keep one of the two lines."))
        else:
            found.setdefault(old, []).append(new)
        sheet.lines.setdefault(f"{old} {new}", line)
    if sheet.faults:
        raise FaultyFiles(sheet.faults)
    return found


def fitting(
    decisions: dict[str, list[str]], olds: Iterable[str], news: dict[str, Division]
) -> dict[str, list[str]]:
    """The answers about divisions that are still there; another import may have changed them meanwhile."""
    known = set(olds)
    return {
        old: new
        for old, new in decisions.items()
        if old in known
        and all(code in news or code == GIVEN_UP or (code == KEPT and old not in news) for code in new)
    }


def answers(
    decisions: dict[str, list[str]],
    olds: Iterable[str],
    news: dict[str, Division],
    digits: int,
    file: str = "",
) -> Answers:
    """The answers of one level. Raises FaultyFiles for a code that is not there, old or new."""
    known, sheet = set(olds), Sheet(file or _("answers"))
    codes: dict[str, tuple[str, ...]] = {}
    for old, several in decisions.items():
        if len(old) != digits:
            continue
        if old not in known:
            wrong = _("%(code)s is no town or village of the county on the day.") % {"code": old}
            sheet.fault(0, "old", wrong, _("Write the code that the town or village has now."))
        missing = [new for new in several if new not in news and new not in {GIVEN_UP, KEPT}]
        for new in missing:
            wrong = _("%(code)s is not in the new files.") % {"code": new}
            sheet.fault(0, "new", wrong, _("Write the code of the new files."))
        if KEPT in several and old in news:
            wrong = _("%(code)s is in the new files; it can not stay beside them.") % {"code": old}
            sheet.fault(0, "new", wrong, _("Write the code under which it goes on."))
        codes[old] = tuple(new for new in several if new in news)
    if sheet.faults:
        raise FaultyFiles(sheet.faults)
    return Answers(
        {old: found for old, found in codes.items() if found},
        frozenset(old for old in codes if GIVEN_UP in decisions[old]),
        frozenset(old for old in codes if KEPT in decisions[old]),
    )


def write(lines: Iterable[Line], news: dict[str, Division]) -> str:
    """Proposals and questions as a file to correct: an empty ``new`` waits for an answer."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["old", "new", "old_name", "new_name", "candidates"])
    for line in lines:
        candidates = "; ".join(f"{code} {news[code].name}" for code in line.candidates)
        for code in line.codes or ("",):
            name = news[code].name if code else ""
            out.writerow([line.old.code, code, line.old.name, name, candidates])
    return text.getvalue()
