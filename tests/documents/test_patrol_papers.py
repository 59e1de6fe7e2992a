"""The duty plan of a month for the wall and the labels of checkpoints: read again from the PDF."""

import os
from datetime import date, time
from pathlib import Path

import pytest

from audit.models import Entry
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
KEPT = os.environ.get("PAPERS_TO")  # a folder: each paper is written there to be looked at


def printed(client, url: str, name: str) -> bytes:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    if KEPT:
        Path(KEPT, name).write_bytes(answer.content)
    assert pdf.faults(answer.content) == []
    return answer.content


def squeezed(content: bytes) -> str:
    return "".join(pdf.text(content).split())


def test_the_duty_plan_of_a_month_is_one_sheet(village, officer, sign_in):
    team = build.make_team(village)
    plan = build.make_plan(village, points=5, weekdays=[5, 6], name="冬春夜巡", team=team)
    build.make_plan(village, weekdays=[1], name="护校", starts_at=time(7), ends_at=time(8))
    build.make_plan(village, name="已停", ends_on=date(2026, 2, 1), end_reason="停")
    client = sign_in(officer)
    content = printed(client, f"/papers/plans/{plan.pk}/month/pdf/", "duty_plan.pdf")
    text = squeezed(content)
    assert len(pdf.pages(content)) == 1
    # Eight Fridays and Saturdays and five Mondays of March 2026.
    assert "2026年3月（13次）" in text and "冬春夜巡" in text and "护校" in text and "巡逻队" in text
    assert "已停" not in text and "点1、点2、点3、点4、点5" in text
    other = squeezed(printed(client, f"/papers/plans/{plan.pk}/month/pdf/?month=2026-04", "april.pdf"))
    assert "2026年4月" in other
    assert client.get(f"/papers/plans/{plan.pk}/month/docx/").status_code == 200
    assert Entry.objects.filter(action="print").count() == 3


def test_the_labels_have_each_code_as_letters_and_as_a_picture(village, officer, sign_in):
    points = [build.make_point(village, name=f"第{n}组路灯", place="水塘边") for n in range(9)]
    build.make_point(village, name="已拆", ends_on=date(2026, 3, 1), end_reason="拆除")
    client = sign_in(officer)
    content = printed(client, f"/papers/checkpoints/{points[0].pk}/labels/pdf/", "labels.pdf")
    text = squeezed(content)
    assert all(one.code in text and one.name in text for one in points) and "已拆" not in text
    assert client.get(f"/papers/checkpoints/{points[0].pk}/labels/docx/").status_code == 200


def test_another_post_prints_neither(village, stranger, bureau, sign_in):
    plan = build.make_plan(village)
    for person, status in ((stranger, 404), (bureau, 403)):
        for url in (
            f"/papers/plans/{plan.pk}/month/pdf/",
            f"/papers/checkpoints/{plan.points[0]}/labels/pdf/",
        ):
            assert sign_in(person).get(url).status_code == status
