"""A ledger as the paper book that it replaces: A4 pages across, the columns of the list, the code of each row.

``write`` is called by the export job of lists (reports/exports.py); it prints what the person sees under the filters:
a name that the list hides from the person is hidden here as well.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from access import scope
from access.rights import may, rights_of
from accounts.models import User
from audit import looks, trail
from documents import compiling
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from ledgers import kept_files
from ledgers.book import Book
from ledgers.export import chip_text
from ledgers.models import Row
from pages.columns import Reader
from pages.views.lists import without_names
from posts import job_files

MOST_ROWS = 20_000  # of one printing; beyond it nobody binds the pages
VOLUME = 2_000  # rows of one file: 100 to 150 pages, and 250 MB of memory while they are made
ZIP = "application/zip"
NARROWEST, WIDEST = 4, 30  # of a column, in half-widths; its longest cells are broken into lines
PAGE = 164  # what one line of the page takes, in half-widths of 9 pt with room for capital letters
PADDING = 2  # of a cell, in half-widths
UNBROKEN = re.compile(r"[!-~]+")  # a day, a code: typst breaks no line in it
SECONDS = 60  # of a volume


def write(book: Book, job: Job, *, progress: Progress) -> dict[str, Any]:
    """The file of the register: a PDF, or a ZIP of volumes; raises Refused without the right or for too many rows."""
    by = job.by
    if by is None or not book.paper or not may(by, "export") or not may(by, book.listing.verb):
        raise run.Refused(_("Your role does not print this register."))
    query = QueryDict(job.params["query"])
    found = book.listing.filtered(by, query)
    if not found.is_valid():
        raise run.Refused(_("The filters of the list are not valid any more. Open the list and try again."))
    register = Register(book, by, in_order(book, by, query, book.listing.of_file(found.qs)))
    total, before = register.rows.count(), kept_files.keys_of(book.listing, register.rows)
    if total > MOST_ROWS:
        raise run.Refused(
            _("These are %(total)s rows, and one printing takes %(most)s: choose a month or a year.")
            % {"total": total, "most": MOST_ROWS}
        )
    label = book.model._meta.label_lower
    entry = trail.record(
        "print", None, by=by, seen=looks.keys_in(register.rows), book=label, form=book.paper, rows=total,
        filter=without_names(query),
    )  # fmt: skip
    filters = "；".join(chip_text(chip) for chip in found.chips(query))
    with translation.override("zh-hans"):  # a paper is Chinese, whatever language its printer reads
        volumes = register.volumes(total, filters, f"打印编号 {entry.pk}", progress)
    name, kind, content = packed(f"{book.paper}-{timezone.localtime():%Y%m%d-%H%M%S}", volumes)
    run.attach(job, name, kind, content, place=job_files.mark(by))
    return {
        "rows": total,
        **kept_files.held(book.listing, before, kept_files.keys_of(book.listing, register.rows)),
    }


def in_order(book: Book, by: User, query: QueryDict, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in the order of the list; a column that is masked for the person sorts nothing."""
    order = book.listing.order(query.get("sort", ""), Reader(by.pk, rights_of(by)))
    sorted_rows: QuerySet[Any] = order.applied(rows, backwards=False)
    return sorted_rows


def packed(stem: str, volumes: list[bytes]) -> tuple[str, str, bytes]:
    """Name, content type and content of what is downloaded: one volume as it is, several in an archive."""
    if len(volumes) == 1:
        return f"{stem}.pdf", compiling.PDF, volumes[0]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, content in enumerate(volumes, start=1):
            archive.writestr(f"{stem}-{number:02d}.pdf", content)
    return f"{stem}.zip", ZIP, target.getvalue()


class Register:
    """The rows of a book as one person may print them."""

    def __init__(self, book: Book, by: User, rows: QuerySet[Any]) -> None:
        self.book, self.by, self.rows = book, by, rows
        self.table = book.listing.table(Reader(by.pk, rights_of(by)))
        self.columns = [one for one in self.table.columns.values() if one.on_paper]

    def volumes(self, total: int, filters: str, mark: str, progress: Progress) -> list[bytes]:
        """One PDF for each ``VOLUME`` rows, an empty one where there is no row."""
        made = []
        number_of = max(1, -(-total // VOLUME))
        for number, lines in enumerate(self._parts(), start=1):
            done = min((number - 1) * VOLUME, total)
            progress(done, total, _("%(done)s of %(total)s rows") % {"done": done, "total": total})
            volume = f"第 {number} 册 共 {number_of} 册" if number_of > 1 else ""
            made.append(
                compiling.pdf("register", self._document(lines, filters, mark, volume), seconds=SECONDS)
            )
        return made

    def _parts(self) -> Iterator[list[list[str]]]:
        """The cells of each volume."""
        also = ("recorded_at", "state") if self.book.is_ledger else ()
        asked = self.table.select(self.rows, *also, columns=self.columns)
        writers = [(column.alias, column.words_writer()) for column in self.columns]
        part: list[list[str]] = []
        for number, row in enumerate(asked.iterator(chunk_size=VOLUME), start=1):
            part.append(
                [self._code(row, number), *(self._cell(write, row[alias], row) for alias, write in writers)]
            )
            if len(part) == VOLUME:
                yield part
                part = []
        if part or not self.rows.exists():
            yield part

    def _code(self, row: dict[str, Any], number: int) -> str:
        """The receipt of the row; a withdrawn one says 作废 and is printed all the same. A row of no ledger has none:
        its number on this paper.
        """
        if not self.book.is_ledger:
            return str(number)
        model: Any = self.book.model
        receipt: str = model(pk=row["pk"], recorded_at=row["recorded_at"]).receipt
        return f"{receipt}\n作废" if row["state"] == Row.State.WITHDRAWN else receipt

    @staticmethod
    def _cell(write: Any, value: Any, row: dict[str, Any]) -> str:
        return "" if value is None or value == "" else str(write(value, row))

    def _document(self, lines: list[list[str]], filters: str, mark: str, volume: str) -> dict[str, Any]:
        heads = ["登记号" if self.book.is_ledger else "序号", *(column.heading for column in self.columns)]
        return {
            "title": self.book.paper,
            "place": scope.for_user(self.by).place,
            "by": f"{self.by}　{timezone.localtime():%Y-%m-%d %H:%M}",
            "filters": filters,
            "left_out": str(self.book.listing.left_out),
            "print": mark,
            "volume": volume,
            "widths": widths([heads, *lines]),
            "heads": heads,
            "rows": lines,
        }


def widths(lines: list[list[str]]) -> list[float]:
    """The parts of the page's width that the columns get: what nine of ten cells take, within bounds, and the head.

    Where that is more than the page has, a column keeps what its longest day or code takes: it would run into the
    next one.
    """
    least, wished = [], []
    for place, head in enumerate(lines[0]):
        cells = sorted(half_widths(line[place]) for line in lines[1:]) or [0]
        usual = cells[int(len(cells) * 0.9) if len(cells) > 1 else 0]
        needed = float(min(max(NARROWEST, *(unbroken(line[place]) for line in lines)), WIDEST))
        wished.append(min(max(usual, half_widths(head) / 2 + 1, needed), WIDEST) + PADDING)
        least.append(needed + PADDING)
    beyond = sum(wished) - sum(least)
    share = min(1.0, max(0.0, PAGE - sum(least)) / beyond) if beyond else 0.0
    return [low + (high - low) * share for low, high in zip(least, wished, strict=True)]


def unbroken(text: str) -> int:
    """How wide the longest run of signs is in which no line is broken."""
    return max(map(len, UNBROKEN.findall(text)), default=0)


def half_widths(text: str) -> int:
    """How wide the longest line of a text is, in widths of a digit; a Chinese character takes two."""
    longest = max(text.split("\n"), key=len)
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in longest)
