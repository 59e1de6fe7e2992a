"""PIPL 44-49: a copy, a correction, a deletion; asked at the post, answered in 30 days, refused by the chief alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit import history
from audit.models import Entry
from audit.retention import GONE
from reports.exports import LISTS
from residents.models import DataRequest, Household, Resident
from residents.rights import actions
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
LIST = "/residents/own-data/"


@pytest.fixture
def home(village):
    return build.make_household(village, householder="赵问", phone="13900000000", note="桥头")


@pytest.fixture
def asked(home, officer):
    return build.make_data_request(home, officer, is_identity_checked=True)


def test_the_post_receives_a_request_and_the_clock_runs(home, officer, sign_in):
    given = {
        "household": home.pk,
        "kind": "copy",
        "asker": "self",
        "channel": "person",
        "asked_on": "2026-03-18",
    }
    answer = sign_in(officer).post(f"{LIST}new/", given)
    row = DataRequest.objects.get()
    assert (answer.status_code, row.due_on, row.received_by) == (302, date(2026, 4, 17), officer)


def test_the_answer_is_due_in_thirty_days_whatever_wrote_the_row(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(due_on=TODAY + timedelta(days=31))


def test_an_overdue_one_waits_for_the_chief(asked, chief, sign_in, time_machine):
    time_machine.move_to("2026-04-20T09:00:00+08:00")
    assert f"{LIST}?overdue=on" in sign_in(chief).get("/").content.decode()
    assert sign_in(chief).get(f"{LIST}?overdue=on").context["count"] == 1


def test_only_the_chief_refuses_and_says_why(asked, officer, chief):
    with pytest.raises(PermissionDenied):
        actions.refuse(asked, "不行", by=officer)
    with pytest.raises(ValidationError):
        actions.refuse(asked, " ", by=chief)
    assert actions.refuse(asked, "正在办理的案件所需", by=chief).state == "refused"


def test_nothing_is_given_to_somebody_unknown(home, officer):
    row = build.make_data_request(home, officer)
    with pytest.raises(ValidationError):
        actions.grant(row, "已给", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=row.pk).update(
            state="granted", answer="已给", answered_on=TODAY, answered_by=officer
        )


def test_the_copy_tells_what_is_held_and_who_looked(asked, home, village, officer, sign_in):
    build.make_visit(village, date(2026, 3, 2), officer, household=home)
    build.make_request(village, date(2026, 3, 2), officer, household=home, asked="修路灯")
    client = sign_in(officer)
    client.get(home.get_absolute_url())
    text = client.get(f"{LIST}{asked.pk}/extract/").content.decode()
    for told in ("赵问", "桥头", "2026-03-02", "修路灯"):
        assert told in text
    assert Entry.objects.filter(action="read_extract", subject_id=asked.pk).count() == 1


def test_the_copy_leaves_out_other_people_and_protected_help(asked, home, village, officer, chief, sign_in):
    build.make_resident(home, name="孙别人")
    build.make_priority(
        village, officer, household=home, purpose="violence", state="approved", approver=chief, decided_on=TODAY,
        expires_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    text = sign_in(officer).get(f"{LIST}{asked.pk}/extract/").content.decode()
    assert "孙别人" not in text and "家暴" not in text


def test_there_is_no_copy_before_the_identity_is_checked(home, officer, sign_in):
    row = build.make_data_request(home, officer)
    assert sign_in(officer).get(f"{LIST}{row.pk}/extract/").status_code == 404
    assert "/extract/" not in sign_in(officer).get(f"{LIST}{row.pk}/").content.decode()


def test_a_correction_notes_what_changed(home, officer, sign_in):
    row = build.make_data_request(home, officer, kind="correct", is_identity_checked=True)
    given = {"number": home.number, "householder": "赵闻", "members": 3, "children_under_14": 0}
    assert sign_in(officer).post(f"/residents/households/{home.pk}/edit/", given).status_code == 302
    actions.grant(row, "已改姓名", by=officer)
    assert "householder" in Entry.objects.get(action="grant_data_request").detail["changed"]


def test_a_deletion_takes_the_persons_entry_and_its_history(home, officer):
    person = build.make_resident(home, name="孙离开")
    Resident.objects.filter(pk=person.pk).update(name="孙改名")
    row = build.make_data_request(home, officer, kind="delete", resident=person, is_identity_checked=True)
    actions.grant(row, "已删除", by=officer)
    assert not Resident.objects.filter(pk=person.pk).exists()
    assert not history.of(Resident).objects.filter(pgh_obj=person.pk).exists()


def test_a_deletion_of_a_household_leaves_what_the_register_needs(home, village, officer):
    visit = build.make_visit(village, by=officer, household=home, note="说了家事")
    row = build.make_data_request(home, officer, kind="delete", is_identity_checked=True)
    actions.grant(row, "已删除", by=officer)
    kept = Household.objects.get(pk=home.pk)
    visit.refresh_from_db()
    assert (kept.householder, kept.phone, kept.note, visit.note) == ("赵问", "", "", GONE)


def test_a_person_at_the_post_carries_a_deletion_out_from_the_page(home, officer, sign_in):
    person = build.make_resident(home, name="孙离开")
    row = build.make_data_request(home, officer, kind="delete", resident=person)
    client = sign_in(officer)
    assert client.post(f"{LIST}{row.pk}/answer/", {"answer": "已删除"}).status_code == 422
    given = {"answer": "已删除", "is_identity_checked": "on"}
    assert client.post(f"{LIST}{row.pk}/answer/", given).status_code == 302
    assert not Resident.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("role", ["bureau", "leader", "auxiliary", "auditor", "administrator"])
def test_others_do_not_read_requests(asked, role, sign_in, request):
    client = sign_in(request.getfixturevalue(role))
    assert {client.get(page).status_code for page in (LIST, f"{LIST}{asked.pk}/extract/")} == {403}


def test_requests_are_not_exported(asked):
    assert "residents:data-request-list" not in LISTS
