"""The paper answer of a body outside: photographed by the sender, sealed, seen where the words are read, erased with
them.
"""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from access import scope
from audit import trail
from audit.models import Entry
from policies.acting import acting
from referrals.actions import answers, passing
from referrals.models import AnswerCopy, Referral
from residents.moving.actions import move_household
from retention import disposal
from tests import build
from tests.pages.test_uploads import picture, sent

pytestmark = pytest.mark.usefixtures("in_march")
DONE = {"outcome": "solved", "answer": "已修好", "answered_on": "2026-03-20"}


@pytest.fixture
def answered(send, officer, sign_in, county):
    send(f"body:{county.outside_bodies.first().pk}")
    referral = Referral.objects.get()
    sign_in(officer).post(f"/referrals/{referral.pk}/finish/", DONE)
    return Referral.objects.get()


def url(referral) -> str:
    return f"/referrals/{referral.pk}/answer-copy/"


def test_a_page_is_filed_shown_and_withdrawn(answered, officer, chief, bureau, stranger, post, sign_in):
    client = sign_in(officer)
    assert "data-shrink" in client.get(url(answered)).content.decode()
    assert client.post(url(answered), {"picture": sent(b"<svg/>", "a.jpg")}).status_code == 422
    assert client.post(url(answered), {"picture": sent(picture())}).url == answered.get_absolute_url()
    copy = AnswerCopy.objects.get()
    assert {key: getattr(copy, key) for key in copy.KEYS} == {
        key: getattr(answered, key) for key in copy.KEYS
    }
    assert copy.get_absolute_url() in client.get(answered.get_absolute_url()).content.decode()
    shown = client.get(copy.get_absolute_url())
    assert shown.content == copy.jpeg and shown["Cache-Control"] == "no-store"
    assert "sandbox" in shown["Content-Security-Policy"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT scan FROM referrals_answercopy")
        assert copy.jpeg[:40] not in bytes(cursor.fetchone()[0])
    with pytest.raises(ValidationError):
        answers.file_answer(answered, copy.jpeg, by=officer)
    # The station reads the words, too; the county, which reads the state, sees no picture.
    assert sign_in(chief).get(copy.get_absolute_url()).status_code == 200
    page = sign_in(bureau).get(answered.get_absolute_url())
    assert page.status_code == 200 and copy.get_absolute_url() not in page.content.decode()
    for person, status in ((bureau, 403), (stranger, 404)):
        assert sign_in(person).get(copy.get_absolute_url()).status_code == status
        assert sign_in(person).post(url(answered), {"picture": sent(picture())}).status_code in (403, 404)
    with acting(scope.acting_as(bureau)), pytest.raises(DatabaseError), transaction.atomic():
        AnswerCopy.objects.exists()
    away = f"/referrals/copies/{copy.pk}/withdraw/"
    colleague = build.make_user("colleague", "officer", post)
    assert sign_in(colleague).post(away, {"reason": "x"}).status_code == 403
    assert away in sign_in(chief).get(answered.get_absolute_url()).content.decode()
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "拍错了"}).url == answered.get_absolute_url()
    copy.refresh_from_db()
    assert (copy.scan, copy.reason) == ("", "拍错了") and client.get(
        copy.get_absolute_url()
    ).status_code == 404
    found = [one.action for one in trail.entries_for(answered).exclude(action="read").order_by("pk")]
    assert found[-2:] == ["file_answer", "withdraw_answer"]


def test_without_an_answer_of_a_body_outside_there_is_no_paper(
    send, officer, other_post, neighbour, county, sign_in
):
    send(f"post:{other_post.pk}")
    send(f"body:{county.outside_bodies.first().pk}")
    for referral in Referral.objects.all():
        sign_in(officer).post(url(referral), {"picture": sent(picture())})
        assert sign_in(neighbour).post(url(referral), {"picture": sent(picture())}).status_code in (403, 404)
    assert not AnswerCopy.objects.exists()
    assert not Entry.objects.filter(action="file_answer").exists()


def test_pages_move_and_go_with_their_referral(answered, request_row, officer, neighbour, stranger):
    copy = answers.file_answer(answered, b"a page", by=officer)
    with pytest.raises(PermissionDenied):
        answers.file_answer(answered, b"another", by=stranger)
    there = neighbour.assignments.get().post.memberships.get().village
    with acting(scope.acting_as(officer)):
        move_household(request_row.household, there, "8号", date(2026, 3, 20), by=officer)
    copy.refresh_from_db()
    assert copy.village == there and copy.post == Referral.objects.get().post
    assert passing.forget("request", [request_row.pk]) == 1
    copy.refresh_from_db()
    assert copy.scan == "" and copy.withdrawn_on
    old = date(2020, 1, 1)
    Referral.objects.update(
        sent_on=old, due_on=old, answered_on=old, told_back_on=old, told_how="face", closed_on=old
    )
    assert disposal.dispose()["referrals.referral"] == 1
    assert not AnswerCopy.objects.exists() and not Referral.objects.exists()
