"""The work book of a post for one month (警务工作登记簿): A4 pages with the code of each row, under the five duties and
the five diligences (documents/headings.py).

Called by documents/views/workbook.py. It prints what the person sees in the lists, masked as there.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from access.rights import rights_of
from accounts.models import User
from calendars import calendar
from documents import compiling, headings
from ledgers import books
from ledgers.book import Book
from ledgers.models import Row
from pages.columns import Reader
from posts.models import Post

MOST_ROWS = 5_000  # of one book and month; beyond it nobody binds the pages
SECONDS = 40
STANDING = (  # columns of their own on the page
    "county", "station", "post", "town", "village", "of_town", "of_village", "division_code", "occurred_on",
    "done_by", "state",
)  # fmt: skip
Lines = dict[headings.Heading, list[list[str]]]


class TooMany(Exception):
    """More rows than one printing takes."""


def pdf(post: Post, month: date, by: User, mark: str) -> bytes:
    """The PDF, in the language of the caller; raises TooMany, Unprintable. ``mark``: the number of the printing."""
    return compiling.pdf("workbook", document(post, month, by, mark), seconds=SECONDS)


def document(post: Post, month: date, by: User, mark: str) -> dict[str, Any]:
    """What the template prints: a part for each duty, in it the rows of each diligence by day."""
    lines: Lines = defaultdict(list)
    for book in books.ledgers():
        if book.stem in headings.OF_BOOK:
            lines[headings.OF_BOOK[book.stem]] += _rows(book, post, month, by)
    if sum(map(len, lines.values())) > MOST_ROWS:
        raise TooMany
    return {
        "title": "警务工作登记簿",
        "place": f"{post.station}{post}",
        "period": f"{month:%Y}年{month.month}月",
        "by": f"{by}　{timezone.localtime():%Y-%m-%d %H:%M}",
        "print": mark,
        "duties": [_duty(duty, lines) for duty in headings.Duty],
    }


def _duty(duty: headings.Duty, lines: Lines) -> dict[str, Any]:
    parts = []
    for diligence in headings.Diligence:
        rows = sorted(lines.get(headings.Heading(duty, diligence), []), key=lambda row: row[1])
        if rows:
            parts.append({"name": str(diligence.label), "rows": rows, "count": str(len(rows))})
    return {
        "name": str(duty.label),
        "parts": parts,
        "count": str(sum(len(part["rows"]) for part in parts)),
    }


def _rows(book: Book, post: Post, month: date, by: User) -> list[list[str]]:
    """Code, day, village, kind, what, who: as the columns of the list say it."""
    table = book.listing.table(Reader(by.pk, rights_of(by)))
    columns = [
        one
        for name, one in table.columns.items()
        if one.on_paper or name in {"occurred_on", "village", "done_by", "state"}
    ]
    found = book.listing.of_file(book.listing.rows(by)).filter(
        post=post, occurred_on__gte=month, occurred_on__lt=calendar.end_of(month)
    )
    model: Any = book.model
    rows = []
    for row in table.select(found, "recorded_at", "state", columns=columns)[: MOST_ROWS + 1]:
        said = {one.name: _cell(one, row) for one in columns}
        what = "；".join(
            f"{one.label} {said[one.name]}"
            for one in columns
            if one.name not in STANDING and said[one.name] not in {"", "–"}
        )
        code = model(pk=row["pk"], recorded_at=row["recorded_at"]).receipt
        if row["state"] == Row.State.WITHDRAWN:
            code += "\n作废"
        elif row["state"] == Row.State.GIVEN_BACK:
            code += "\n退回"
        rows.append(
            [
                code,
                said["occurred_on"],
                said["village"],
                str(model._meta.verbose_name),
                what,
                said.get("done_by", ""),
            ]
        )
    return rows


def _cell(column: Any, row: dict[str, Any]) -> str:
    value = row[column.alias]
    return "" if value is None or value == "" else str(column.words_writer()(value, row))
