"""The quarterly statistics as tables: the same rows for the page, the PDF and the workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from calendars import quarters
from disputes import statistics
from disputes.models import PreventedCount
from disputes.models.prevented import KINDS, total
from disputes.prevented.places import expected, visible
from disputes.statistics import Column, Line, Statistics
from documents import compiling
from formulas.rounding import PERCENT, half_up
from posts.models import Post, Station

Cell = str | int | float


@dataclass(frozen=True)
class Head:
    """Columns under one heading; without one they stand for themselves."""

    heading: str
    labels: list[str]


@dataclass(frozen=True)
class Tabled:
    """One table: two rows of heads over ``rows``, of which the last is the sum; ``note`` stands under it."""

    title: str
    first: str
    heads: list[Head]
    rows: list[list[Cell]]
    note: str = ""

    @property
    def labels(self) -> list[str]:
        return [self.first, *(label for head in self.heads for label in head.labels)]


@dataclass(frozen=True)
class Place:
    """What of the person's place is counted: all of it, one station or one post."""

    name: str
    key: dict[str, int]


@dataclass(frozen=True)
class Report:
    """``mark``: 草稿 while the quarter runs, else nothing."""

    title: str
    place: str
    quarter: date
    tables: list[Tabled]
    mark: str


def report(user: User, quarter: date, place: Place) -> Report:
    """The three tables of a quarter."""
    found = statistics.of_quarter(user, quarter, scope.for_user(user).county, **place.key)
    words = {"year": quarter.year, "n": quarters.number_of(quarter)}
    return Report(
        title=_("Statistics of disputes, quarter %(n)s of %(year)s") % words,
        place=place.name,
        quarter=quarter,
        tables=[came_in(found), ended(found), prevented(user, quarter, place)],
        mark="" if found.is_over else _("draft"),
    )


def came_in(found: Statistics) -> Tabled:
    rows = [_cells(line, statistics.ACCEPTED) for line in [*found.lines, found.total]]
    note = _("Domestic violence is not mediated and not counted here.")
    return Tabled(
        _("1. Accepted, by type, origin and host"), _("Type"), heads(statistics.ACCEPTED), rows, note
    )


def ended(found: Statistics) -> Tabled:
    lines = [*found.lines, found.total]
    rows = [[*_cells(line, statistics.ENDED), _percent(line)] for line in lines]
    shown = [*heads(statistics.ENDED), Head("", [_("Agreed of handled (%)")])]
    note = _(
        "Difficult: an amount or a number of people above the county's setting. "
        "Open before + accepted - handled = open after."
    )
    return Tabled(_("2. Handled, by type, outcome and form"), _("Type"), shown, rows, note)


def prevented(user: User, quarter: date, place: Place) -> Tabled:
    """The sums of the posts that reported; how many have not is said beside them."""
    posts = {post.pk for post in expected(user, quarter) if _inside(post, place)}
    counts = [one for one in visible(user).filter(quarter=quarter) if one.post_id in posts]
    rows = prevented_rows(counts)
    note = _("Reported by %(n)s of %(of)s posts; those that have not reported are not counted as none.") % {
        "n": len(counts), "of": len(posts)
    }  # fmt: skip
    return Tabled(_("3. Prevented"), _("Kind"), [Head("", [_("Cases"), _("Number of people")])], rows, note)


def prevented_rows(counts: list[PreventedCount]) -> list[list[Cell]]:
    """The kinds and their sum; while no post has reported there is no number, and no 0 either."""
    if not counts:
        return [[str(label), "–", "–"] for label in (*(label for _kind, label in KINDS), _("Total"))]
    summed = total(counts)
    pairs = [(getattr(summed, f"{kind}_cases"), getattr(summed, f"{kind}_people")) for kind, _label in KINDS]
    rows: list[list[Cell]] = [[str(label), *pair] for (_kind, label), pair in zip(KINDS, pairs, strict=True)]
    return [*rows, [_("Total"), *(sum(numbers) for numbers in zip(*pairs, strict=True))]]


def _inside(post: Post, place: Place) -> bool:
    return place.key in ({}, {"post_id": post.pk}, {"station_id": post.station_id})


def heads(columns: Sequence[Column]) -> list[Head]:
    """Columns of one prefix under its word."""
    words = {"origin": _("Origin"), "host": _("Hosted by"), "outcome": _("Outcome"), "form": _("Agreement")}
    found: list[Head] = []
    for column in columns:
        word = words.get(column.code.partition(":")[0], "") if ":" in column.code else ""
        if found and found[-1].heading == word:
            found[-1].labels.append(str(column.label))
        else:
            found.append(Head(word, [str(column.label)]))
    return found


def _cells(line: Line, columns: Sequence[Column]) -> list[Cell]:
    numbers = (line.cells[column.code] for column in columns)
    return [str(line.label), *(int(one) if one == int(one) else float(one) for one in numbers)]


def _percent(line: Line) -> Cell:
    return "–" if line.success is None else float(half_up(line.success * 100, PERCENT))


def place_of(user: User, station: int | None, post: int | None) -> Place | None:
    """The place that the address names, within the person's own; None outside of it."""
    where = scope.for_user(user)
    if not station and not post:
        return Place(where.place, {})
    stations, posts = choices(user)
    key = post or station
    found = next((one for one in (posts if post else stations) if one.pk == key), None)
    return Place(str(found), {"post_id" if post else "station_id": found.pk}) if found else None


def choices(user: User) -> tuple[list[Station], list[Post]]:
    """Stations of the county, posts of the station: what the person may choose."""
    where = scope.for_user(user)
    if where.post_id:
        return [], []
    if where.station_id:
        return [], list(Post.objects.filter(station=where.station_id).order_by("pk"))
    return list(Station.objects.filter(county=where.county_id or 0).order_by("pk")), []


def pdf(found: Report, by: User, mark: str) -> bytes:
    """A4 pages across, a table a page; ``mark``: the number of the printing."""
    tables = [
        {
            "title": one.title,
            "first": one.first,
            "heads": [{"heading": head.heading, "labels": head.labels} for head in one.heads],
            "rows": [[written(cell) for cell in row] for row in one.rows],
            "note": one.note,
        }
        for one in found.tables
    ]
    document = {
        "title": found.title,
        "place": found.place,
        "by": f"{by}　{timezone.localtime():%Y-%m-%d %H:%M}",
        "print": mark,
        "mark": found.mark,
        "tables": tables,
    }
    return compiling.pdf("statistics", document)


def written(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:,}" if isinstance(cell, int) else f"{cell:,.2f}"


def xlsx(found: Report, by: User) -> bytes:
    """A workbook with a sheet a table and one that says who made it, when and of what."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    cell, title = book.add_format({"border": 1}), book.add_format({"bold": True, "font_size": 14})
    for number, one in enumerate(found.tables, start=1):
        word = _("Table")
        sheet = book.add_worksheet(f"{word} {number}")
        sheet.write(0, 0, f"{found.title} · {found.place} · {one.title} {found.mark}".strip(), title)
        _write_heads(sheet, one, head)
        for line, row in enumerate(one.rows, start=3):
            sheet.write_row(line, 0, row, cell)
        sheet.write(len(one.rows) + 4, 0, one.note)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, len(one.labels), 11)
        sheet.freeze_panes(3, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)
    about = book.add_worksheet(_("Manifest"))
    made = f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"
    for line, pair in enumerate([(_("Made by"), f"{by} · {found.place}"), (_("Made at"), made)]):
        about.write_row(line, 0, pair)
    book.close()
    return target.getvalue()


def _write_heads(sheet: Any, one: Tabled, style: Any) -> None:
    sheet.merge_range(1, 0, 2, 0, one.first, style)
    place = 1
    for head in one.heads:
        for label in head.labels:
            if head.heading:
                sheet.write(2, place, label, style)
            else:
                sheet.merge_range(1, place, 2, place, label, style)
            place += 1
        if head.heading:
            sheet.merge_range(1, place - len(head.labels), 1, place - 1, head.heading, style)
