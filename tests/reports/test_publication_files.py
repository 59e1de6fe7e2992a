"""A publication can be taken out: as an official table on paper, as a workbook, for programs, and signed."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from audit.models import Entry
from documents import publications
from indicators import publication_file, publish, signing
from indicators.models import Publication
from jobs import run
from jobs.models import Job
from reports import exports
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")
CODES = ["公式=1+1村委会", "第二村委会"]


@pytest.fixture
def published(village, elsewhere, post, county, officer, bureau, february):
    build.make_village(post, "=1+1村委会")
    build.attest(village, february, by=bureau)
    for day in (2, 3, 4):
        build.make_patrol(village, date(2026, 2, day))
    done = publish.freeze(county, february, by=bureau, reason="上级催报")
    signing.sign_all()
    return done


def asked(client, monkeypatch, publication, form):
    monkeypatch.setattr(run, "hint", lambda job: None)
    answer = client.post(
        "/reports/export/", {"list": "publication", "publication": publication.pk, "format": form}
    )
    assert answer.status_code == 302, answer.status_code
    job = Job.objects.latest("asked_at")
    run.perform(str(job.pk), exports.write_publication)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job.file


def test_the_paper_is_an_official_table(published, bureau, sign_in, monkeypatch):
    content = bytes(asked(sign_in(bureau), monkeypatch, published, "pdf").content)
    assert pdf.faults(content) == []
    pages = pdf.pages(content)
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page and "已发布" in page
        assert "2026年2月" in page and published.sha256[:12] in page
    whole = "".join(pages)
    for word in ("表号：驻警统01表", "计量单位", "制表：", "审核：", "签发：", "审批通过 0/2", "上级催报", "Ed25519",
                 "五无", "手工填报", bureau.name):  # fmt: skip
        assert word in whole, word
    assert "更正说明" not in whole


@pytest.mark.parametrize(
    ("row", "shape", "cells"),
    [
        (["patrol_interval", "312.58", None, "value", None], "median", [Decimal("312.6"), None, None]),
        (["response_days", 5, None, "value", None], "median", [5, None, None]),
        (["duty_days", 320, "295.714286", "met", None], "of", [320, Decimal("295.7"), None]),
        (["visit_target", 751, "690.000000", "met", None], "of", [751, 690, None]),
        (["visibility_met", 1, 32, "value", None, 3], "rate", [1, 32, Decimal("3.13")]),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_paper_has_the_digits_of_the_page(row, shape, cells):
    assert publications._parts(row, shape) == cells


def test_a_restatement_says_on_paper_that_it_corrects(
    published, village, county, bureau, sign_in, monkeypatch
):
    build.make_patrol(village, date(2026, 2, 9), is_late=True, reason="纸质台账补录")
    second = publish.restate(county, published.month, "补录巡逻", by=bureau)
    whole = pdf.text(bytes(asked(sign_in(bureau), monkeypatch, second, "pdf").content))
    assert "更正说明" in whole and "补录巡逻" in whole and "第 1 次更正" in whole and "待签名" in whole


def test_the_workbook_has_numbers_as_numbers_and_villages_with_town_and_code(
    published, village, bureau, sign_in, monkeypatch
):
    content = bytes(asked(sign_in(bureau), monkeypatch, published, "xlsx").content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("村（月）").to_python()
    (line,) = [row for row in rows if row[0] == village.code]
    assert line[1:3] == [village.name, village.town.name]
    assert line[3:7] == [1, 1, 0, 0] and all(isinstance(cell, int | float) for cell in line[3:7])
    assert any("'=1+1村委会" in map(str, row) for row in rows)
    county = book.get_sheet_by_index(0).to_python()
    (patrols,) = [row for row in county if row[0] == "巡逻"]
    assert patrols[2] == 3
    about = book.get_sheet_by_name("说明").to_python()
    said = "\n".join(" ".join(map(str, row)) for row in about)
    assert "已发布" in said and published.sha256 in said and bureau.name in said and "无手工填数" in said


def test_rows_for_programs(published, village, bureau, sign_in, monkeypatch):
    text = bytes(asked(sign_in(bureau), monkeypatch, published, "csv").content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.split("\n\n")[0])))
    (one,) = [row for row in rows if row["code"] == village.code and row["indicator"] == "patrols"
              and row["period"] == "2026-02"]  # fmt: skip
    assert (one["numerator"], one["state"], one["town"]) == ("3", "已发布", village.town.name)
    (met,) = [row for row in rows if row["code"] == village.code and row["indicator"] == "five_none"
              and row["period"] == "2026-02"]  # fmt: skip
    assert (met["figure_state"], met["percent"]) == ("met", "100.00")


def test_the_signed_file_is_whole_for_each_reader_and_holds_the_own_places(
    published, elsewhere, bureau, chief, sign_in, monkeypatch
):
    for user, is_all in ((bureau, True), (chief, False)):
        file = json.loads(bytes(asked(sign_in(user), monkeypatch, published, "json").content))
        assert publication_file.problems(file, signing.public_keys()) == []
        assert (elsewhere.name in {one["name"] for one in file["places"]}) is is_all


def test_the_code_on_paper_is_verified_without_the_registry(published, capsys):
    text = publications.code_text(published, signing.signature_of(published))
    key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    assert publication_file.main(["--qr", text, "--key", key]) == 0
    assert published.sha256 in capsys.readouterr().out
    assert publication_file.main(["--qr", text.replace(published.sha256, "0" * 64), "--key", key]) == 1
    assert publication_file.main(["--qr", "nonsense", "--key", key]) == 1
    runs = publications.dark_runs(text)
    assert runs["size"] > 20 and all(column + width <= runs["size"] for column, _row, width in runs["runs"])


def test_an_export_is_noted_and_needs_rights(published, officer, leader, bureau, sign_in, monkeypatch):
    asked(sign_in(bureau), monkeypatch, published, "csv")
    assert Entry.objects.filter(action="export", detail__book="publication").count() == 1
    given = {"list": "publication", "publication": published.pk, "format": "csv"}
    assert sign_in(officer).post("/reports/export/", given).status_code == 403
    assert sign_in(leader).post("/reports/export/", given).status_code == 403
    assert sign_in(bureau).post("/reports/export/", given | {"format": "exe"}).status_code == 400
    assert sign_in(bureau).post("/reports/export/", given | {"publication": 999_999}).status_code == 400
    far = build.make_user("far", "county", build.make_county(name="他县", code="990902"))
    assert sign_in(far).post("/reports/export/", given).status_code == 400


def test_a_publication_of_before_has_no_files(county, bureau, sign_in, february):
    old = Publication.objects.create(
        county=county, month=february, sha256="0" * 64, published_by=bureau, figures=[]
    )
    page = sign_in(bureau).get(old.get_absolute_url())
    assert page.status_code == 200 and page.context["formats"] == ()


def test_the_monthly_report_says_whether_it_is_published_and_what_was_typed(
    published, bureau, sign_in, monkeypatch
):
    def report(month):
        monkeypatch.setattr(run, "hint", lambda job: None)
        sign_in(bureau).post("/reports/export/", {"list": "monthly", "month": month, "format": "xlsx"})
        job = Job.objects.latest("asked_at")
        run.perform(str(job.pk), exports.write_month)
        job.refresh_from_db()
        book = CalamineWorkbook.from_filelike(io.BytesIO(bytes(job.file.content)))
        return job.file.name, str(book.get_sheet_by_name(book.sheet_names[-1]).to_python())

    name, said = report("2026-02")
    assert "已发布" in name and "已发布" in said and bureau.name in said and "手工填报" in said
    name, said = report("2026-03")
    assert "未发布" in name and "未发布" in said
