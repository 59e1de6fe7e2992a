"""A publication as an official table (PDF, XLSX, CSV), from the figures as they are stored, and as a signed JSON file.

Called by the export job of reports/. What is shown is what was published: names, units and divisions of that day,
nothing is counted. Papers are Chinese, whatever language their printer reads.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import segno
import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from documents import compiling
from formulas import rounding
from formulas.rounding import HOURS, TARGET, half_up
from indicators import published_places, ranks, signing, typed
from indicators.by_place import MONTH, YEAR
from indicators.figure import COUNT, MEDIAN, NOT_REPORTED, OF, SUPPRESSED, UNDEFINED
from indicators.models import (
    Publication,
    PublicationSignature,
    PublishedPlace,
    PublishedRanking,
)
from pages import sheets

JSON = "application/json"
TYPES = {"pdf": compiling.PDF, "xlsx": sheets.XLSX, "csv": sheets.CSV, "json": JSON}
SECONDS = 30
TEXT, WHOLE, PERCENT, CODE = "text", "whole", "percent", "code"
Cell = str | int | Decimal | None
Level = PublishedPlace.Level

# The columns of the tables by place, in the order of the paper form: indicator, and what of it is shown.
COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("preventable", ("n",)),
    ("satisfaction", ("percent", "m")),
    ("households_met", ("n",)),
    ("visit_target", ("n", "m")),
    ("talks", ("n",)),
    ("good_deeds", ("n",)),
    ("documents", ("n",)),
    ("bulletins", ("n",)),
    ("disputes_accepted", ("n",)),
    ("disputes_handled", ("n",)),
    ("patrols", ("n",)),
)


@dataclass(frozen=True)
class Column:
    """``kind``: how its cells are written and aligned. ``group``: columns of one group stand under one heading."""

    label: str
    kind: str = WHOLE
    group: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table of the publication; ``code`` is its number among the official tables."""

    code: str
    name: str
    title: str
    unit: str
    columns: list[Column]
    rows: list[list[Cell]]
    on_paper: bool = True


class Official:
    """The tables of a publication, of the places that one person may read."""

    def __init__(self, publication: Publication, by: User) -> None:
        self.publication, self.by = publication, by
        self.places = list(published_places.of_publication(by, publication))
        rankings = PublishedRanking.objects.filter(publication=publication).order_by("pk")
        at_county = published_places.own(by)[0] == Level.COUNTY
        own = {(one.level, one.key) for one in self.places}
        self.rankings = [
            one
            for one in rankings
            if at_county or any((one.level, row["key"]) in own for row in one.standings)
        ]
        self.names = {
            code: (name, unit, shape) for code, name, unit, shape in publication.header["indicators"]
        }
        self.signature = signing.signature_of(publication)

    @property
    def month(self) -> str:
        return f"{self.publication.month:%Y年%-m月}"

    @property
    def year(self) -> str:
        month = self.publication.month
        return f"{month:%Y年}" + ("1月" if month.month == 1 else f"1—{month.month}月")

    @property
    def title(self) -> str:
        return f"{self.publication.header['county']['name']}驻村警务月度统计表（{self.month}）"

    @property
    def state(self) -> str:
        return "已发布" if self.publication.number == 0 else f"已发布（第 {self.publication.number} 次更正）"

    @property
    def notes(self) -> list[str]:
        """What stands under the title: who approved, what was corrected and why, what was typed by hand."""
        found = [self.publication.approval]
        if self.publication.number:
            day = timezone.localtime(self.publication.published_at)
            found.append(
                f"更正说明：本表于 {day:%Y-%m-%d} 第 {self.publication.number} 次更正发布，以本表为准。"
                f"更正原因：{self.publication.reason}"
            )
        return [one for one in found if one]

    @property
    def manifest(self) -> list[tuple[str, str]]:
        one, made = self.publication, timezone.localtime()
        return [
            (_("Report"), self.title),
            (_("State"), self.state),
            (_("Approval"), one.approval),
            *([(_("Correction"), self.notes[-1])] if one.number else []),
            (_("Published"), f"{timezone.localtime(one.published_at):%Y-%m-%d %H:%M} · {one.header['published_by']}"),
            *typed.lines(one.header["typed"]),
            (_("Everything else"), _("counted from the rows of the ledgers")),
            (_("SHA-256 of the publication"), one.sha256),
            (_("Signature (Ed25519)"), self.signature.value if self.signature else _("signature pending")),
            (_("Key of the signature"), self.signature.key if self.signature else "–"),
            (_("Made by"), f"{self.by} · {made:%Y-%m-%d %H:%M:%S}"),
        ]  # fmt: skip

    def sheets(self) -> list[Sheet]:
        found = [self._overview(place, number) for number, place in enumerate(self._heads(), start=1)]
        number = len(found)
        for level in (Level.STATION, Level.TOWN, Level.POST, Level.VILLAGE):
            inside = [one for one in self.places if one.level == level]
            if inside:
                number += 1
                found.append(self._by_place(f"驻警统{number:02d}甲表", level, inside, MONTH))
                found.append(self._by_place(f"驻警统{number:02d}乙表", level, inside, YEAR))
        return found + self._ranks(number + 1)

    def _heads(self) -> list[PublishedPlace]:
        """The places with a table of all indicators: the county, and the own station or post."""
        level, key = published_places.own(self.by)
        return [
            one for one in self.places if one.level == Level.COUNTY or (one.level, one.key) == (level, key)
        ]

    def _overview(self, place: PublishedPlace, number: int) -> Sheet:
        rows = []
        years = {row[0]: row for row in place.figures[YEAR]}
        for row in place.figures[MONTH]:
            name, unit, shape = self._named(row[0])
            rows.append([name, unit, *_parts(row, shape), *_parts(years.get(row[0]), shape)])
        month, year = f"本月（{self.month}）", f"本年累计（{self.year}）"
        parts = (("数值", WHOLE), ("基数", WHOLE), ("比率（%）", PERCENT))
        columns = [Column("指标", TEXT), Column("计量单位", TEXT)]
        columns += [Column(label, kind, group) for group in (month, year) for label, kind in parts]
        return Sheet(f"驻警统{number:02d}表", place.name, f"{place.name}各项指标", "见表", columns, rows)

    @property
    def _columns(self) -> list[tuple[str, tuple[str, ...]]]:
        """Without an indicator that was given up when the month was published."""
        return [(code, parts) for code, parts in COLUMNS if code in self.names]

    def _named(self, code: str) -> tuple[str, str, str]:
        return self.names.get(code, (code, "", COUNT))

    def _by_place(self, code: str, level: str, places: list[PublishedPlace], period: str) -> Sheet:
        with translation.override("zh-hans"):
            label = str(Level(level).label)
        when = self.month if period == MONTH else f"{self.year}累计"
        columns = [Column("行政区划代码", CODE)] if level in (Level.TOWN, Level.VILLAGE) else []
        columns.append(Column(label, TEXT))
        columns += [Column("乡镇", TEXT)] if level == Level.VILLAGE else []
        columns += [Column(one, WHOLE, "五无村") for one in ("应报", "达标", "未达标", "未报")]
        for indicator, parts in self._columns:
            name = self._named(indicator)[0]
            words = {"n": "数值", "m": "答卷" if indicator == "satisfaction" else "任务", "percent": "%"}
            group = name if len(parts) > 1 else ""
            columns += [
                Column(words[part] if group else name, PERCENT if part == "percent" else WHOLE, group)
                for part in parts
            ]
        rows = [self._row(place, level, period) for place in places]
        kind = "月" if period == MONTH else "年"
        return Sheet(
            code, f"{label}（{kind}）", f"各{label}驻村警务情况（{when}）", "户、件、人次、起", columns, rows
        )

    def _row(self, place: PublishedPlace, level: str, period: str) -> list[Cell]:
        found = {row[0]: row for row in place.figures[period]}
        cells: list[Cell] = [place.code] if level in (Level.TOWN, Level.VILLAGE) else []
        cells.append(place.name)
        cells += [place.town_name] if level == Level.VILLAGE else []
        cells += _five_none(found)
        for indicator, parts in self._columns:
            top, bottom, percent = _parts(found.get(indicator), self._named(indicator)[2])
            values = {
                "n": top,
                "m": bottom,
                "percent": percent if isinstance(percent, Decimal) else (percent or top),
            }
            cells += [values[part] for part in parts]
        return cells

    def _ranks(self, number: int) -> list[Sheet]:
        """Of each level a table of ranks, and for the workbook one with the figures behind them."""
        found: list[Sheet] = []
        for level in ranks.LEVELS:
            inside = [one for one in self.rankings if one.level == level]
            if inside:
                with translation.override("zh-hans"):
                    label = str(Level(level).label)
                quarter = f"{inside[0].first:%Y年%-m月}至{inside[0].last:%-m月}"
                code, title = f"驻警统{number + len(found) // 2:02d}", f"各{label}季度名次（{quarter}）"
                found.append(self._rank_table(f"{code}甲表", label, title, inside))
                found.append(self._rank_lines(f"{code}乙表", label, f"{title}明细", inside))
        return found

    def _rank_table(self, code: str, label: str, title: str, rankings: list[PublishedRanking]) -> Sheet:
        places = {row["key"]: row["name"] for one in rankings for row in one.standings}
        by_place = [{row["key"]: row["rank"] for row in one.standings} for one in rankings]
        rows: list[list[Cell]] = [
            [name, *(of_indicator.get(key) or "—" for of_indicator in by_place)]
            for key, name in sorted(places.items())
        ]
        columns = [Column(label, TEXT), *(Column(self._named(one.indicator)[0]) for one in rankings)]
        return Sheet(code, f"{label}名次", title, "名", columns, rows)

    def _rank_lines(self, code: str, label: str, title: str, rankings: list[PublishedRanking]) -> Sheet:
        rows: list[list[Cell]] = []
        for one in rankings:
            name, _unit, shape = self._named(one.indicator)
            for row in map(_standing, one.standings):
                figure = [one.indicator, row["numerator"], row["denominator"], row["state"]]
                rows.append([name, row["rank"] or "—", row["name"], *_parts(figure, shape), row["why"]])
        columns = [
            Column("指标", TEXT), Column("名次"), Column(label, TEXT), Column("数值"), Column("基数"),
            Column("比率（%）", PERCENT), Column("不排名原因", TEXT),
        ]  # fmt: skip
        return Sheet(code, f"{label}名次明细", title, "见表", columns, rows, on_paper=False)


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    with translation.override("zh-hans"):
        return row | {"state": row["why"] or "value", "why": str(ranks.WHY.get(row["why"], ""))}


def _five_none(found: dict[str, Sequence[Any]]) -> list[Cell]:
    """Expected, met, not met, not reported: four counts of villages and no rate."""
    row = found.get("five_none")
    if not row or row[4] is None:
        return ["—"] * 4
    _code, met, judged, _state, (_reported, expected) = row
    return [expected, met or 0, (judged or 0) - (met or 0), expected - (judged or 0)]


WORDS = {NOT_REPORTED: "未报", SUPPRESSED: "不显示", UNDEFINED: "—"}


def _parts(row: Sequence[Any] | None, shape: str) -> list[Cell]:
    """Number, base and share in percent, with the digits that pages show: numbers as numbers."""
    if row is None:
        return ["—", None, None]
    top, bottom, state = row[1:4]
    if top is None:
        return [WORDS.get(state, "—"), None, None]
    numerator = _plain(half_up(Decimal(top), HOURS)) if shape == MEDIAN else _number(top)
    if shape == COUNT or bottom is None:
        return [numerator, None, None]
    denominator = Decimal(bottom) if isinstance(bottom, str) else bottom
    base = _plain(half_up(Decimal(bottom), TARGET)) if shape == OF else _number(bottom)
    if shape == OF:
        return [numerator, base, None]  # more than the norm is no share of it
    if not denominator:
        return [numerator, base, "—"]
    return [numerator, base, half_up(Decimal(numerator) * 100 / Decimal(denominator), rounding.PERCENT)]


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _number(value: int | str) -> int | Decimal:
    return value if isinstance(value, int) else Decimal(value)


def write(publication: Publication, by: User, form: str) -> tuple[str, bytes, int]:
    """Name, content and number of rows of the file; ``form`` is one of ``TYPES``."""
    with translation.override("zh-hans"):
        found = Official(publication, by)
        tables = found.sheets()
        rows = sum(len(one.rows) for one in tables)
        contents = {"pdf": pdf, "xlsx": xlsx, "csv": csv, "json": signed_file}
        number = f"-更正{publication.number}" if publication.number else ""
        return f"{found.title}{number}.{form}", contents[form](found, tables), rows


def signed_file(found: Official, _tables: list[Sheet]) -> bytes:
    content = signing.file_of(found.publication, found.places, found.rankings)
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def csv(found: Official, _tables: list[Sheet]) -> bytes:
    """A row for each place, period and indicator: for programs."""
    heads = ["state", "level", "code", "place", "town", "period", "indicator", "name", "unit", "numerator",
             "denominator", "percent", "figure_state"]  # fmt: skip
    rows: list[list[Any]] = []
    for place in found.places:
        for period, when in (
            (MONTH, f"{found.publication.month:%Y-%m}"),
            (YEAR, f"{found.publication.month:%Y}-01..%m"),
        ):
            when = when.replace("%m", f"{found.publication.month:%m}")
            for row in place.figures[period]:
                name, unit, shape = found._named(row[0])
                top, bottom, percent = _parts(row, shape)
                numbers = ["" if row[1] is None else top, "" if bottom is None else row[2], _blank(percent)]
                of_place = [found.state, place.level, place.code, place.name, place.town_name]
                rows.append([*of_place, when, row[0], name, unit, *numbers, row[3]])
    return sheets.write_csv(
        found.title, heads, rows, lambda _count, sha256: [*found.manifest, (_("SHA-256 of the rows"), sha256)]
    )


def _blank(value: Cell) -> Cell:
    return value if isinstance(value, Decimal) else ""


def pdf(found: Official, tables: list[Sheet]) -> bytes:
    """A4 pages across, repeated heads, numbers on the right, the place for three signatures and the seal at the end."""
    one = found.publication
    day = timezone.localtime(one.published_at)
    document = {
        "title": found.title,
        "state": found.state,
        "county": one.header["county"]["name"],
        "notes": found.notes,
        "typed": [f"{what}：{words}" for what, words in typed.lines(one.header["typed"])],
        "published": f"{day:%Y-%m-%d %H:%M}　{one.header['published_by']}",
        "sha256": one.sha256,
        "signature": found.signature.value if found.signature else "",
        "key": found.signature.key if found.signature else "",
        "qr": dark_runs(code_text(one, found.signature)) if found.signature else None,
        "by": f"{found.by}　{timezone.localtime():%Y-%m-%d %H:%M}",
        "tables": [
            {
                "code": table.code, "title": table.title, "unit": table.unit,
                "columns": [{"label": one.label, "kind": one.kind, "group": one.group} for one in table.columns],
                "rows": [[_written(cell) for cell in row] for row in table.rows],
            }
            for table in tables
            if table.on_paper
        ],
    }  # fmt: skip
    return compiling.pdf("publication", document, seconds=SECONDS)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:,}"


def code_text(publication: Publication, signature: PublicationSignature) -> str:
    """What the code on paper holds: publication_file.py takes it with ``--qr``."""
    header = publication.header
    parts = ("VPR1", header["county"]["code"], header["month"], str(publication.number), publication.sha256)
    return "|".join((*parts, signature.key, signature.value))


def dark_runs(text: str) -> dict[str, Any]:
    """The code as ``{size, runs: [(column, row, width), ...]}`` of dark modules, for the template to draw."""
    runs: list[tuple[int, int, int]] = []
    matrix = segno.make(text, error="m", micro=False).matrix
    for row, line in enumerate(matrix):
        column = 0
        while column < len(line):
            end = column
            while end < len(line) and line[end]:
                end += 1
            if end > column:
                runs.append((column, row, end - column))
            column = max(end, column + 1)
    return {"size": len(matrix), "runs": runs}


def xlsx(found: Official, tables: list[Sheet]) -> bytes:
    """A workbook with a sheet a table, numbers as numbers, ready to print; the last sheet says what it holds."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    styles = _styles(book)
    for table in tables:
        _worksheet(book, found, table, styles)
    about = book.add_worksheet("说明")
    for line, pair in enumerate(found.manifest):
        about.write_row(line, 0, [sheets.safe(part) for part in pair])
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 100)
    book.close()
    return target.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    border = {"border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "align": "center", **border}),
        TEXT: book.add_format({"align": "left", **border}),
        CODE: book.add_format({"align": "left", "num_format": "@", **border}),
        WHOLE: book.add_format({"align": "right", "num_format": "#,##0.##", **border}),
        "integer": book.add_format({"align": "right", "num_format": "#,##0", **border}),
        PERCENT: book.add_format({"align": "right", "num_format": "0.00", **border}),
    }


def _worksheet(book: Any, found: Official, table: Sheet, styles: dict[str, Any]) -> None:
    sheet, last = book.add_worksheet(table.name[:31]), len(table.columns) - 1
    sheet.merge_range(0, 0, 0, last, f"{table.title}　{found.state}", styles["title"])
    sheet.write(
        1,
        0,
        f"表号：{table.code}　编制单位：{found.publication.header['county']['name']}公安局　计量单位：{table.unit}",
    )
    for line, note in enumerate(found.notes, start=2):
        sheet.write(line, 0, note)
    top = 2 + len(found.notes)
    _heads(sheet, table.columns, top, styles["head"])
    for line, row in enumerate(table.rows, start=top + 2):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, line, place, cell, column.kind, styles)
    line = top + 3 + len(table.rows)
    sheet.write(line, 0, "制表：　　　　　　审核：　　　　　　签发：　　　　　　年　　月　　日")
    sheet.write(line + 1, 0, f"SHA-256：{found.publication.sha256}")
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 22 if column.kind == TEXT else 15 if column.kind == CODE else 9)
    sheet.freeze_panes(top + 2, 1)
    sheet.repeat_rows(top, top + 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + found.state + "&C第 &P 页 共 &N 页&R" + table.code)


def _heads(sheet: Any, columns: list[Column], top: int, style: Any) -> None:
    """Two rows of heads; the columns of one group stand under its word."""
    place = 0
    while place < len(columns):
        group, end = columns[place].group, place
        while group and end + 1 < len(columns) and columns[end + 1].group == group:
            end += 1
        if not group:
            sheet.merge_range(top, place, top + 1, place, columns[place].label, style)
        else:
            if end > place:
                sheet.merge_range(top, place, top, end, group, style)
            else:
                sheet.write(top, place, group, style)
            for one in range(place, end + 1):
                sheet.write(top + 1, one, columns[one].label, style)
        place = end + 1


def _write(sheet: Any, line: int, place: int, cell: Cell, kind: str, styles: dict[str, Any]) -> None:
    if cell is None:
        sheet.write_blank(line, place, None, styles[kind])
    elif isinstance(cell, str):
        sheet.write_string(line, place, sheets.safe(cell), styles[kind])
    else:
        style = styles["integer"] if kind == WHOLE and cell == int(cell) else styles[kind]
        sheet.write_number(line, place, int(cell) if cell == int(cell) else float(cell), style)
