"""The ledgers printed as the paper books that they replace."""

import io
import zipfile
from datetime import date

import pytest

from audit.models import Entry
from disputes.models import Dispute
from documents import registers
from jobs import run
from jobs.models import Job
from ledgers import books
from reports import exports
from tests import build
from tests.documents import pdf
from tests.documents.bodies import make_whole

pytestmark = pytest.mark.usefixtures("in_march")


def printed(client, monkeypatch, **given) -> Job:
    """Ask for a register and do the work as the worker would."""
    monkeypatch.setattr(run, "hint", lambda job: None)
    client.post("/reports/export/", {"list": "disputes:dispute-list", "format": "pdf", "query": ""} | given)
    job = Job.objects.latest("asked_at")
    run.perform(str(job.pk), exports.write_list)
    job.refresh_from_db()
    return job


def test_a_full_page_keeps_the_width_of_days_and_codes():
    """Of a page that wants more than it has: words are broken into more lines, a day can not be."""
    heads = ["登记号", "日期", "双方", "纠纷事实与争议", "下一日期", "办结日期", *["办理方式"] * 9]
    row = [
        "JF261128-000483",
        "2026-11-28",
        "甲试 – 乙试",
        "两家" * 20,
        "",
        "2026-11-28",
        *["不予调解，告知途径"] * 9,
    ]
    most = registers.widths([heads, *[row] * 20, [*row[:4], "2026-12-02", *row[5:]]])
    assert sum(most) <= registers.PAGE
    assert most[0] >= 15 + registers.PADDING and min(most[1], most[4], most[5]) >= 10 + registers.PADDING


def test_the_rows_under_the_filters_with_their_codes(
    village, elsewhere, officer, stranger, sign_in, monkeypatch
):
    mine = build.make_dispute(village, date(2026, 3, 2), by=officer)
    before = build.make_dispute(village, date(2026, 2, 2), by=officer)
    foreign = build.make_dispute(elsewhere, date(2026, 3, 2), by=stranger)
    content = bytes(printed(sign_in(officer), monkeypatch, query="month=2026-03").file.content)
    [page] = pdf.pages(content)
    assert "纠纷调处登记簿" in page and mine.receipt in page and "第 1 页 共 1 页" in page
    assert before.receipt not in page and foreign.receipt not in page
    assert pdf.faults(content) == []


def test_the_register_of_disputes_has_what_the_paper_book_had(
    village, officer, person_of, sign_in, monkeypatch
):
    """Matter, procedure, form of the agreement, performance: of who sees names; of others neither words nor parties."""
    row = make_whole(village, officer, text="围墙越界")
    for who in (officer, person_of("county")):
        client = sign_in(who)
        text = pdf.text(bytes(printed(client, monkeypatch).file.content)).replace(" ", "")
        assert text.count("编号") - text.count("打印编号") == 1 and "登记号" in text
        assert all(head in text for head in ("纠纷事实与争议", "办理方式", "协议形式", "履行"))
        assert row.number_label in text and "人民调解" in text and "书面" in text
        named = who == officer
        assert ("围墙越界" in text) == ("曾小明" in text) == ("已履行" in text) == named
    closed = build.make_dispute(village, date(2026, 2, 2), by=officer)
    Dispute.objects.filter(pk=closed.pk).update(stage="failed", result="未谈成", handled_on=date(2026, 3, 3))
    assert (
        pdf.faults(bytes(printed(sign_in(officer), monkeypatch).file.content)) == []
    )  # no cell runs into another
    row.duty_set.update(state="broken")
    assert "未履行" in pdf.text(bytes(printed(sign_in(officer), monkeypatch).file.content))
    page = sign_in(officer).get("/disputes/").content.decode()
    assert "围墙越界" not in page and "协议形式" not in page.partition("<table")[2]


def test_a_printing_is_on_the_trail_and_the_paper_names_the_entry(village, officer, sign_in, monkeypatch):
    build.make_dispute(village, date(2026, 3, 2), by=officer)
    content = bytes(printed(sign_in(officer), monkeypatch).file.content)
    entry = Entry.objects.get(action="print")
    assert (entry.actor_id, entry.detail["rows"], entry.detail["form"]) == (officer.pk, 1, "纠纷调处登记簿")
    assert f"打印编号 {entry.pk}-1" in pdf.text(content)


@pytest.mark.parametrize(("role", "shown"), [("officer", "曾小明"), ("county", "曾**")])
def test_a_name_that_the_list_hides_is_hidden_on_paper(
    role, shown, village, officer, person_of, sign_in, monkeypatch
):
    household = build.make_household(village, householder="曾小明")
    build.make_visit(village, date(2026, 3, 2), household=household, by=officer)
    job = printed(sign_in(person_of(role)), monkeypatch, list="residents:visit-list")
    text = pdf.text(bytes(job.file.content))
    assert shown in text and ("曾小明" in text) == (shown == "曾小明")


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
def test_domestic_violence_is_in_no_file_not_even_of_who_sees_it(
    form, village, officer, sign_in, monkeypatch
):
    violent = {"violence": "yes", "is_protected": True, "procedure": "protected", "kind": "marriage"}
    build.make_dispute(village, date(2026, 3, 2), officer, **violent)
    client = sign_in(officer)
    assert "2026-03-02" in client.get("/disputes/").content.decode()
    job = printed(client, monkeypatch, format=form)
    assert job.result == {"rows": 0}


def test_a_file_ends_with_the_protection_of_a_dispute_in_it(
    village, officer, person_of, sign_in, monkeypatch
):
    """Made before, for whoever sees the dispute afterwards and who does not; one of other disputes stays."""
    late = build.make_dispute(village, date(2026, 3, 2), by=officer)
    build.make_dispute(village, date(2026, 2, 2), by=officer)
    for who in (officer, person_of("clerk"), person_of("chief"), person_of("county")):
        client = sign_in(who)
        kinds = ("pdf", "xlsx", "csv")
        asked = [printed(client, monkeypatch, format=one, query="month=2026-03") for one in kinds]
        other = printed(client, monkeypatch, query="month=2026-02")
        assert [client.get(f"/tasks/{one.pk}/file/").status_code for one in [*asked, other]] == [200] * 4
        Dispute.objects.filter(pk=late.pk).update(violence="yes", procedure="protected", is_protected=True)
        for one in asked:
            assert client.get(f"/tasks/{one.pk}/file/").status_code == 404
            assert "不再列入文件" in client.get(f"/tasks/{one.pk}/").content.decode()
        assert client.get(f"/tasks/{other.pk}/file/").status_code == 200
        Dispute.objects.filter(pk=late.pk).update(violence="no", procedure="people", is_protected=False)


def test_files_say_that_protected_disputes_are_in_none_and_the_page_how_many_rows_they_have(
    village, officer, sign_in, monkeypatch
):
    violent = {"violence": "yes", "is_protected": True, "procedure": "protected", "kind": "marriage"}
    build.make_dispute(village, date(2026, 3, 2), officer, **violent)
    build.make_dispute(village, date(2026, 3, 2), by=officer)
    client, said = sign_in(officer), "受保护的纠纷不在此列"
    foot = client.get("/disputes/").content.decode()
    assert said not in foot and "文件含 1 行" in foot
    assert said in pdf.text(bytes(printed(client, monkeypatch).file.content))
    assert said in bytes(printed(client, monkeypatch, format="csv").file.content).decode("utf-8-sig")
    assert said not in bytes(
        printed(client, monkeypatch, format="csv", list="residents:visit-list").file.content
    ).decode("utf-8-sig")


def test_an_empty_register_has_a_page_with_lines(village, officer, sign_in, monkeypatch):
    content = bytes(printed(sign_in(officer), monkeypatch).file.content)
    assert len(pdf.pages(content)) == 1 and pdf.faults(content) == []


def test_more_rows_than_a_volume_takes_come_as_volumes(village, officer, sign_in, monkeypatch):
    monkeypatch.setattr(registers, "VOLUME", 2)
    rows = [build.make_dispute(village, date(2026, 3, day), by=officer) for day in (2, 3, 4)]
    job = printed(sign_in(officer), monkeypatch)
    with zipfile.ZipFile(io.BytesIO(bytes(job.file.content))) as archive:
        volumes = [pdf.text(archive.read(name)) for name in archive.namelist()]
    assert [sum(row.receipt in volume for row in rows) for volume in volumes] == [2, 1]
    assert "第 2 册 共 2 册" in volumes[1]


def test_too_many_rows_are_refused_with_their_number(village, officer, sign_in, monkeypatch):
    monkeypatch.setattr(registers, "MOST_ROWS", 0)
    build.make_dispute(village, date(2026, 3, 2), by=officer)
    job = printed(sign_in(officer), monkeypatch)
    assert job.state == Job.State.FAILED and "1" in job.error


def test_each_printed_book_prints_its_own_page(village, officer, sign_in, monkeypatch):
    client = sign_in(officer)
    for book in [book for book in books.books() if book.paper]:
        job = printed(client, monkeypatch, list=book.url_name("list"))
        assert book.paper in pdf.text(bytes(job.file.content)).replace(" ", "")


def test_a_list_without_a_paper_book_is_not_printed(officer, sign_in):
    asked = {"list": "residents:household-list", "format": "pdf", "query": ""}
    assert sign_in(officer).post("/reports/export/", asked).status_code == 400
