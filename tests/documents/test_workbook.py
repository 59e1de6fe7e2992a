"""The work book of a post, the notice about personal data and the card of an officer: read again from the PDF."""

import io
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.models import Entry
from documents import headings, workbook
from ledgers import books
from posts.models import Assignment
from rules.models import DatedValue
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
KEPT = os.environ.get("PAPERS_TO")  # a folder: each paper is written there to be looked at


def read(content: bytes, name: str) -> str:
    if KEPT:
        Path(KEPT, name).write_bytes(content)
    assert pdf.faults(content) == []
    return "".join(pdf.text(content).split())


def photograph() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (600, 800), "#88aacc").save(made, "PNG")
    return SimpleUploadedFile("me.png", made.getvalue(), "image/png")


def test_each_book_of_ledger_rows_has_a_duty_and_a_diligence():
    assert (
        {book.stem for book in books.ledgers()}
        <= headings.OF_BOOK.keys()
        <= {book.stem for book in books.books()}
    )
    assert {one.duty for one in headings.OF_BOOK.values()} == set(headings.Duty)
    assert {one.diligence for one in headings.OF_BOOK.values()} == set(headings.Diligence)


def test_the_work_book_has_each_row_of_the_month_with_its_code_under_its_duty(
    village, post, officer, elsewhere, stranger, sign_in
):
    home = build.make_household(village, number="3组7号", householder="吴试测")
    visit = build.make_visit(village, date(2026, 3, 4), officer, household=home)
    patrol = build.make_patrol(village, date(2026, 3, 5), officer)
    gone = build.make_service(village, date(2026, 3, 6), officer, state="withdrawn", reason="记错了")
    before = build.make_visit(village, date(2026, 2, 4), officer)
    foreign = build.make_visit(elsewhere, date(2026, 3, 4), stranger)
    client = sign_in(officer)
    answer = client.get(f"/papers/posts/{post.pk}/work-book/?month=2026-03")
    text = read(answer.content, "work-book.pdf")
    assert all(one.receipt in text for one in (visit, patrol, gone)) and "作废" in text
    assert before.receipt not in text and foreign.receipt not in text
    places = [text.index(str(duty.label)) for duty in headings.Duty]
    assert places == sorted(places) and "吴试测" in text and "3组7号" in text
    assert (
        text.index("人口管理")
        < text.index(visit.receipt)
        < text.index("治安管理")
        < text.index(patrol.receipt)
    )
    entry = Entry.objects.filter(action="print").latest("pk")
    assert f"打印编号{entry.pk}" in text and entry.detail["month"] == "2026-03"


def test_another_post_has_no_work_book_for_an_officer_and_the_chief_prints_each(
    post, elsewhere, officer, chief, sign_in
):
    other = elsewhere.memberships.get().post
    assert sign_in(officer).get(f"/papers/posts/{other.pk}/work-book/").status_code == 404
    assert sign_in(chief).get(f"/papers/posts/{other.pk}/work-book/").status_code == 404  # of another station
    assert sign_in(chief).get(f"/papers/posts/{post.pk}/work-book/").status_code == 200
    assert sign_in(officer).get(f"/papers/posts/{post.pk}/work-book/?month=2026-04").status_code in {
        302,
        400,
        404,
    }


def test_too_many_rows_are_not_printed(village, post, officer, sign_in, monkeypatch):
    build.make_visit(village, date(2026, 3, 4), officer)
    monkeypatch.setattr(workbook, "MOST_ROWS", 0)
    answer = sign_in(officer).get(f"/papers/posts/{post.pk}/work-book/")
    assert answer.status_code == 503 and not Entry.objects.filter(action="print").exists()


def test_the_monthly_report_is_grouped_by_the_same_table(village, officer, sign_in, march):
    client = sign_in(officer)
    by_goal = client.get("/reports/monthly/").context["sections"]
    by_duty = client.get("/reports/monthly/?by=duty").context["sections"]
    lines = {line.indicator.code for section in by_goal for line in section.lines}
    assert {line.indicator.code for section in by_duty for line in section.lines} == lines
    found = {line.indicator.code: str(section.name) for section in by_duty for line in section.lines}
    assert (found["patrols"], found["good_deeds"], found["talks"]) == ("治安管理", "服务群众", "人口管理")


def test_the_notice_names_who_keeps_the_data_and_the_rights(village, post, officer, sign_in):
    post.phone = "0990-1234567"
    post.save()
    client = sign_in(officer)
    text = read(client.get(f"/papers/villages/{village.pk}/privacy/pdf/").content, "privacy.pdf")
    for words in (
        "个人信息处理告知书",
        "第十七条",
        post.name,
        "0990-1234567",
        "30日内答复",
        "184天",
        "谢绝走访",
    ):
        assert words in text, words
    assert client.get(f"/papers/villages/{village.pk}/privacy/docx/").status_code == 200
    page = client.get(village.get_absolute_url()).content.decode()
    assert f"/papers/villages/{village.pk}/privacy/pdf/" in page


def test_the_card_has_the_photograph_of_this_printing_alone_and_the_pledge_of_the_day(
    village, post, officer, county, sign_in
):
    DatedValue.objects.create(
        code="card.pledge", county=county.code, value=["随叫随到"], unit="words", valid_from=date(2026, 3, 20)
    )
    client, serving = sign_in(officer), Assignment.objects.get(user=officer)
    url = f"/papers/posts/{post.pk}/card/"
    assert "系统不保存" in client.get(url).content.decode()
    answer = client.post(url, {"serving": serving.pk, "photograph": photograph()})
    text = read(answer.content, "card.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert all(words in text for words in ("警民联系卡", officer.name, post.name, "随叫随到", "110"))
    assert b"/DCTDecode" in answer.content
    without = client.post(url, {"serving": serving.pk})
    assert b"/DCTDecode" not in without.content and without.status_code == 200


def test_a_card_of_nobody_and_a_file_that_is_no_picture_are_refused(post, officer, stranger, sign_in):
    client, url = sign_in(officer), f"/papers/posts/{post.pk}/card/"
    elsewhere = Assignment.objects.get(user=stranger)
    assert client.post(url, {"serving": elsewhere.pk}).status_code == 422
    serving = Assignment.objects.get(user=officer)
    broken = SimpleUploadedFile("me.png", b"no picture", "image/png")
    answer = client.post(url, {"serving": serving.pk, "photograph": broken})
    assert answer.status_code == 422 and answer.context["form"].errors["photograph"]
    assert not Entry.objects.filter(action="print").exists()


@pytest.mark.parametrize("sheet", ["visit", "dispute", "patrol"])
def test_each_blank_sheet_fits_a_page_and_has_a_number_that_no_other_has(post, officer, sign_in, sheet):
    client, numbers = sign_in(officer), []
    for _printing in range(2):
        content = client.get(f"/papers/posts/{post.pk}/blanks/{sheet}/?n=3").content
        text = read(content, f"blank-{sheet}.pdf")
        assert len(pdf.pages(content)) == 3 and post.name in text and "系统登记号" in text
        entry = Entry.objects.filter(action="print").latest("pk")
        found = [f"{entry.pk}-{place:02d}" for place in (1, 2, 3)]
        assert all(f"纸单编号{one}" in text for one in found)
        numbers += found
    assert len(set(numbers)) == 6
    assert client.get(f"/papers/posts/{post.pk}/blanks/{sheet}/?n=99").status_code == 200
    assert client.get(f"/papers/posts/{post.pk}/blanks/other/").status_code == 404
    assert (
        f"/papers/posts/{post.pk}/blanks/{sheet}/"
        in client.get(f"/papers/posts/{post.pk}/blanks/").content.decode()
    )
