"""What a list's page and its file show, for tests of any room."""

import csv
import io
from typing import Any

from python_calamine import CalamineWorkbook

from access.rights import rights_of
from pages.columns import of_file
from pages.files import ListFile


def shown(answer: Any) -> list[int]:
    """The keys of the rows on the page, in their order."""
    return [row["pk"] for row in answer.context["table"].rows]


def keys(rows: Any) -> list[int]:
    return [row.pk for row in rows]


def written(listing: Any, user: Any, form: str) -> list[list[str]]:
    """The lines of the file that the person gets of a list, headings first, its cells as text; no manifest."""
    reader = of_file(rights_of(user))
    rows = listing.order("", reader).applied(listing.rows(user), backwards=False)
    content = ListFile("表", listing.table, rows, reader).write(
        form, lambda count, sha256: [], lambda done: None
    )
    if form == "xlsx":
        cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    else:
        cells = [line for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if line]
    return [[str(cell) for cell in line] for line in cells]
