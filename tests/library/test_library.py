"""The county's regulations: issued, read at the next sign-in, asked again with a new edition; both layers."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from access.scope import acting_as
from audit.models import Entry
from library import actions, asking, readers
from library.models import Edition, EditionFile, Reading, Regulation
from policies.acting import acting
from tests import build
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")  # 20 March 2026
TODAY = date(2026, 3, 20)


@pytest.fixture
def sign_in():
    """As Django signs in, with its signal: the shared fixture leaves it out."""

    def open_client(user):
        client = PageClient()
        Client.force_login(client, user)
        return client

    return open_client


@pytest.fixture
def regulation(county, bureau):
    return build.make_regulation(county, bureau, "走访登记规定")


def issued(**fields):
    return {"title": "值守办法", "issued_on": "2026-03-20", "must_read": "on", "text": "每周三天。"} | fields


def test_what_has_to_be_read_comes_before_any_other_page(regulation, officer, sign_in):
    client = sign_in(officer)
    answer = client.get("/residents/households/?group=3")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/library/to-read/?next=%2Fresidents%2Fhouseholds%2F%3Fgroup%3D3",
    )
    page = client.get(answer["Location"]).content.decode()
    assert regulation.title in page and "一户一访，当天登记。" in page
    assert client.get(reverse("accounts:me")).status_code == 200  # 我, to sign out
    assert client.post(answer["Location"], {}).status_code == 422
    assert not Reading.objects.exists()
    box = f"edition_{Edition.objects.get().pk}"
    done = client.post(answer["Location"], {box: "on"})
    assert (done.status_code, done["Location"]) == (302, "/residents/households/?group=3")
    assert client.get("/residents/households/?group=3").status_code == 200
    assert Reading.objects.get().user == officer
    assert asking.IN_SESSION not in sign_in(officer).session


def test_whoever_signs_in_again_in_the_middle_of_a_form_loses_nothing(regulation, village, officer, sign_in):
    client = sign_in(officer)
    client.get("/residents/households/")
    sent = client.post("/hazards/new/", {"village": village.pk})
    assert sent.status_code == 422  # the form's own answer, with what was typed
    part = client.get("/residents/households/", headers={"HX-Request": "true"})
    assert part.status_code == 200


def test_nobody_is_led_away_to_another_site(regulation, officer, sign_in):
    client, box = sign_in(officer), f"edition_{Edition.objects.get().pk}"
    for asked in ("https://example.invalid/", "//example.invalid/", "javascript:x"):
        assert client.get("/library/to-read/", {"next": asked}).status_code == 200
    done = client.post("/library/to-read/?next=//example.invalid/", {box: "on"})
    assert done["Location"] == "/"
    assert client.get("/library/to-read/?next=https://example.invalid/")["Location"] == "/"


def test_a_new_edition_asks_again_and_chief_and_county_see_who_has_not_read(
    regulation, officer, chief, clerk, bureau, stranger, sign_in
):
    actions.confirm(readers.to_read(officer), by=officer)
    for person, n, m in ((chief, 1, 3), (bureau, 1, 4)):
        found = readers.of_place(person)
        assert (len(found), m - len(readers.without(person, Edition.objects.get(), found))) == (m, n)
    text = sign_in(bureau).get(regulation.get_absolute_url()).content.decode()
    missing = text[text.index("data-missing") :]
    assert "已读 1/4" in missing and stranger.name in missing and officer.name not in missing
    client = sign_in(bureau)
    form = issued(text="一户一访，两天内登记。", version=regulation.version)
    assert client.post(f"/library/{regulation.pk}/edition/", form).status_code == 302
    assert client.post(f"/library/{regulation.pk}/edition/", form).status_code == 409  # of a second tab
    assert list(readers.to_read(officer).values_list("number", flat=True)) == [2]
    assert sign_in(officer).get("/")["Location"].startswith("/library/to-read/")
    assert sign_in(chief).get("/")["Location"].startswith("/library/to-read/")  # a chief has to read it, too
    old = client.get(f"{regulation.get_absolute_url()}?edition=1").content.decode()
    assert "当天登记" in old and "两天内" not in old


def test_what_need_not_be_read_by_everybody_is_confirmed_on_its_page(county, bureau, officer, sign_in):
    regulation = build.make_regulation(county, bureau, must_read=False)
    client = sign_in(officer)
    assert client.get("/").status_code == 200
    url = f"/library/{regulation.pk}/read/"
    assert client.post(url, {"version": 1}).status_code == 302
    assert client.post(url, {"version": 1}).status_code == 302
    assert Reading.objects.count() == 1
    assert client.get(url)["Location"] == regulation.get_absolute_url()
    assert list(Entry.objects.filter(action="confirm_reading").values_list("actor_id", flat=True)) == [
        officer.pk
    ]


def test_only_the_county_issues_and_ends_and_what_has_ended_is_not_asked_for(
    regulation, officer, chief, bureau, sign_in
):
    for person in (officer, chief):
        with pytest.raises(PermissionDenied):
            actions.end(regulation, by=person)
    with pytest.raises(PermissionDenied):
        actions.confirm(Edition.objects.all(), by=bureau)
    client = sign_in(bureau)
    assert client.post("/library/new/", issued()).status_code == 302
    assert client.post("/library/new/", issued()).status_code == 422  # the title is taken
    assert client.post("/library/new/", issued(title="另一", issued_on="2026-03-21")).status_code == 422
    assert readers.to_read(officer).count() == 2
    assert client.post(f"/library/{regulation.pk}/end/", {"version": 1}).status_code == 302
    assert list(readers.to_read(officer).values_list("regulation__title", flat=True)) == ["值守办法"]
    regulation.refresh_from_db()
    assert regulation.ended_on == TODAY
    with pytest.raises(ValidationError):
        actions.reissue(regulation, Edition(issued_on=TODAY, text="x"), by=bureau)
    assert client.get(f"/library/{regulation.pk}/end/")["Location"] == regulation.get_absolute_url()


def test_both_layers_hold_regulations_to_their_county_and_readings_to_their_person(
    regulation, county, officer, chief, bureau, stranger, administrator
):
    far = build.make_county("外县", "990999")
    build.make_regulation(far, bureau, "外县规定")
    edition = regulation.editions.get()
    mine, other = (
        Reading.objects.create(county=county, edition=edition, user=one) for one in (officer, stranger)
    )
    for person, seen in (
        (officer, [mine]),
        (chief, [mine, other]),
        (bureau, [mine, other]),
        (administrator, []),
    ):
        rules = [] if person is administrator else [regulation]
        assert list(Regulation.objects.visible_to(person)) == rules
        assert set(Reading.objects.visible_to(person)) == set(seen)
        if person is administrator:
            with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
                Regulation.objects.exists()
            continue
        with acting(acting_as(person)):
            assert list(Regulation.objects.all()) == rules
            assert list(Edition.objects.values_list("regulation", flat=True)) == [one.pk for one in rules]
            assert set(Reading.objects.all()) == set(seen)
    for person, row in (
        (officer, Reading(county=county, edition=edition, user=chief)),
        (chief, Reading(county=county, edition=edition, user=bureau)),
        (bureau, Reading(county=county, edition=edition, user=bureau)),
        (officer, Regulation(county=county, title="私定")),
        (chief, Regulation(county=county, title="私定")),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(person)):
            row.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(acting_as(bureau)):
        Edition.objects.update(text="改了")


def test_a_file_takes_the_place_of_the_text_and_only_a_pdf_is_let_in(
    county, regulation, bureau, officer, sign_in
):
    client, url = sign_in(bureau), f"/library/{regulation.pk}/edition/"
    for file, said in (
        (SimpleUploadedFile("x.exe", b"MZ\x90"), "这不是 PDF"),
        (SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 6 * 2**20), "5 MB"),
        ("", "请写正文或上传文件"),
    ):
        answer = client.post(url, issued(text="", file=file, version=regulation.version))
        assert answer.status_code == 422 and said in answer.content.decode()
    file = SimpleUploadedFile("../县局/走访规定.pdf", b"%PDF-1.7 x")
    assert client.post(url, issued(text="", file=file, version=regulation.version)).status_code == 302
    edition = regulation.editions.get(number=2)
    assert (edition.text, edition.file_name, edition.file.size) == ("", "走访规定.pdf", 10)
    reader = sign_in(officer)
    page = reader.get("/library/to-read/").content.decode()
    assert f"/library/{regulation.pk}/2/file/" in page and "走访规定.pdf" in page
    got = reader.get(f"/library/{regulation.pk}/2/file/")
    assert got.content == b"%PDF-1.7 x" and "attachment" in got["Content-Disposition"]
    assert reader.get(f"/library/{regulation.pk}/1/file/").status_code == 404
    stranger = build.make_user("far", "county", build.make_county("外县", "990999"))
    assert sign_in(stranger).get(f"/library/{regulation.pk}/2/file/").status_code == 404
    with acting(acting_as(stranger)):
        assert not EditionFile.objects.exists()
