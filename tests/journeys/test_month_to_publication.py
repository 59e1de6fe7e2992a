"""The last complete month: attested, submitted, approved, published, taken away as a file, restated."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from calendars import calendar
from indicators.catalogue import CATALOGUE
from indicators.figure import COUNT
from pages import addresses
from tests.documents import pdf
from tests.journeys.conftest import PHONE
from tests.journeys.steps import (
    count_month,
    export_button,
    homes_not_met,
    log_visit,
    number_in,
    post_of,
    save,
    wait_until_done,
)  # fmt: skip

pytestmark = pytest.mark.journey
WHY_LATE, WHY_RESTATED = "下乡回来才补记", "补录走访后更正"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def month() -> str:
    return f"{calendar.shift(calendar.this_month(), -1):%Y-%m}"


def attest_what_is_missing(page: Page, month: str) -> None:
    page.goto(f"/figures/five-none/{month}/attest/")
    cells = page.locator("[data-grid] tbody tr").evaluate_all(
        "rows => rows.map(row => [row.dataset.rowName, [...row.querySelectorAll('td input')].some(one => !one.value)])"
    )
    page.locator("button[data-fill-all]").click()
    dialog = page.locator("dialog.fill-all")
    for name in [name for name, has_empty in cells if has_empty]:
        expect(dialog).to_contain_text(name)
    if any(has_empty for _name, has_empty in cells):
        dialog.locator("[data-fill-do]").click()
    else:
        dialog.locator("[data-fill-cancel]").click()
    save_counts(page)


def save_counts(page: Page) -> None:
    page.locator("form .form-foot .button-primary").click()
    expect(page.locator(".notice[data-saved]")).to_be_visible()


PASTE = """(cell, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def move_and_paste(page: Page, month: str) -> None:
    """Arrows and Enter go from cell to cell, a block of a spreadsheet fills those from the chosen one on; what is no
    number stays typed, with the reason beside its cell."""
    page.goto(f"/figures/five-none/{month}/attest/")
    cell = [page.locator("[data-grid] tbody tr").nth(row).locator("td input") for row in range(3)]
    before = [[one.input_value() for one in row.all()] for row in cell]
    cell[0].nth(0).focus()
    for key, row, column in (("ArrowDown", 1, 0), ("ArrowRight", 1, 1), ("ArrowUp", 0, 1), ("Enter", 1, 1)):
        page.keyboard.press(key)
        expect(cell[row].nth(column)).to_be_focused()
    cell[0].nth(0).evaluate(PASTE, "x\t0\n0\t0\r\n")
    expect(cell[1].nth(1)).to_have_value("0")
    page.locator("form .form-foot .button-primary").click()
    expect(cell[0].nth(0)).to_have_value("x")
    expect(cell[0].nth(0)).to_have_attribute("aria-invalid", "true")
    cell[0].nth(0).evaluate(PASTE, "\n".join("\t".join(row) for row in before))
    expect(cell[0].nth(0)).to_have_value(before[0][0])


def remind(page: Page, month: str, station: int, clerk: Page) -> None:
    """The county asks for a month; the clerk finds it on the first page."""
    page.goto(f"/figures/months/{month}/")
    page.locator(f"form[action$='/stations/{station}/remind/'] button").click()
    expect(page.locator(".notice-good").first).to_be_visible()
    clerk.goto("/")
    expect(clerk.locator("main")).to_contain_text(f"催报：{month}")


def step(page: Page, month: str, name: str) -> None:
    """Take the station's month one step further, from the month's page."""
    page.goto(f"/figures/months/{month}/")
    page.locator(f".row-buttons a[href$='/{name}/']").click()
    expect(page.locator(".month-lines").first).to_contain_text("五无村")
    tick_what_is_open(page)
    save(page).click()
    changed = page.locator("[data-changed]")
    expect(changed.or_(page.locator(".station-months")).first).to_be_visible()
    if changed.count():  # entries were still waiting to be counted: the page shows the figures of now
        tick_what_is_open(page)
        save(page).click()
    expect(page).to_have_url(re.compile(f"/figures/months/{month}/$"))
    expect(page.locator(f".row-buttons a[href$='/{name}/']")).to_have_count(0)


def tick_what_is_open(page: Page) -> None:
    """Whoever approves ticks each thing that is open; who submits has no boxes."""
    for box in page.locator("[name=looked_at]").all():
        box.check()


def stations_in(registry, month: str, *states: str) -> list[int]:
    """The running numbers of the stations, by which their people are called, whose month is in these states."""
    stations = [key for (key,) in registry.ask("SELECT id FROM posts_station ORDER BY id")]
    found = registry.ask(
        "SELECT station_id FROM ledgers_stationmonth WHERE month = %s AND state = ANY(%s)",
        f"{month}-01",
        list(states),
    )
    return [stations.index(key) + 1 for (key,) in found]


def bring_to_approval(sign_in, registry, month: str) -> None:
    """What each station still has to do."""
    waiting = stations_in(registry, month, "open")
    if waiting:
        clerk = sign_in(f"clerk{waiting[-1]}")
        [(station,)] = registry.ask(
            "SELECT id FROM posts_station ORDER BY id LIMIT 1 OFFSET %s", waiting[-1] - 1
        )
        remind(sign_in("county1"), month, station, clerk)
        move_and_paste(clerk, month)
    for number in waiting:
        clerk = sign_in(f"clerk{number}")
        attest_what_is_missing(clerk, month)
        step(clerk, month, "submit")
    for number in stations_in(registry, month, "submitted"):
        step(sign_in(f"chief{number}"), month, "approve")
    assert len(stations_in(registry, month, "approved")) == 6


def publish(page: Page, month: str) -> None:
    page.goto(f"/figures/months/{month}/")
    page.locator(".actions a[href$='/publish/']").click()
    expect(page.locator("[name=reason]")).to_have_count(0)
    save(page).click()
    counted_anew = page.locator(".error-summary")
    expect(counted_anew.or_(page.locator(".timeline")).first).to_be_visible()
    if counted_anew.count():  # entries were still waiting to be counted: the page shows the figures of now
        save(page).click()
    expect(page).to_have_url(re.compile(r"/figures/publications/\d+/$"))
    expect(page.locator(".timeline li")).to_have_count(1)


@pytest.fixture
def published(sign_in, registry, month) -> str:
    """Where the published figures of the month stand; the first journey that asks closes the month."""
    if not stations_in(registry, month, "published"):
        bring_to_approval(sign_in, registry, month)
        publish(sign_in("county1"), month)
    found = "SELECT min(id) FROM indicators_publication WHERE month = %s"
    return f"/figures/publications/{registry.ask_one(found, f'{month}-01')}/"


def export(page: Page, month: str, folder: Path) -> Path:
    page.goto(f"/reports/monthly/?month={month}")
    export_button(page, "xlsx").click()
    wait_until_done(page)
    with page.expect_download() as download:
        page.locator("#job-state a[href$='/file/']").click()
    download.value.save_as(folder / "report.xlsx")
    return folder / "report.xlsx"


def shown(page: Page, month: str) -> list[tuple[str, str]]:
    """Name and figure of the month of each line on the report's page."""
    page.goto(f"/reports/monthly/?month={month}")
    rows = page.locator(".ledger").first.locator("tbody tr:not(.part-head)").all()
    return [(row.locator("th").inner_text(), row.locator("td").first.inner_text()) for row in rows]


def check_report(file: Path, page: Page, registry, month: str) -> None:
    """Sheet, page and database show the same numbers, in Chinese."""
    book = CalamineWorkbook.from_path(str(file))
    rows = book.get_sheet_by_index(0).to_python()
    title, headings, lines = rows[0], rows[1], rows[2:]
    assert CHINESE.search(title[0]) and month in title[0]
    assert all(CHINESE.search(heading) for heading in headings), headings
    assert len(book.sheet_names) == 6 and all(map(CHINESE.search, book.sheet_names))
    assert [line[0] for line in lines] == [name for name, _figure in shown(page, month)]
    for indicator, line, (_name, figure) in zip(CATALOGUE, lines, shown(page, month), strict=True):
        if indicator.shape == COUNT:
            query = f"SELECT sum({indicator.numerator}) FROM indicators_villagemonth WHERE month = %s"
            counted = registry.ask_one(query, f"{month}-01")
            assert (indicator.code, line[2], number_in(figure)) == (indicator.code, counted, counted)
    manifest = dict(row[:2] for row in book.get_sheet_by_index(5).to_python()[2:])
    assert any("county1" in value or month in value for value in map(str, manifest.values()))


def test_a_published_month_is_taken_away_by_who_asked_for_it(published, sign_in, registry, month, tmp_path):
    county = sign_in("county1")
    file = export(county, month, tmp_path)
    address = county.locator("#job-state a[href$='/file/']").get_attribute("href")
    check_report(file, county, registry, month)
    for other in ("county2", "chief1"):
        assert sign_in(other).request.get(address).status == 404


def test_the_published_month_is_taken_away_as_an_official_table(published, sign_in, month, tmp_path):
    county = sign_in("county1")
    county.goto(published)
    expect(county.locator(".frozen thead")).to_contain_text(month)
    export_button(county, "pdf").click()
    wait_until_done(county)
    with county.expect_download() as download:
        county.locator("#job-state a[href$='/file/']").click()
    download.value.save_as(tmp_path / "table.pdf")
    content = (tmp_path / "table.pdf").read_bytes()
    assert pdf.faults(content) == []
    pages = pdf.pages(content)
    year, number = month.split("-")
    for place, text in enumerate(pages, start=1):
        assert f"第 {place} 页 共 {len(pages)} 页" in text and f"{year}年{int(number)}月" in text
    assert all(word in "".join(pages) for word in ("制表：", "审核：", "签发：", "审批通过 6/6", "清禾县"))


def households_met(page: Page) -> list[int]:
    """The figure of the month as published, and as restated where it was; the last column is of the year."""
    place = [one.code for one in CATALOGUE].index("households_met")
    cells = page.locator(".frozen tbody tr").nth(place).locator("td.number").all_inner_texts()
    return [number_in(cell) for cell in cells[:-1]]


def test_a_late_visit_leaves_the_published_figure_and_is_restated(published, sign_in, registry, month):
    first = addresses.month_named(month)
    officer, county = sign_in("officer03", PHONE), sign_in("county1")
    county.goto(published)
    before = households_met(county)
    household = homes_not_met(registry, post_of(registry, "officer03"), first)[0]
    log_visit(officer, household, on=calendar.last_day(first), why_late=WHY_LATE)
    expect(officer.locator(".notice-warn")).to_contain_text(WHY_LATE)
    count_month(county, month)
    county.goto(published)
    assert households_met(county) == before
    expect(county.locator("main")).to_contain_text(WHY_LATE)
    county.locator(".actions a[href$='/restate/']").click()
    county.locator("[name=reason]").fill(WHY_RESTATED)
    save(county).click()
    expect(county.locator(".timeline li")).to_have_count(2)
    expect(county.locator(".timeline")).to_contain_text(WHY_RESTATED)
    assert households_met(county) == [*before, before[0] + 1]
