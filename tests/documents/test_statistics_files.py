"""The quarterly statistics on the page, as PDF and as a workbook: the same numbers in all three."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from audit.models import Entry
from disputes.models import PreventedCount
from disputes.models.prevented import COUNTS
from tests import build
from tests.disputes.test_statistics import some_disputes
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")
ADDRESS = "/papers/statistics/"


@pytest.fixture
def counted(village, officer, post):
    some_disputes(village, officer, 80)
    PreventedCount.objects.create(
        post=post, station=post.station, county=post.station.county, quarter=date(2026, 1, 1), entered_by=officer,
        **(dict.fromkeys(COUNTS, 0) | {"fight_cases": 2, "fight_people": 1_234}),
    )  # fmt: skip


def test_the_workbook_has_the_numbers_of_the_page(counted, chief, sign_in):
    client = sign_in(chief)
    page = client.get(f"{ADDRESS}?quarter=2026-1").context["report"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{ADDRESS}xlsx/?quarter=2026-1").content))
    for number, table in enumerate(page.tables):
        rows = book.get_sheet_by_index(number).to_python()[3 : 3 + len(table.rows)]
        shown = [[cell for cell in row if cell != ""] for row in rows]
        assert shown == [[str(row[0]), *row[1:]] for row in table.rows]


def test_the_paper_has_the_numbers_of_the_page(counted, chief, sign_in):
    client = sign_in(chief)
    total = client.get(f"{ADDRESS}?quarter=2026-1").context["report"].tables[0].rows[-1]
    content = client.get(f"{ADDRESS}pdf/?quarter=2026-1").content
    pages = pdf.pages(content)
    assert len(pages) == 3 and pdf.faults(content) == []
    assert "".join(f"{one:,}" if isinstance(one, int) else str(one) for one in total) in pages[0].replace(
        " ", ""
    )
    assert "1,234" in pages[2] and "第 3 页 共 3 页" in pages[2]


def test_a_running_quarter_is_a_draft_and_one_that_is_over_is_not(counted, chief, sign_in):
    client = sign_in(chief)
    assert "草稿" in pdf.text(client.get(f"{ADDRESS}pdf/?quarter=2026-1").content)
    assert "草稿" not in pdf.text(client.get(f"{ADDRESS}pdf/?quarter=2025-4").content)


def test_each_file_is_noted(counted, chief, leader, sign_in):
    sign_in(chief).get(f"{ADDRESS}xlsx/?quarter=2026-1")
    assert Entry.objects.get(action="print").detail["quarter"] == "2026-1"
    assert sign_in(leader).get(f"{ADDRESS}pdf/?quarter=2026-1").status_code == 403


def test_a_post_that_has_not_reported_is_said_not_counted_as_none(counted, village, chief, sign_in):
    build.make_village(
        build.make_post(village.memberships.get().post.station, name="第二警务室"), name="第二村委会"
    )
    note = sign_in(chief).get(f"{ADDRESS}?quarter=2026-1").context["report"].tables[2].note
    assert "1" in note and "2" in note


def test_while_no_post_has_reported_there_is_no_number(village, officer, sign_in):
    table = sign_in(officer).get(f"{ADDRESS}?quarter=2026-1").context["report"].tables[2]
    assert {cell for row in table.rows for cell in row[1:]} == {"–"}


def test_the_kinds_add_up(counted, officer, sign_in):
    rows = sign_in(officer).get(f"{ADDRESS}?quarter=2026-1").context["report"].tables[2].rows
    assert rows[-1][1:] == [2, 1_234]


def test_a_station_is_chosen_by_the_county_and_foreign_ones_do_not_exist(
    counted, station, post, elsewhere, bureau, chief, sign_in
):
    other = elsewhere.memberships.get().post
    client = sign_in(bureau)
    own = client.get(f"{ADDRESS}?quarter=2026-1&station={station.pk}").context["report"]
    none = client.get(f"{ADDRESS}?quarter=2026-1&station={other.station_id}").context["report"]
    assert own.tables[0].rows[-1][2] > 0 and none.tables[0].rows[-1][2] == 0
    at_post = sign_in(chief).get(f"{ADDRESS}?quarter=2026-1&post={post.pk}").context["report"]
    assert at_post.tables[0].rows == own.tables[0].rows
    for wrong in (f"post={other.pk}", "station=999999", f"station={station.pk}"):
        assert sign_in(chief).get(f"{ADDRESS}?quarter=2026-1&{wrong}").status_code == 404


@pytest.mark.parametrize("quarter", ["2026-2", "2026-5", "x"])
def test_a_quarter_that_is_none_or_has_not_begun_does_not_exist(quarter, chief, sign_in):
    assert sign_in(chief).get(f"{ADDRESS}?quarter={quarter}").status_code == 404
