"""The signed agreement: filed page by page, sealed, seen by the post and its chief, taken away with a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from access import scope
from audit import trail
from disputes.actions import acceptance, copies
from disputes.models import AgreementCopy
from ledgers.copies import MOST_COPIES
from policies.acting import acting
from posts.models import Assignment
from tests import build
from tests.pages.test_uploads import picture, sent

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def dispute(village, officer):
    return build.make_agreed(village, officer)


@pytest.fixture
def copy(dispute, officer):
    return copies.file_agreement(dispute, b"a page", by=officer)


def url(dispute) -> str:
    return f"/disputes/{dispute.pk}/agreement/"


def test_an_officer_files_a_page_and_opens_it(dispute, officer, sign_in):
    client = sign_in(officer)
    assert "capture" in client.get(url(dispute)).content.decode()
    assert client.post(url(dispute), {"picture": sent(picture())}).url == dispute.get_absolute_url()
    copy = AgreementCopy.objects.get()
    assert copy.get_absolute_url() in client.get(dispute.get_absolute_url()).content.decode()
    shown = client.get(copy.get_absolute_url())
    assert shown.content == copy.jpeg and shown.content.startswith(b"\xff\xd8\xff")


def test_an_unreadable_picture_is_labelled_and_can_be_withdrawn(dispute, copy, officer, sign_in):
    other = copies.file_agreement(dispute, b"another page", by=officer)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disputes_agreementcopy t SET scan = s.scan FROM disputes_agreementcopy s "
            "WHERE t.id = %s AND s.id = %s",
            [copy.pk, other.pk],
        )
    client = sign_in(officer)
    shown = client.get(copy.get_absolute_url())
    assert shown.status_code == 200 and "notice-bad" in shown.content.decode()
    copy.refresh_from_db(fields=["version"])
    copies.withdraw_agreement(copy, "看不清", by=officer)
    assert AgreementCopy.objects.get(pk=copy.pk).jpeg == b""


@pytest.mark.asvs("5.4.1", "5.4.2", "3.2.1", "14.3.2")
def test_the_picture_is_served_as_a_picture_and_not_cached(copy, officer, sign_in):
    headers = sign_in(officer).get(copy.get_absolute_url()).headers
    assert headers["Content-Type"] == "image/jpeg" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == f'inline; filename="{copy.dispute.receipt}-{copy.pk}.jpg"'
    assert "sandbox" in headers["Content-Security-Policy"] and headers["Cache-Control"] == "no-store"


def test_a_file_that_is_no_photograph_is_refused_beside_the_field(dispute, officer, sign_in):
    answer = sign_in(officer).post(url(dispute), {"picture": sent(b"<svg/>", "a.jpg")})
    assert answer.status_code == 422 and answer.context["form"].errors["picture"]
    assert sign_in(officer).post(url(dispute), {}).status_code == 422


@pytest.mark.asvs("5.2.1")
def test_a_form_of_more_than_20_mb_is_refused_unread(dispute, officer, sign_in):
    answer = sign_in(officer).post(url(dispute), {"picture": sent(b"\0" * 21_000_000)})
    assert answer.status_code == 413 and not AgreementCopy.objects.exists()


@pytest.mark.asvs("5.2.4")
def test_at_most_ten_pages_are_filed_and_each_once(dispute, officer):
    for number in range(MOST_COPIES):
        copies.file_agreement(dispute, b"page %d" % number, by=officer)
    with pytest.raises(ValidationError):
        copies.file_agreement(dispute, b"page 1", by=officer)
    with pytest.raises(ValidationError):
        copies.file_agreement(dispute, b"page 11", by=officer)


@pytest.mark.parametrize(
    "fields", [{"agreement": "oral"}, {"state": "withdrawn"}, {"agreement": "", "stage": "failed"}]
)
def test_without_a_written_agreement_there_is_no_paper(dispute, officer, fields):
    type(dispute).objects.filter(pk=dispute.pk).update(**fields)
    with pytest.raises(ValidationError):
        copies.file_agreement(dispute, b"a page", by=officer)


@pytest.mark.asvs("8.2.2")
def test_another_post_knows_of_no_picture(copy, dispute, stranger, sign_in):
    client = sign_in(stranger)
    answers = [
        client.get(copy.get_absolute_url()),
        client.get(url(dispute)),
        client.post(url(dispute), {"picture": sent(picture())}),
        client.post(f"/disputes/copies/{copy.pk}/withdraw/", {"reason": "x"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    with pytest.raises(PermissionDenied):
        copies.file_agreement(dispute, b"another", by=stranger)


@pytest.mark.parametrize(
    ("role", "status"), [("chief", 200), ("auxiliary", 403), ("clerk", 403), ("bureau", 403)]
)
def test_who_sees_the_signatures(copy, dispute, role, status, request, sign_in):
    client = sign_in(request.getfixturevalue(role))
    assert client.get(copy.get_absolute_url()).status_code == status
    page = client.get(dispute.get_absolute_url())
    assert page.status_code == 200 and (copy.get_absolute_url() in page.content.decode()) == (status == 200)


def test_whoever_filed_a_page_withdraws_it_with_a_reason(copy, officer, sign_in):
    client, away = sign_in(officer), f"/disputes/copies/{copy.pk}/withdraw/"
    assert client.post(away, {"reason": " "}).status_code == 422
    assert client.post(away, {"reason": "拍错了"}).url == copy.dispute.get_absolute_url()
    copy.refresh_from_db()
    assert copy.scan == "" and copy.reason == "拍错了"
    assert client.get(copy.get_absolute_url()).status_code == 404 and client.get(away).status_code == 404
    assert "拍错了" in client.get(copy.dispute.get_absolute_url()).content.decode()
    assert copies.file_agreement(copy.dispute, b"a page", by=officer).pk != copy.pk


def test_nobody_else_takes_it_away(copy, post, sign_in):
    other = build.make_user("colleague", "officer", post)
    assert sign_in(other).post(f"/disputes/copies/{copy.pk}/withdraw/", {"reason": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        copies.withdraw_agreement(copy, "x", by=other)


@pytest.mark.asvs("11.3.3")
def test_the_database_holds_no_picture(dispute, officer):
    copy = copies.file_agreement(dispute, b"\xff\xd8\xff a signature", by=officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT scan FROM disputes_agreementcopy WHERE id = %s", [copy.pk])
        raw = bytes(cursor.fetchone()[0])
    assert (
        b"signature" not in raw and AgreementCopy.objects.get(pk=copy.pk).jpeg == b"\xff\xd8\xff a signature"
    )


def test_the_database_itself_wants_a_reason_for_a_lost_picture(copy):
    with pytest.raises(IntegrityError):
        AgreementCopy.objects.filter(pk=copy.pk).update(withdrawn_on="2026-03-20")


def test_filing_reading_and_withdrawing_are_on_the_trail(copy, officer, sign_in):
    sign_in(officer).get(copy.get_absolute_url())
    copies.withdraw_agreement(copy, "拍错了", by=officer)
    assert trail.entries_for(copy).get().action == "read"
    assert [one.action for one in trail.entries_for(copy.dispute)][:2] == [
        "withdraw_agreement",
        "file_agreement",
    ]


def test_the_database_refuses_the_same_page_twice(copy):
    twin = AgreementCopy(dispute=copy.dispute, size=1, sha256=copy.sha256, filed_by=copy.filed_by)
    twin.placed_like(copy)
    twin.jpeg = b"a page"
    with pytest.raises(IntegrityError):
        twin.save()


def test_of_two_pictures_in_one_form_one_is_filed(dispute, officer, sign_in):
    sign_in(officer).post(url(dispute), {"picture": [sent(picture()), sent(picture())]})
    assert AgreementCopy.objects.count() == 1


def test_the_copies_follow_their_dispute_into_another_village(
    village, station, officer, clerk, chief, sign_in
):
    dispute = build.make_agreed(village, clerk)
    copy = copies.file_agreement(dispute, b"a page", by=officer)
    neighbours = build.make_post(station, "邻警务室")
    beside = build.make_village(neighbours, "邻村委会")
    dispute.village, dispute.done_by = beside, [build.make_user("beside", "officer", neighbours).pk]
    with acting(scope.acting_as(clerk)):
        acceptance.amend_case(dispute, by=clerk)
    copy.refresh_from_db()
    assert {key: getattr(copy, key) for key in copy.KEYS} == {key: getattr(dispute, key) for key in copy.KEYS}
    assert copy.village == beside and sign_in(officer).get(copy.get_absolute_url()).status_code == 404


def test_the_officer_responsible_for_the_post_takes_it_away_for_one_who_left(copy, post, village, sign_in):
    now = build.make_user("responsible-now", "officer", post)
    page = f"/disputes/copies/{copy.pk}/withdraw/"
    assert page not in sign_in(now).get(copy.dispute.get_absolute_url()).content.decode()
    Assignment.objects.filter(post=post).update(is_responsible=False)
    Assignment.objects.filter(user=now).update(is_responsible=True)
    assert page in sign_in(now).get(copy.dispute.get_absolute_url()).content.decode()
    assert copies.withdraw_agreement(copy, "拍错了", by=now).withdrawn_on


def test_the_chief_takes_a_wrong_picture_away_and_no_other_chief(copy, chief, county, sign_in):
    page = f"/disputes/copies/{copy.pk}/withdraw/"
    assert page in sign_in(chief).get(copy.dispute.get_absolute_url()).content.decode()
    other = build.make_user("other-chief", "chief", build.make_station(county, name="邻所"))
    assert sign_in(other).post(page, {"reason": "x"}).status_code == 404
    with pytest.raises(PermissionDenied):
        copies.withdraw_agreement(copy, "x", by=other)
    assert sign_in(chief).post(page, {"reason": "拍错了"}).status_code == 302
    copy.refresh_from_db()
    assert (copy.scan, copy.reason) == ("", "拍错了")
