"""Labels for doors, the households that are not entered whole, the sheet of a post: read again from the PDF."""

import os
from datetime import date
from pathlib import Path

import pytest

from audit.models import Entry
from documents import filling
from documents.layouts import villages
from posts.models import PostFile, VillageProfile
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


def test_a_sheet_has_24_labels_that_name_nobody(village, officer, sign_in):
    homes = [
        build.make_household(village, number=f"{n % 3 + 1}组{n}号", householder="吴试测")
        for n in range(1, 26)
    ]
    build.make_household(village, number="9组9号", closed_on=date(2026, 3, 1))
    client = sign_in(officer)
    content = printed(client, f"/papers/villages/{village.pk}/doors/pdf/", "doors.pdf")
    text, pages = squeezed(content), pdf.pages(content)
    assert len(pages) == 2 and all("".join(one.number.split()) in text for one in homes)
    assert "9组9号" not in text and "吴试测" not in text
    assert pages[1].count("扫码登记") == 1
    alone = f"/papers/villages/{village.pk}/doors/pdf/?household={homes[3].pk}"
    assert squeezed(printed(client, alone, "door.pdf")).count("扫码登记") == 1
    page = client.get(homes[3].get_absolute_url()).content.decode()
    assert alone in page
    assert Entry.objects.filter(action="print").count() == 2


def test_a_label_leads_to_the_visit_of_its_household_after_signing_in(village, officer, client, sign_in):
    home = build.make_household(village)
    of = villages.OfDoors(
        village, [home], {home.pk: f"http://testserver/residents/visits/new/?household={home.pk}"}
    )
    (facts,) = villages.doors(of)
    address = facts.doors[0].address
    (label,) = filling.filled(villages.DOORS, facts)[1]["labels"]
    assert label["size"] > 20 and label["path"].startswith("M0 0.5h7M") and address not in label["text"]
    asked = client.get(address)
    assert asked.status_code == 302 and f"household%3D{home.pk}" in asked.url.replace(
        "?household=", "%3Fhousehold%3D"
    )
    form = sign_in(officer).get(address).context["form"]
    assert str(form["household"].value()) == str(home.pk)


def test_what_is_not_entered_whole_stands_in_walking_order(village, officer, sign_in):
    for number, members in (("1组10号", 3), ("1组2号", 2), ("2组1号", 1)):
        home = build.make_household(village, number=number, members=members)
        build.make_resident(home)
    client = sign_in(officer)
    content = printed(client, f"/papers/villages/{village.pk}/incomplete/pdf/", "incomplete.pdf")
    text = squeezed(content)
    assert text.index("1组2号") < text.index("1组10号") and "2组1号" not in text
    assert "2户，缺3人" in text and len(pdf.pages(content)) == 1
    assert client.get(f"/papers/villages/{village.pk}/incomplete/docx/").status_code == 200
    shown = client.get(village.get_absolute_url()).content.decode()
    assert f"/papers/villages/{village.pk}/incomplete/pdf/" in shown and "/doors/pdf/" in shown


def test_the_sheet_of_a_post_says_what_is_there_and_what_lacks(village, post, officer, chief, sign_in):
    day = date(2026, 3, 1)
    there = ["office", "mediation"]
    PostFile.objects.create(
        post=post,
        there=there,
        area=12,
        small_reason="借用村委会",
        network_due_on=date(2026, 6, 30),
        checked_on=day,
    )
    VillageProfile.objects.create(village=village, since=day, phase="trial", terrain="hill", people=1800)
    build.make_premises(village, kind="contact", name="石壁联系点", phone="0796-1234567")
    content = printed(sign_in(chief), f"/papers/posts/{post.pk}/sheet/", "post_sheet.pdf")
    text = squeezed(content)
    assert len(pdf.pages(content)) == 1
    for words in (
        "12平方米（借用村委会）", "办公室、纠纷调解室", "公安网（2026-06-30）", "公示栏", "丘陵", "试点", "1800",
        "石壁联系点", "0796-1234567", officer.name,
    ):  # fmt: skip
        assert words in text, words
    assert sign_in(chief).get(f"/papers/posts/{post.pk}/sheet/docx/").status_code == 200
    assert f"/papers/posts/{post.pk}/sheet/" in sign_in(chief).get("/organisation/").content.decode()


def test_another_post_and_the_bureau_print_none(village, post, stranger, bureau, sign_in):
    build.make_household(village)
    urls = [f"/papers/villages/{village.pk}/{one}/pdf/" for one in ("doors", "incomplete")]
    for url in (*urls, f"/papers/posts/{post.pk}/sheet/"):
        assert sign_in(stranger).get(url).status_code == 404
        assert sign_in(bureau).get(url).status_code == 403
