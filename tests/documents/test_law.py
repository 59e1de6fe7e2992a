"""Sentences of the law on paper: the version of the day, with the article written out."""

import re
from datetime import date

import pytest

from documents import catalogue, law, papers
from documents.cases import Case
from rules.law import LEGAL
from tests.documents import pdf
from tests.documents.bodies import make_whole

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.mark.parametrize(
    ("article", "written"),
    [
        ("人民调解法 29 ¶2", "人民调解法第29条第2款"),
        ("人民调解法 28, 30", "人民调解法第28条、第30条"),
        ("治安法 9 ¶3; 程序规定 185", "治安管理处罚法第9条第3款、公安机关办理行政案件程序规定第185条"),
        ("个人信息保护法 28–31", "个人信息保护法第28条至第31条"),
        ("治安法 9 ¶2–3, 10(2)", "治安管理处罚法第9条第2款至第3款、第10条第2项"),
        ("民诉法解释 353, 354", "最高人民法院关于适用民事诉讼法的解释第353条、第354条"),
    ],
)
def test_an_article_is_written_out(article, written):
    assert law.cited(article) == written


def test_every_article_of_the_law_is_written_with_all_its_numbers():
    named = [row for row in LEGAL if row.article]
    cut = [
        (row.article, law.cited(row.article))
        for row in named
        if re.findall(r"\d+", row.article) != re.findall(r"\d+", law.cited(row.article))
    ]
    assert len(named) > 60 and cut == []


def test_the_law_of_the_day_is_printed(village, officer):
    """Breach of a police agreement: 程序规定 185 until 2025, 治安法 9 from 2026 on."""
    dispute = make_whole(village, officer, procedure="police", host="police", filed_on=date(2025, 12, 30))
    form = catalogue.BY_CODE["police_agreement"]
    old = pdf.text(papers.one_pdf(form, Case.of(dispute, officer), 1, ""))
    dispute.filed_on = date(2026, 1, 2)
    new = pdf.text(papers.one_pdf(form, Case.of(dispute, officer), 1, ""))
    assert "治安管理处罚法第9条" not in old and "程序规定第185条" in old
    assert "治安管理处罚法第9条第3款" in new


def test_the_notice_names_rights_and_duties(village, officer):
    case = Case.of(make_whole(village, officer), officer)
    text = pdf.text(papers.one_pdf(catalogue.BY_CODE["notice"], case, 1, ""))
    for part in ("人民调解法第23条", "人民调解法第24条", "人民调解法第17条", "（四）", "民事诉讼法第205条"):
        assert part in text


def test_a_day_before_the_law_has_its_first_version():
    assert law.sentence("jc.30", date(2001, 1, 1)) == law.sentence("jc.30", date(2011, 1, 1))
