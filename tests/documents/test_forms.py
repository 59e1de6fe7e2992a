"""Every form of a dispute as PDF and as DOCX: read again with another program, with much in it and with nothing."""

import io
import os
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from disputes.actions import closing
from disputes.models import Agreement, Dispute, Duty
from documents import catalogue, compiling, fonts, papers
from documents.cases import Case
from tests import build
from tests.documents import pdf
from tests.documents.bodies import make_whole

pytestmark = pytest.mark.usefixtures("in_march")
ATTACK = (
    '#let x = 1; *粗* _斜_ $a^2$ [b] {c} \\ "d" `e` <f> @g // h /* i */ ~ --- #sys.inputs '
    "{{ paper.print }} {% if x %}"
)
LONG = "某" * 40
FORMS = pytest.mark.parametrize("form", catalogue.OF_DISPUTE.values(), ids=lambda form: form.code)
KEPT = os.environ.get("PAPERS_TO")  # a folder: each paper is written there to be looked at


def printed(form, case) -> bytes:
    content = papers.one_pdf(form, case, 1, "打印编号 7")
    if KEPT:
        Path(KEPT, f"{form.code}.pdf").write_bytes(content)
    return content


def words(content: bytes) -> str:
    """The text of a DOCX: paragraphs and cells."""
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


@pytest.mark.turns(4)
@FORMS
def test_a_form_is_one_that_can_be_filed(form, village, officer):
    case = Case.of(make_whole(village, officer), officer)
    content = printed(form, case)
    pages = pdf.pages(content)
    assert pdf.faults(content) == []
    assert len(pages) % len(form.plies) == 0 and len(pages) <= 3 * len(form.plies)
    if form.code in ("police_agreement", "on_the_spot"):
        assert len(pages) == len(form.plies)  # a ply is one sheet
    title = form.title if form.heading is None else form.heading
    assert title in pages[0]
    for page in pages:
        assert case.dispute.number_label in page and "打印编号 7" in page and form.title in page
    if form.is_counted:  # each ply has its own pages
        most = len(pages) // len(form.plies)
        said = [f"第 {n % most + 1} 页 共 {most} 页" in page for n, page in enumerate(pages)]
        assert said == [True] * len(pages)


@pytest.mark.turns(4)
@FORMS
def test_a_form_is_printed_empty_for_the_pen(form, village, officer):
    case = Case.of(build.make_dispute(village, by=officer, summary=""), officer)
    content = printed(form, case)
    assert pdf.faults(content) == [] and "None" not in pdf.text(content)


@pytest.mark.turns(4)
@FORMS
def test_twenty_parties_with_long_names_and_long_texts_stay_on_their_pages(form, village, officer):
    text = "第一段。" + "长话短说" * 1_200 + "\n最后一段"
    case = Case.of(make_whole(village, officer, parties=20, text=text[:4_990] + "完毕", name=LONG), officer)
    content = printed(form, case)
    assert pdf.faults(content) == []
    if form.code == "minutes":
        assert "完毕" in pdf.text(content) and len(pdf.pages(content)) > 5


@pytest.mark.turns(4)
@FORMS
def test_what_was_typed_is_never_markup(form, village, officer):
    case = Case.of(make_whole(village, officer, text=ATTACK, name='王#*$[\\"明'), officer)
    shown = pdf.text(printed(form, case)).replace(" ", "")
    filled = words(papers.one_docx(form, case, 1, "打印编号 7", None)).replace(" ", "")
    uses = any(
        f"{{{{ {fact} }}}}" in str(form.layout) for fact in ("summary", "terms", "claims", "asked", "note")
    )
    for text in (shown, filled):
        assert (ATTACK.replace(" ", "") in text) == uses


@pytest.mark.turns(4)
@FORMS
def test_pdf_and_docx_say_the_same(form, village, officer):
    case = Case.of(make_whole(village, officer), officer)
    [facts, *_more] = catalogue.offered(form, case)
    shown = squeezed(pdf.text(printed(form, case)))
    filled = squeezed(words(papers.one_docx(form, case, 1, "打印编号 7", None)))
    said = {text for text in leaves(facts) if text and len(text) > 3 and "　" not in text}
    for text in said:
        assert (squeezed(text) in shown) == (squeezed(text) in filled), text


def squeezed(text: str) -> str:
    return "".join(text.split())


def leaves(facts) -> list[str]:
    found = []
    for name, value in vars(facts).items():
        if name != "paper":  # in head and foot
            found += (
                [text for one in value for text in leaves(one)] if isinstance(value, list) else [str(value)]
            )
    return found


def test_the_attack_is_fonts_safe_and_a_missing_character_is_marked(village, officer):
    dispute = make_whole(village, officer, name="王𰻝😀")
    text = pdf.text(printed(catalogue.BY_CODE["agreement"], Case.of(dispute, officer)))
    assert f"王{fonts.MISSING}{fonts.MISSING}" in text and "请手写补正" in text


def test_rare_names_are_printed(village, officer):
    dispute = make_whole(village, officer, name="䶮㛃𬱖𬭚喆堃")
    assert "䶮㛃𬱖𬭚喆堃" in pdf.text(printed(catalogue.BY_CODE["agreement"], Case.of(dispute, officer)))


def test_the_whole_file_in_order_with_contents(village, officer):
    case = Case.of(make_whole(village, officer, sessions=2), officer)
    forms = papers.case_file(case)
    content = papers.pdf(forms, case, "打印编号 7")
    if KEPT:
        Path(KEPT, "file.pdf").write_bytes(content)
    pages = pdf.pages(content)
    assert pdf.faults(content) == []
    assert [form.code for form in forms] == [
        "cover", "contents", "acceptance", "notice", "identity", "investigation", "minutes", "agreement", "performance",
        "follow_up", "confirmation", "note", "back",
    ]  # fmt: skip
    counted = [page for page in pages if "页 共" in page]
    assert [f"第 {n} 页 共 {len(counted)} 页" in page for n, page in enumerate(counted, 1)] == [True] * len(
        counted
    )
    assert "页 共" not in pages[0] + pages[1] + pages[-1]
    assert pages[1].count("人民调解记录") == 2
    with pypdfium2.PdfDocument(content) as file:  # a bookmark for each paper with a title
        marks = [mark.get_title() for mark in file.get_toc()]
    assert marks[:3] == ["人民调解卷宗", "卷内目录", "人民调解受理登记表"] and len(marks) >= len(forms)
    alone = pdf.pages(
        papers.one_pdf(catalogue.BY_CODE["contents"], case, 1, "")
    )  # the same lines, as a form of its own
    assert squeezed(alone[0]).split("备注")[1][:200] == squeezed(pages[1]).split("备注")[1][:200]


@pytest.mark.parametrize(
    ("form", "shown"), [("oral", "人民调解口头协议登记表"), ("written", "人民调解协议书"), ("", "")]
)
def test_the_file_has_the_agreement_that_the_dispute_names(form, shown, village, officer):
    stage = {"stage": "agreed", "handled_on": date(2026, 3, 2)} if form else {}
    dispute = build.make_dispute(village, date(2026, 3, 1), officer, agreement=form, **stage)
    titles = [one.title for one in papers.case_file(Case.of(dispute, officer)) if "协议" in one.title]
    assert titles == ([shown] if shown else [])


def test_contents_name_the_page_on_which_a_paper_begins(village, officer):
    case = Case.of(make_whole(village, officer, text="长话短说" * 900), officer)
    pages = pdf.pages(papers.pdf(papers.case_file(case), case, "打印编号 7"))
    first = next(page for page in pages if "人民调解记录" in page and "各方陈述" in page)
    number = first.split("第 ")[-1].split(" 页")[0]
    assert f"人民调解记录{case.dispute.number_label}{number}—" in pages[1].replace(" ", "")


def test_a_draft_says_so_on_each_page_and_a_final_one_does_not(village, officer):
    dispute = make_whole(village, officer)
    form = catalogue.BY_CODE["agreement"]
    assert "草稿" not in pdf.text(printed(form, Case.of(dispute, officer)))
    dispute.agreement_set.update(is_final=False)
    assert all("草稿" in page for page in pdf.pages(printed(form, Case.of(dispute, officer))))


def test_a_withdrawn_dispute_prints_as_void(village, officer):
    dispute = build.make_dispute(village, by=officer, state="withdrawn")
    assert "作废" in pdf.text(printed(catalogue.BY_CODE["acceptance"], Case.of(dispute, officer)))


def test_a_form_takes_less_than_a_second_by_the_clock(village, officer):
    case = Case.of(make_whole(village, officer, parties=6, text="长话短说" * 1_200), officer)
    started = os.times().elapsed
    papers.one_pdf(catalogue.BY_CODE["minutes"], case, 1, "打印编号 7")
    assert os.times().elapsed - started < 3  # a fifth of it on a quiet machine


def test_a_template_that_fails_is_reported_with_its_cause():
    with pytest.raises(compiling.Unprintable, match="forms"):
        compiling.pdf("forms", {"print": "", "papers": [{}]})


def test_every_page_can_be_drawn(village, officer):
    case = Case.of(make_whole(village, officer), officer)
    with pypdfium2.PdfDocument(papers.pdf(catalogue.OF_DISPUTE.values(), case, "打印编号 7")) as file:
        for page in file:
            picture = page.render(scale=0.3).to_pil().convert("L")
            assert picture.getextrema()[0] < 170 and picture.getextrema()[1] == 255


def test_a_party_of_the_register_has_its_address_on_what_is_signed(village, officer):
    """人民调解法 29, 程序规定 184; hidden from the other sides it is a line for the pen."""
    home, other = (build.make_household(village, number=number) for number in ("3组14号", "5组26号"))
    dispute = make_whole(village, officer)
    first, second = dispute.party_set.all()
    for party, place in ((first, home), (second, other)):
        party.resident = build.make_resident(place)
        party.save()
    second.hides_address = True
    second.save()
    case = Case.of(dispute, officer)
    for code in ("acceptance", "agreement", "oral", "police_agreement", "on_the_spot", "confirmation"):
        form = catalogue.BY_CODE[code]
        for text in (pdf.text(printed(form, case)), words(papers.one_docx(form, case, 1, "", None))):
            assert f"{village.town}{village}3组14号" in text and "5组26号" not in text, code


@pytest.mark.parametrize("procedure", ["people", "police"])
def test_the_file_of_what_was_taken_up_again_keeps_the_first_agreement(procedure, village, officer):
    host = {"host": "police", "act": "beating"} if procedure == "police" else {}
    dispute = make_whole(village, officer, text="头一次协议", procedure=procedure, **host)
    first = dispute.agreement_set.get()
    moved = Duty.objects.create(
        dispute=dispute,
        agreement=first,
        what="修好水渠",
        due_on=date(2026, 3, 28),
        who=dispute.party_set.first(),
    )
    closing.reopen(dispute, "一方反悔", by=officer)
    case = Case.of(Dispute.objects.get(), officer)
    codes = [form.code for form in papers.case_file(case)]
    assert ("police_agreement" if procedure == "police" else "agreement") in codes
    second = Agreement.objects.create(
        dispute=dispute, form="written", is_final=True, terms="第二次协议", effective_on=date(2026, 3, 20),
        recorded_by=officer,
    )  # fmt: skip
    Duty.objects.filter(pk=moved.pk).update(agreement=second, what="改为修桥")
    case = Case.of(Dispute.objects.get(), officer)
    content = papers.pdf(papers.case_file(case), case, "打印编号 7")
    if KEPT:
        Path(KEPT, f"again-{procedure}.pdf").write_bytes(content)
    text = squeezed(pdf.text(content))
    for said in ("头一次协议", "第二次协议", "前次", "一方反悔", "修好水渠", "改为修桥"):
        assert said in text, said
    numbered = [page for page in pdf.pages(content) if "页 共" in page]
    assert [f"第 {n} 页 共 {len(numbered)} 页" in page for n, page in enumerate(numbered, 1)] == [True] * len(
        numbered
    )
    form = catalogue.BY_CODE["police_agreement" if procedure == "police" else "agreement"]
    assert papers.titles(form, case) == [f"{form.title}（前次，2026年3月2日）", form.title]
