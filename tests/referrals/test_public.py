"""The slip's code and its public page: state and day, to nobody else and no more."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Entry
from policies.acting import acting
from referrals import slips
from referrals.actions import passing
from referrals.models import PublicTry, Referral, Slip
from residents.models import Request
from residents.requests import actions as requests
from tests import build
from tests.documents import pdf

pytestmark = pytest.mark.usefixtures("db", "in_march")
TODAY = date(2026, 3, 20)
NEW = "/referrals/slips/new/"


@pytest.fixture
def code(request_row, officer, sign_in):
    """The code of the request's slip, made on its page."""
    page = sign_in(officer).post(NEW, {"kind": "request", "key": request_row.pk})
    return re.search(r"data-code>([^<]+)<", page.content.decode())[1]


def asked(client, code):
    return client.post("/q/", {"code": code})


def test_a_code_says_state_and_day_and_no_more(client, code, request_row, officer):
    page = asked(client, code).content.decode()
    assert "已受理" in page and f"{request_row.occurred_on:%Y-%m-%d}" in page
    requests.answer(build.told(request_row, TODAY), by=officer)
    page = asked(client, code).content.decode()
    assert "已答复" in page and "2026-03-20" in page
    for word in ("曾秘密名", "院墙", "已修好", str(officer.name), request_row.receipt):
        assert word not in page


def test_a_referral_shows_as_passed_on_with_its_day_until_it_is_withdrawn(
    client, code, send, county, officer
):
    send(f"body:{county.outside_bodies.first().pk}")
    page = asked(client, code).content.decode()
    assert "转办" in page and f"{Referral.objects.get().sent_on:%Y-%m-%d}" in page
    passing.withdraw(Referral.objects.get(), by=officer)
    assert "已受理" in asked(client, code).content.decode()


@pytest.mark.parametrize("write", [str.lower, lambda one: one.replace("-", " "), lambda one: f"　{one}－"])
def test_a_code_is_read_as_people_type_it(client, code, write):
    assert "已受理" in asked(client, write(code)).content.decode()


def test_wrong_ended_and_unknown_codes_answer_with_the_same_bytes(client, code, request_row, officer):
    requests.answer(build.told(request_row, TODAY), by=officer)
    Slip.objects.update(ends_on=TODAY)
    answers = [asked(client, one) for one in (code, "AAAAA-AAAAA", "", "?" * 40, "二" * 4000, "x\x00y")]
    assert len({one.content for one in answers}) == 1 and {one.status_code for one in answers} == {200}


def test_the_code_ends_ninety_days_after_the_answer(client, code, request_row, officer, time_machine):
    requests.answer(build.told(request_row, TODAY), by=officer)
    assert Slip.objects.get().ends_on == TODAY + timedelta(days=90)
    time_machine.move_to("2026-06-17T12:00:00+08:00")
    assert "已答复" in asked(client, code).content.decode()
    time_machine.move_to("2026-06-18T00:00:01+08:00")
    assert "已答复" not in asked(client, code).content.decode()


def test_a_new_slip_ends_the_former_code(client, code, request_row, officer, sign_in):
    page = sign_in(officer).post(NEW, {"kind": "request", "key": request_row.pk}).content.decode()
    fresh = re.search(r"data-code>([^<]+)<", page)[1]
    assert fresh != code and Slip.objects.count() == 1
    assert "已受理" in asked(client, fresh).content.decode()
    assert "已受理" not in asked(client, code).content.decode()


def test_a_withdrawn_request_opens_nothing(client, code, request_row, officer):
    requests.withdraw_request(request_row, by=officer)
    assert "已受理" not in asked(client, code).content.decode()


def test_the_code_itself_is_stored_nowhere(code, request_row):
    plain = slips.normal(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM referrals_slip s")
        stored = cursor.fetchone()[0]
    assert plain not in stored and code not in stored
    assert plain not in str(list(Entry.objects.values_list("detail", flat=True)))
    assert len(plain) == 10 and set(plain) <= set(slips.ALPHABET)


def test_the_alphabet_has_fifty_bits_and_no_look_alikes():
    assert len(set(slips.ALPHABET)) == 32 and not set("01OI") & set(slips.ALPHABET)


def test_the_page_sets_no_cookie_and_needs_no_script(client, code):
    assert 'rel="icon"' in client.get("/q/").content.decode()  # else a browser asks a page that sets one
    for answer in (client.get("/q/"), asked(client, code), asked(client, "AAAAA-AAAAA")):
        assert not answer.cookies and "set-cookie" not in {name.lower() for name in answer.headers}
        page = answer.content.decode()
        assert "<script" not in page and "csrf" not in page and 'name="viewport"' in page


def test_no_other_site_can_read_the_answer(client):
    answer = client.get("/q/")
    assert answer["Cache-Control"] == "no-store" and answer["X-Frame-Options"] == "DENY"


def test_an_address_is_slowed_down(client, code, monkeypatch):
    for _try in range(60):
        asked(client, "AAAAA-AAAAA")
    answer = asked(client, code)
    assert answer.status_code == 429 and "已受理" not in answer.content.decode()
    assert asked_from(client, code, "203.0.113.9").status_code == 200


def asked_from(client, code, address):
    return client.post("/q/", {"code": code}, REMOTE_ADDR=address)


def test_all_together_are_slowed_down(client, code):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    hour = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    asked(client, "AAAAA-AAAAA")
    assert PublicTry.objects.filter(hour=hour, address="missed").update(tries=3_000) == 1
    assert asked_from(client, code, "203.0.113.9").status_code == 429


def test_no_address_is_stored(client):
    asked_from(client, "AAAAA-AAAAA", "203.0.113.9")
    assert "203.0.113.9" not in str(list(PublicTry.objects.values_list("address", flat=True)))


def test_the_level_public_reads_no_table_and_calls_one_function(code):
    with acting(slips.PUBLIC):
        for table in (
            "referrals_slip",
            "referrals_referral",
            "residents_request",
            "accounts_user",
            "posts_post",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef "
            "AND has_function_privilege('registry_public', p.oid, 'EXECUTE')"
        )
        assert [name for (name,) in cursor.fetchall()] == ["referrals_ask"]
        cursor.execute(
            "SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
            "AND c.relkind IN ('r', 'v') AND has_table_privilege('registry_public', c.oid, 'SELECT')"
        )
        assert cursor.fetchone() == (0,)


def test_the_slip_of_a_referral_has_a_part_to_tear_off(officer, village, sign_in, client):
    referral = build.make_referral(village, by=officer, has_consent=True)
    referral.name = "曾秘密名"
    referral.save()
    person, about = sign_in(officer), {"kind": "referral", "key": referral.pk}
    page = person.post(NEW, about).content.decode()
    code = re.search(r"data-code>([^<]+)<", page)[1]
    assert "转办" in asked(client, code).content.decode()
    assert "/papers/slips/pdf/" in page
    printed = person.post("/papers/slips/pdf/", about | {"code": code})
    assert printed["Content-Type"] == "application/pdf" and printed["Cache-Control"] == "no-store"
    shown = pdf.text(printed.content)
    for words in (code, "曾秘密名", "请修路灯", "沿此线撕下", "转办事项答复单", "/q/", referral.receipt):
        assert words in shown, words
    assert pdf.faults(printed.content) == [] and len(pdf.pages(printed.content)) == 1
    assert person.post("/papers/slips/docx/", about | {"code": code}).content[:2] == b"PK"
    assert [one.detail["format"] for one in Entry.objects.filter(action="print").order_by("pk")] == [
        "pdf",
        "docx",
    ]
    assert code not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_a_slip_is_printed_with_its_own_code_and_by_its_own_place(
    code, request_row, officer, stranger, sign_in
):
    about = {"kind": "request", "key": request_row.pk}
    assert code in pdf.text(sign_in(officer).post("/papers/slips/pdf/", about | {"code": code}).content)
    for wrong in ("", "AAAAA-AAAAA", "x" * 400):
        assert sign_in(officer).post("/papers/slips/pdf/", about | {"code": wrong}).status_code == 403
    assert sign_in(officer).post("/papers/slips/odt/", about | {"code": code}).status_code == 404
    assert sign_in(officer).get("/papers/slips/pdf/").status_code == 405
    assert sign_in(stranger).post("/papers/slips/pdf/", about | {"code": code}).status_code == 404
    fresh = sign_in(officer).post(NEW, about)
    assert fresh.status_code == 200  # a new slip ends the former code
    assert sign_in(officer).post("/papers/slips/pdf/", about | {"code": code}).status_code == 403


def test_only_the_own_place_makes_a_slip(request_row, stranger, neighbour, other_post, officer, sign_in):
    assert sign_in(stranger).post(NEW, {"kind": "request", "key": request_row.pk}).status_code == 404
    referral = build.make_referral(request_row.village, by=officer, to_post=other_post)
    assert sign_in(neighbour).post(NEW, {"kind": "referral", "key": referral.pk}).status_code == 403
    for wrong in ({}, {"kind": "dispute", "key": 1}, {"kind": "x", "key": request_row.pk}):
        assert sign_in(officer).post(NEW, wrong).status_code == 404
    assert not Slip.objects.exists()


def test_an_answered_request_gets_no_slip(request_row, officer, sign_in):
    requests.answer(build.told(request_row, TODAY), by=officer)
    sign_in(officer).post(NEW, {"kind": "request", "key": request_row.pk})
    assert not Slip.objects.exists() and Request.objects.exists() and not Referral.objects.exists()
