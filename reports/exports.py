"""Export files: any book's list, and the month's report.

Each is written by a job (reports/tasks.py); only the person who started it can download it.
"""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.job_scope import with_scope_of_requester
from access.rights import may
from audit import trail
from documents import publications, registers
from formulas.rates import Change
from formulas.rounding import HOURS, PERCENT, TARGET, half_up
from indicators import published, published_places, typed
from indicators.catalogue import BY_CODE
from indicators.figure import COUNT, MEDIAN, Figure
from indicators.models import Publication
from jobs import run
from jobs.models import Job
from jobs.run import Progress
from ledgers import books, export
from ledgers.book import Book
from pages import addresses, sheets
from posts import job_files
from posts.models import Village
from reports import monthly, ranking
from reports.periods import months_of, place_in

PDF = "pdf"


def exported() -> dict[str, Book]:
    """The books whose lists can be exported, by the name of the list in pages and jobs."""
    return {book.url_name("list"): book for book in books.books() if book.is_exported}


@with_scope_of_requester
def write_list(job: Job, *, progress: Progress) -> dict[str, Any]:
    """The file of the list that the job names; as PDF the register of paper."""
    if job.params["format"] == PDF:
        return registers.write(exported()[job.params["list"]], job, progress=progress)
    return export.write_list(exported()[job.params["list"]].listing, job, progress=progress)


@with_scope_of_requester
def write_month(job: Job, *, progress: Progress) -> dict[str, Any]:
    """The month's report: figures with comparisons, and the same figures by station, town and village."""
    by = job.by
    if by is None or not may(by, "export") or not may(by, "see_figures"):
        raise run.Refused(_("Your role does not export reports."))
    month = addresses.month_named(job.params["month"])
    place = place_in(job.params, by)
    progress(0, 3, _("Working out the figures"))
    lines = monthly.lines(by, month, place)
    progress(1, 3, _("Comparing places"))
    tables = {level: ranking.standings(by, month, month, level, "visit_target") for level in LEVELS}
    compared = ranking.compared(by, month, month)
    progress(2, 3, _("Writing the file"))
    as_csv = job.params["format"] == "csv"
    title = _("%(place)s monthly report %(month)s (%(state)s)") % {
        "place": place.name or scope.for_user(by).place, "month": f"{month:%Y-%m}",
        "state": state_of(published.of_month_and_year(by, month)),
    }  # fmt: skip
    content = (
        _csv(title, lines, job)
        if as_csv
        else _xlsx(title, lines, tables if not place.level else {}, compared, job)
    )
    name = f"{title}.{job.params['format']}"
    kind = sheets.CSV if as_csv else sheets.XLSX
    file = run.attach(job, name, kind, content, place=job_files.mark(by))
    trail.record(
        "export", None, by=by, book="monthly", month=f"{month:%Y-%m}", report_place=place.param,
        sha256=file.sha256,
    )  # fmt: skip
    return {"rows": len(lines)}


@with_scope_of_requester
def write_publication(job: Job, *, progress: Progress) -> dict[str, Any]:
    """The official table of a publication, or its signed file: the places that the person may read."""
    by = job.by
    if by is None or not may(by, "export") or not may(by, "read_publications"):
        raise run.Refused(_("Your role does not export reports."))
    own = Publication.objects.filter(county=published_places.county_of(by))
    publication = own.filter(pk=job.params["publication"]).exclude(header={}).first()
    if publication is None:
        raise run.Refused(_("There is no such publication any more."))
    progress(0, 1, _("Writing the file"))
    form = job.params["format"]
    name, content, rows = publications.write(publication, by, form)
    file = run.attach(job, name, publications.TYPES[form], content, place=job_files.mark(by))
    trail.record(
        "export", publication, by=by, book="publication", month=f"{publication.month:%Y-%m}", format=form,
        sha256=file.sha256,
    )  # fmt: skip
    return {"rows": rows}


LEVELS = ("station", "town", "post", "village")


def headings() -> list[str]:
    """The columns of the report."""
    return [
        _("Indicator"), _("Unit"), _("This month"), _("of"), _("Rate %"), _("On previous month"), _("On last year"),
        _("Year to date"), _("of (year)"), _("Rate % (year)"), _("Year on year"), _("Interval 95 %"),
    ]  # fmt: skip


def cells(line: monthly.ReportLine) -> list[Any]:
    """One line of the report as spreadsheet cells; numbers stay numbers."""
    return [
        str(line.indicator.name), str(line.indicator.unit),
        *parts(line.month), change_text(line.on_previous), change_text(line.on_last_year),
        *parts(line.year), change_text(line.year_on_year), interval(line.year),
    ]  # fmt: skip


def parts(figure: Figure) -> list[Any]:
    """Numerator, denominator, rate in percent; a missing numerator reads "not reported"."""
    if figure.is_hidden:
        return [_("hidden: too few answers"), "", ""]
    if figure.indicator.shape == MEDIAN:
        return ["" if figure.numerator is None else _number(half_up(figure.numerator, HOURS)), "", ""]
    if figure.numerator is None:
        return [_("not reported"), "", ""]
    if figure.is_rate and not figure.denominator:
        return ["", "", ""]
    top = _number(figure.numerator)
    bottom = "" if figure.denominator is None else _number(half_up(figure.denominator, TARGET))
    is_share = figure.percent is not None and figure.indicator.shape != COUNT
    rate = float(half_up(figure.percent, PERCENT)) if is_share and figure.percent is not None else ""
    return [top, bottom, rate]


def _number(value: Decimal | int) -> int | float:
    """A count as an integer; a spreadsheet knows no decimals but floats."""
    return int(value) if value == int(value) else float(value)


def change_text(change: Change | None) -> str:
    """A change in words, with its sign and unit."""
    if change is None:
        return ""
    arrow = {1: "▲ ", -1: "▼ ", 0: ""}[change.sign]
    endings = {"percent": "%", "points": _("percentage points"), "absolute": _("(absolute)")}
    return f"{arrow}{change.size} {endings[change.kind]}"


def interval(figure: Figure) -> str:
    low, high = figure.interval
    if low is None or high is None:
        return ""
    return f"{low * 100:.1f}–{high * 100:.1f} (n={figure.denominator})"


def _about(title: str, job: Job) -> list[tuple[str, Any]]:
    month = addresses.month_named(job.params["month"])
    found = published.of_month_and_year(job.by, month) if job.by else published.Published(month)
    return [
        (_("Report"), title),
        (_("Made by"), f"{job.by} · {scope.for_user(job.by).place}"),
        (_("Made at"), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"),
        (_("State"), state_of(found)),
        (_("Publication"), found.sentence or _("%(month)s is not published.") % {"month": f"{month:%Y-%m}"}),
        *typed.lines(typed.of_month(villages_of(job, month), month)),
        (_("Everything else"), _("counted from the rows of the ledgers")),
    ]


def state_of(found: published.Published) -> str:
    """Published or not, as every file of figures says it."""
    if found.newest is None:
        return _("not published")
    if found.newest.number:
        return _("published, restatement %(n)s") % {"n": found.newest.number}
    return _("published")


def villages_of(job: Job, month: date) -> list[int]:
    """The villages of which the file tells: those of its place that the person sees."""
    if job.by is None:
        return []
    rows = months_of(job.by, place_in(job.params, job.by)).filter(month=month)
    return list(rows.values_list("village_id", flat=True))


def _csv(title: str, lines: list[monthly.ReportLine], job: Job) -> bytes:
    def manifest(count: int, sha256: str) -> list[tuple[str, Any]]:
        return [*_about(title, job), (_("Rows"), count), (_("SHA-256 of the rows"), sha256)]

    return sheets.write_csv(title, headings(), (cells(line) for line in lines), manifest)


def _xlsx(
    title: str,
    lines: list[monthly.ReportLine],
    tables: dict[str, list[ranking.Standing]],
    compared: list[str],
    job: Job,
) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}),
        "cell": book.add_format({"border": 1}),
    }
    _sheet(book, _("Report"), title, headings(), [cells(line) for line in lines], styles)
    for level, rows in tables.items():
        heads = _place_headings(level, compared)
        _sheet(book, LEVEL_NAMES[level](), title, heads, _place_rows(level, rows, compared), styles)
    _sheet(book, _("Manifest"), title, [_("What"), _("Value")], _about(title, job), styles)
    book.close()
    return target.getvalue()


LEVEL_NAMES = {
    "station": lambda: _("Stations"),
    "town": lambda: _("Towns"),
    "post": lambda: _("Posts"),
    "village": lambda: _("Villages"),
}


def _place_headings(level: str, compared: list[str]) -> list[str]:
    beside = [_("Town"), _("Division code")] if level == "village" else []
    found = [LEVEL_NAMES[level](), *beside, _("Rank")]
    for code in compared:
        name = str(BY_CODE[code].name)
        found += [name, _("%(name)s: of") % {"name": name}, _("%(name)s: %%") % {"name": name}][
            : _width(code)
        ]
    return found


def _width(code: str) -> int:
    """How many columns the indicator has beside places: a plain count is of nothing and has no rate."""
    return 1 if BY_CODE[code].shape == COUNT else 3


def _place_rows(level: str, rows: list[ranking.Standing], compared: list[str]) -> list[list[Any]]:
    full = _in_full([row.place.key for row in rows]) if level == "village" else {}
    return [
        [
            *full.get(row.place.key, [row.place.name]),
            _rank(row),
            *(part for code in compared for part in parts(row.figures[code])[: _width(code)]),
        ]
        for row in rows
    ]


def _rank(row: ranking.Standing) -> str | int:
    """The rank; why a post has none, where nobody was responsible for it on some days."""
    if row.vacant_days:
        return _("vacant %(n)s days, not ranked") % {"n": row.vacant_days}
    return row.rank or "–"


def _in_full(keys: list[int]) -> dict[int, list[str]]:
    """Full name, town and code of these villages: several of a county bear one name."""
    found = Village.objects.filter(pk__in=keys).values_list("pk", "name", "town__name", "code")
    return {key: [sheets.safe(part) for part in parts] for key, *parts in found}


def _sheet(
    book: Any, name: str, title: str, heads: list[str], rows: Sequence[Sequence[Any]], styles: dict[str, Any]
) -> None:
    sheet = book.add_worksheet(name[:31])
    sheet.merge_range(0, 0, 0, max(1, len(heads) - 1), title, styles["title"])
    sheet.write_row(1, 0, heads, styles["head"])
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, 0, row, styles["cell"])  # text stays text: no formulas in this workbook
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(1, len(heads) - 1), 14)
    sheet.freeze_panes(2, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def month_title(month: date) -> str:
    return _("Monthly report %(month)s") % {"month": f"{month:%Y-%m}"}
