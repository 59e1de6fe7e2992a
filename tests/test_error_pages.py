"""Error pages have the layout of the registry, in both languages, and show nothing of its inside."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import path

from config import error_pages, urls
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
INSIDE = re.compile(
    r"Traceback|/site-packages/|django\.|SECRET_KEY|DATABASE_URL|psycopg|Exception|config\.settings"
)


KEY = "0b0e7a52-5a53-4dd4-9d3e-6c1f0d7f1a11"


def broken(request):
    raise ZeroDivisionError("the word of the fault")


class Urls:
    urlpatterns = [*urls.urlpatterns, path("broken/", broken)]
    handler400, handler403 = error_pages.bad_request, error_pages.forbidden
    handler404, handler500 = error_pages.not_found, error_pages.broken


@pytest.fixture
def refusals(officer, village) -> dict[int, str]:
    """Status -> page, as an officer gets them."""
    with override_settings(ROOT_URLCONF=Urls, DATA_UPLOAD_MAX_MEMORY_SIZE=2_621_440):
        client = Client(raise_request_exception=False)
        client.force_login(officer)
        answers = [
            client.get("/", HTTP_HOST="evil.example.org"),
            client.get("/trail/"),
            client.get("/nowhere/"),
            client.post("/residents/visits/new/", {f"n{one}": "" for one in range(1_001)}),
            client.get("/broken/"),
        ]
    return {answer.status_code: answer.content.decode() for answer in answers}


@pytest.mark.asvs("16.5.1", "16.5.4", "13.4.2")
def test_every_refusal_is_a_page_of_the_house_and_tells_nothing_of_its_inside(refusals):
    assert set(refusals) == {400, 403, 404, 413, 500}
    for status, page in refusals.items():
        assert "registry/registry.css" in page and "<h1>" in page, status
        assert not INSIDE.search(page) and "the word of the fault" not in page, status


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "请返回"), ("en", "Go back")])
def test_a_refusal_speaks_the_chosen_language(officer, village, sign_in, language, words):
    client = sign_in(officer)
    client.cookies["language"] = language
    answer = client.post("/residents/visits/new/", {f"n{one}": "" for one in range(1_001)})
    assert answer.status_code == 413 and words in answer.content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_refusal_keeps_the_chosen_colours(officer, village, sign_in, theme):
    client = sign_in(officer)
    client.cookies["theme"] = theme
    assert f'data-theme="{theme}"' in client.get("/nowhere/").content.decode()


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="f%d"%b\r\n\r\n1\r\n'
ODD_BODIES = {
    "3 MB": (b"note=" + b"x" * 3_000_000, FORM, 413),
    "1,001 fields": (b"&".join(b"a%d=1" % one for one in range(1_001)), FORM, 413),
    "multipart without boundary": (b"--x\r\n", "multipart/form-data", 400),
    "multipart broken off": (PART % (1, b""), PARTS, 422),
    "multipart of 11 files": (
        b"".join(PART % (n, b'; filename="a"') for n in range(11)) + b"--x--",
        PARTS,
        413,
    ),
    "unknown charset": (b"note=a", f"{FORM}; charset=none", 422),
    "another charset": ("note=走访".encode("gb18030"), f"{FORM}; charset=gb18030", 400),
    "broken UTF-8": (b"note=\xff\xfe%ff", FORM, 422),
    "NUL": (b"note=a%00b\0", FORM, 422),
    "JSON": (b'{"note": {"$gt": ""}}', "application/json", 422),
    "XML with an entity": (
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "text/xml",
        422,
    ),
}


@pytest.mark.asvs("1.5.1", "15.2.2")
@pytest.mark.parametrize("kind", ODD_BODIES)
def test_an_odd_body_gets_a_readable_answer(officer, village, sign_in, kind):
    body, content_type, status = ODD_BODIES[kind]
    answer = sign_in(officer).generic("POST", "/residents/visits/new/", body, content_type)
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode() and not INSIDE.search(answer.content.decode())


def test_an_address_that_only_a_button_asks_says_so_and_leads_on(officer, village):
    client = Client()
    client.force_login(officer)
    answer = client.get("/organisation/emergency/end/")
    page = answer.content.decode()
    assert (
        answer.status_code == 405
        and answer["Allow"]
        and "这个地址不能直接打开" in page
        and 'href="/"' in page
    )


def sent_to_a_broken_page(officer, typed) -> str:
    with override_settings(ROOT_URLCONF=Urls):
        client = Client(raise_request_exception=False)
        client.force_login(officer)
        return client.post("/broken/", typed).content.decode()


def test_a_form_that_broke_is_sent_again_from_the_error_page_with_its_key(officer, village):
    page = sent_to_a_broken_page(officer, {"note": "<水渠>", "topics": ["fire", "fraud"], "client_key": KEY})
    assert "刚才这条可能没有保存" in page and "&lt;水渠&gt;" in page and page.count('name="topics"') == 2
    assert f'name="client_key" value="{KEY}"' in page and 'action="/broken/"' in page


def test_a_form_without_a_key_such_as_one_with_a_password_leaves_nothing_on_the_error_page(officer, village):
    assert "hunter2" not in sent_to_a_broken_page(officer, {"password": "hunter2"})


def test_what_was_written_for_a_row_that_is_gone_is_shown_to_be_copied(officer, elsewhere, sign_in):
    """The village was moved while its form was open."""
    url, client = f"/hazards/{build.make_hazard(elsewhere).pk}/rectify/", sign_in(officer)
    typed = {"client_key": KEY, "rectified": "护栏已修好", "proof": "seen", "rectified_on": "2026-03-20"}
    page = client.post(url, typed)
    assert page.status_code == 404 and page["Cache-Control"] == "no-store"
    found = page.content.decode()
    assert "护栏已修好" in found and "没有保存" in found and "2026-03-20" not in found
    assert "data-typed" not in client.get(url).content.decode()
