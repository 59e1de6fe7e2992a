"""The refused lines of an import as a workbook. Mended and brought in again, only these rows are read."""

import io
import json
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from imports.models import Import, ImportLine
from imports.report import notes

WIDTH, WIDEST = 14, 60  # of columns, in characters
MARKED = "yellow"


def refused_book(owner: Import) -> tuple[bytes, int]:
    """The workbook and its number of rows: one sheet for each of the file, headings as they were, the reason last."""
    target, count = io.BytesIO(), 0
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        styles = {
            "head": book.add_format({"bold": True}),
            "bad": book.add_format({"bg_color": MARKED, "num_format": "@"}),
            "cell": book.add_format({"num_format": "@"}),
        }
        for place, sheet in enumerate(owner.sheets):
            page = book.add_worksheet(_sheet_name(sheet["name"], place))
            count += _write(owner, place, page, styles)
    return target.getvalue(), count


def _sheet_name(name: str, place: int) -> str:
    return (name or _("Refused"))[: 31 - len(str(place))] + (str(place + 1) if place else "")


def _write(owner: Import, place: int, page: Any, styles: dict[str, Any]) -> int:
    headings = owner.sheets[place]["headings"]
    page.write_row(0, 0, [*headings, _("Reason")], styles["head"])
    page.set_column(0, len(headings), WIDTH)
    page.set_column(len(headings), len(headings), WIDEST)
    rows: dict[int, tuple[list[str], list[dict[str, Any]]]] = {}
    for line in owner.lines.filter(sheet=place, state=ImportLine.State.REFUSED).defer("written"):
        cells, found = rows.setdefault(line.number, (json.loads(str(line.cells)), []))
        found += [one for one in notes(owner, line) if one["weight"] == ImportLine.State.REFUSED]
    for number, (cells, found) in enumerate(rows.values(), start=1):
        bad = {one["column"] for one in found}
        for column, heading in enumerate(headings):
            cell = cells[column] if column < len(cells) else ""
            page.write_string(number, column, cell, styles["bad" if heading in bad else "cell"])
        page.write_string(number, len(headings), _reasons(found), styles["cell"])
    return len(rows)


def _reasons(found: list[dict[str, Any]]) -> str:
    return "；".join(dict.fromkeys(f"{one['column']}：{one['reason']}" for one in found))
