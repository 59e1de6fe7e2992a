"""PIPL 44-49: a copy, a correction, a deletion; asked at the post, answered in 30 days, refused by the chief alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from access import scope
from access.roles import Role
from audit import history
from audit.models import Entry, HistoryRemoval
from policies.acting import acting
from posts.actions import moving
from reports.exports import exported
from residents.data_requests import actions
from residents.models import DataRequest, Household, Identity, PriorityVisit, Resident, Visit
from retention.periods import GONE
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)
LIST = "/residents/own-data/"


@pytest.fixture
def household(village):
    return build.make_household(village, householder="赵问", phone="13900000000", note="桥头")


@pytest.fixture
def asked(household, officer):
    return build.make_data_request(household, officer, is_identity_checked=True)


def test_the_post_receives_a_request_and_the_clock_runs(household, officer, sign_in):
    given = {
        "household": household.pk,
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


def test_only_the_chief_refuses_with_a_reason(asked, officer, chief):
    with pytest.raises(PermissionDenied):
        actions.refuse(asked, "不行", by=officer)
    with pytest.raises(ValidationError):
        actions.refuse(asked, " ", by=chief)
    assert actions.refuse(asked, "正在办理的案件所需", by=chief).state == "refused"


def test_nothing_is_given_to_somebody_unknown(household, officer):
    row = build.make_data_request(household, officer)
    with pytest.raises(ValidationError):
        actions.grant(row, "已给", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=row.pk).update(
            state="granted", answer="已给", answered_on=TODAY, answered_by=officer
        )


def test_the_copy_lists_the_data_and_the_number_of_readers(asked, household, village, officer, sign_in):
    build.make_visit(village, date(2026, 3, 2), officer, household=household)
    build.make_request(village, date(2026, 3, 2), officer, household=household, asked="修路灯")
    client = sign_in(officer)
    client.get(household.get_absolute_url())
    text = client.get(f"{LIST}{asked.pk}/extract/").content.decode()
    for fact in ("赵问", "桥头", "2026-03-02", "修路灯"):
        assert fact in text
    assert Entry.objects.filter(action="read_extract", subject_id=asked.pk).count() == 1


def test_the_copy_lists_the_identity_number(household, officer, sign_in):
    person = build.make_resident(household, name="孙本人")
    Identity.objects.create(
        resident=person, number="99010119800101001X", purpose="document", recorded_by=officer
    )
    row = build.make_data_request(household, officer, resident=person, is_identity_checked=True)
    text = sign_in(officer).get(f"{LIST}{row.pk}/extract/").content.decode()
    assert "99************001X" in text and "99010119800101001X" not in text


def test_the_copy_leaves_out_other_people_and_protected_help(
    asked, household, village, officer, chief, sign_in
):
    build.make_resident(household, name="孙别人")
    build.make_priority(
        village, officer, household=household, purpose="violence", state="approved", approver=chief, decided_on=TODAY,
        expires_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    text = sign_in(officer).get(f"{LIST}{asked.pk}/extract/").content.decode()
    assert "孙别人" not in text and "家暴" not in text


def test_there_is_no_copy_before_the_identity_is_checked(household, officer, sign_in):
    row = build.make_data_request(household, officer)
    assert sign_in(officer).get(f"{LIST}{row.pk}/extract/").status_code == 404
    assert "/extract/" not in sign_in(officer).get(f"{LIST}{row.pk}/").content.decode()


def test_a_correction_notes_what_changed(household, officer, sign_in):
    row = build.make_data_request(household, officer, kind="correct", is_identity_checked=True)
    given = {"number": household.number, "householder": "赵闻", "members": 3, "children_under_14": 0}
    assert sign_in(officer).post(f"/residents/households/{household.pk}/edit/", given).status_code == 302
    actions.grant(row, "已改姓名", by=officer)
    assert "householder" in Entry.objects.get(action="grant_data_request").detail["changed"]


@pytest.fixture
def grant_on_page(sign_in):
    """``grant_on_page(row, officer)``: as a person does it, with the rights that the database gives them."""

    def answer(row, by):
        given = {"answer": "已办", "is_identity_checked": "on"}
        return sign_in(by).post(f"{LIST}{row.pk}/answer/", given).status_code

    return answer


@pytest.mark.parametrize("role", ["officer", "chief"])
def test_a_deletion_takes_the_persons_entry_and_its_history(household, officer, role, request, grant_on_page):
    person = build.make_resident(household, name="孙离开")
    Resident.objects.filter(pk=person.pk).update(name="孙改名")
    row = build.make_data_request(household, officer, kind="delete", resident=person)
    assert grant_on_page(row, request.getfixturevalue(role)) == 302
    assert not Resident.objects.filter(pk=person.pk).exists()
    assert not history.changes_model(Resident).objects.filter(pgh_obj=person.pk).exists()


@pytest.mark.parametrize("role", ["officer", "chief"])
def test_a_deletion_of_a_household_leaves_what_the_register_needs(
    household, village, officer, role, request, grant_on_page
):
    visit = build.make_visit(village, by=officer, household=household, note="说了家事")
    Household.objects.filter(pk=household.pk).update(note="桥尾")
    row = build.make_data_request(household, officer, kind="delete")
    assert grant_on_page(row, request.getfixturevalue(role)) == 302
    saved = Household.objects.get(pk=household.pk)
    visit.refresh_from_db()
    assert (saved.householder, saved.phone, saved.note, visit.note) == ("赵问", "", "", GONE)
    for model, key in ((Household, household.pk), (Visit, visit.pk)):
        words = history.changes_model(model).objects.filter(pgh_obj=key).values_list("note", flat=True)
        assert {GONE, ""} >= set(words)


def test_a_deletion_erases_the_reasons_of_priority_visits_and_is_on_the_trail(
    household, village, officer, grant_on_page
):
    helped = build.make_priority(village, officer, household=household, reason="独居，常去看看")
    assert grant_on_page(build.make_data_request(household, officer, kind="delete"), officer) == 302
    helped.refresh_from_db()
    assert helped.reason == GONE
    assert Entry.objects.filter(action="erase_on_request", subject_id=household.pk).exists()


def test_what_a_deletion_forgets_is_noted_beside_the_seals(household, officer, grant_on_page):
    person = build.make_resident(household, name="孙离开")
    Resident.objects.filter(pk=person.pk).update(name="孙改名")
    changes = history.changes_model(Resident)
    gone = [list(pair) for pair in changes.objects.filter(pgh_obj=person.pk).values_list("tx", "pk")]
    grant_on_page(build.make_data_request(household, officer, kind="delete", resident=person), officer)
    removals = HistoryRemoval.objects.filter(of_table=changes._meta.db_table)
    noted = [row for one in removals for row in one.changes]
    assert gone and all(pair in noted for pair in gone)


def test_words_written_before_the_village_moved_go_too(
    household, village, officer, county, bureau, grant_on_page
):
    visit = build.make_visit(village, by=officer, household=household, note="搬前的话")
    Visit.objects.filter(pk=visit.pk).update(note="改过的话")
    post = build.make_post(build.make_station(county, "接收派出所"), "接收警务室")
    with acting(scope.acting_as(bureau)):
        moving.move_village(village, post, "区划调整", by=bureau)
    newcomer = build.make_user("newcomer", Role.OFFICER, post, is_responsible=True)
    row = build.make_data_request(Household.objects.get(pk=household.pk), newcomer, kind="delete")
    assert grant_on_page(row, newcomer) == 302
    assert "搬前的话" not in history.changes_model(Visit).objects.filter(pgh_obj=visit.pk).values_list(
        "note", flat=True
    )


def test_a_second_deletion_of_the_same_person_spares_the_household(
    household, village, officer, grant_on_page
):
    visit = build.make_visit(village, by=officer, household=household, note="说了家事")
    person = build.make_resident(household, name="孙离开")
    first, second, copy = (
        build.make_data_request(household, officer, kind=kind, resident=person)
        for kind in ("delete", "delete", "copy")
    )
    assert grant_on_page(first, officer) == grant_on_page(second, officer) == 302
    visit.refresh_from_db()
    household.refresh_from_db()
    assert (visit.note, household.note) == ("说了家事", "桥头")
    DataRequest.objects.filter(pk=copy.pk).update(is_identity_checked=True)
    copy.refresh_from_db()
    assert not copy.has_extract


def test_the_help_for_a_person_whose_entry_went_is_not_the_households(
    household, village, officer, chief, grant_on_page
):
    person = build.make_resident(household, name="孙离开")
    helped = build.make_priority(village, officer, household=household, resident=person, reason="照看孙离开")
    asked = build.make_data_request(household, officer, kind="delete", resident=person)
    assert grant_on_page(asked, officer) == 302
    helped.refresh_from_db()
    assert (helped.reason, helped.resident, helped.is_of_person) == (GONE, None, True)
    words = (
        history.changes_model(PriorityVisit)
        .objects.filter(pgh_obj=helped.pk)
        .values_list("reason", flat=True)
    )
    assert "照看孙离开" not in words


def test_nothing_is_deleted_before_the_identity_is_checked(household, officer, sign_in):
    person = build.make_resident(household, name="孙离开")
    row = build.make_data_request(household, officer, kind="delete", resident=person)
    assert sign_in(officer).post(f"{LIST}{row.pk}/answer/", {"answer": "已删除"}).status_code == 422
    assert Resident.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("role", ["bureau", "leader", "auxiliary", "auditor", "administrator"])
def test_others_do_not_read_requests(asked, role, sign_in, request):
    client = sign_in(request.getfixturevalue(role))
    assert {client.get(page).status_code for page in (LIST, f"{LIST}{asked.pk}/extract/")} == {403}


def test_requests_are_not_exported(asked):
    assert "residents:data-request-list" not in exported()
