"""The notice of a hazard with its answer to tear off, and the problem list of a village: read again from the PDF."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from audit.models import Entry
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("in_march")
ATTACK = '#let x = 1; *粗* $a^2$ [b] {{ paper.print }} {% if x %} "d"'
KEPT = os.environ.get("PAPERS_TO")  # a folder: each paper is written there to be looked at


def printed(client, url: str, name: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    if KEPT:
        Path(KEPT, name).write_bytes(answer.content)
    return pdf.text(answer.content).replace("\n", "").replace(" ", "")


def test_the_notice_is_one_sheet_with_an_answer_to_tear_off(village, officer, sign_in):
    row = build.make_hazard(
        village,
        timezone.localdate(),
        officer,
        what=ATTACK,
        place="村小学门口",
        people_harmed=8,
        responsible="供电所",
    )
    client = sign_in(officer)
    text = printed(client, f"/papers/hazards/{row.pk}/pdf/", "notice.pdf")
    assert all(
        one in text
        for one in ("隐患整改通知书", "供电所", "已伤8人", "隐患整改答复单", "沿此线撕下寄回", row.receipt)
    )
    assert ATTACK.replace(" ", "") in text
    assert len(pdf.pages(client.get(f"/papers/hazards/{row.pk}/pdf/").content)) == 1
    assert client.get(f"/papers/hazards/{row.pk}/docx/").status_code == 200
    assert Entry.objects.filter(action="print").count() == 3


def test_the_problem_list_of_a_village_has_what_is_open(village, officer, sign_in):
    today = timezone.localdate()
    for n in range(40):
        build.make_hazard(
            village,
            today - timedelta(days=n),
            officer,
            kind="light",
            place=f"{n}组路口",
            what="路灯不亮，晚上学生要走",
        )
    gone = build.make_hazard(village, today, officer, place="已撤", state="withdrawn")
    client = sign_in(officer)
    text = printed(client, f"/papers/villages/{village.pk}/pdf/", "problems.pdf")
    assert "40件（逾期32件）" in text and "39组路口" in text and gone.place not in text
    assert client.get(f"/papers/hazards/{gone.pk}/pdf/").status_code == 404
    page = client.get(f"/organisation/villages/{village.pk}/").content.decode()
    assert f"/papers/villages/{village.pk}/pdf/" in page and "问题清单" in page


def test_another_post_prints_neither(village, officer, stranger, bureau, sign_in):
    row = build.make_hazard(village, timezone.localdate(), officer)
    for person, status in ((stranger, 404), (bureau, 403)):
        for url in (f"/papers/hazards/{row.pk}/pdf/", f"/papers/villages/{village.pk}/pdf/"):
            assert sign_in(person).get(url).status_code == status
