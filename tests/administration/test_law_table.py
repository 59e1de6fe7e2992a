"""The legal rows as the lawyer of the county reads them."""

from datetime import date

import pytest

from access import scope
from administration.county_rules.actions import set_rule
from policies.acting import acting
from rules.declared import BY_CODE
from rules.law import LEGAL

pytestmark = pytest.mark.usefixtures("in_march")


def page(client, query=""):
    answer = client.get(f"/rules/law/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_row_stands_in_the_table_with_its_article(auditor, sign_in):
    html = page(sign_in(auditor))
    assert [one.id for one in LEGAL if one.rule not in html or one.article not in html] == []
    assert html.count('<th scope="row">') == len(LEGAL)


@pytest.mark.parametrize(("day", "article", "other"), [
    ("2025-12-30", "治安法(2012) 99", "治安法 118"), ("2026-01-02", "治安法 118", "治安法(2012) 99")
])  # fmt: skip
def test_a_day_chooses_the_versions(officer, sign_in, day, article, other):
    html = page(sign_in(officer), f"?on={day}")
    assert article in html and other not in html


def test_a_day_that_is_none_shows_all(officer, sign_in):
    assert page(sign_in(officer), "?on=2026-02-30").count('<th scope="row">') == len(LEGAL)


def test_a_rule_of_the_county_has_its_value_and_no_article(bureau, sign_in):
    rule = BY_CODE["dispute.violence_stop"][0]
    with acting(scope.acting_as(bureau)):
        set_rule(rule, 1, date(2026, 3, 20), by=bureau, source="县公安局〔2026〕12号")
    html = page(sign_in(bureau), "?on=2026-03-21")
    row = html[html.index("本县对家庭暴力不作调解") :].partition("</tr>")[0]
    assert "县局设定" in row and "2026-03-20" in row and f"/rules/{rule.code}/" in row


def test_the_same_value_takes_a_paper_and_nothing_else(bureau):
    rule = BY_CODE["dispute.violence_stop"][0]
    with acting(scope.acting_as(bureau)), pytest.raises(Exception, match="现值已是这个数"):
        set_rule(rule, 1, date(2026, 3, 20), by=bureau)


def test_what_is_second_hand_is_said_to_warn(officer, sign_in):
    html = page(sign_in(officer))
    row = html[html.index("法律规定由专门机关管辖") :].partition("</tr>")[0]
    assert "提醒" in row and "停止" not in row.replace("只提醒", "")
