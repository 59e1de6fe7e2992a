"""Guard rail 3: priority visits help people, another person approves them, they expire, and stay in their village."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from reports.exports import exported
from residents.models import PriorityVisit, Visit
from residents.priority import actions
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)


@pytest.fixture
def asked(village, officer):
    return build.make_priority(village, by=officer, days=180)


@pytest.fixture
def running(asked, chief):
    return actions.approve(asked, by=chief)


def refused_by_the_database(row, **fields) -> bool:
    try:
        with transaction.atomic():
            PriorityVisit.objects.filter(pk=row.pk).update(**fields)
    except IntegrityError:
        return True
    return False


def test_the_purposes_are_a_closed_list_of_help():
    assert set(PriorityVisit.Purpose.values) == {
        "elderly", "children", "disabled", "violence", "hardship", "fraud", "asked",
    }  # fmt: skip


def test_an_unknown_purpose_is_refused(village, officer, sign_in):
    household = build.make_household(village)
    given = {"household": household.pk, "purpose": "petitioner", "reason": "常去上访", "days": 30}
    assert sign_in(officer).post("/residents/priority/new/", given).status_code == 422
    assert not PriorityVisit.objects.exists()


def test_an_officer_requests_and_the_chief_approves(village, officer, chief, sign_in):
    household = build.make_household(village)
    given = {"household": household.pk, "purpose": "elderly", "reason": "独居老人", "days": 90}
    assert sign_in(officer).post("/residents/priority/new/", given).status_code == 302
    row = PriorityVisit.objects.get()
    assert "/residents/priority/?waiting=on" in sign_in(chief).get("/").content.decode()
    assert sign_in(chief).post(f"/residents/priority/{row.pk}/approve/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.expires_on, row.approver) == ("approved", TODAY + timedelta(days=90), chief)


def test_the_author_never_approves(asked, officer, chief):
    with pytest.raises(PermissionDenied):
        actions.approve(asked, by=officer)
    own = build.make_priority(asked.village, by=chief)
    with pytest.raises(ValidationError):
        actions.approve(own, by=chief)
    assert refused_by_the_database(
        asked, state="approved", approver=officer, decided_on=TODAY, expires_on=TODAY + timedelta(days=1)
    )


def test_it_never_lasts_longer_than_180_days(running):
    assert running.expires_on == TODAY + timedelta(days=180)
    assert refused_by_the_database(running, expires_on=TODAY + timedelta(days=181))
    assert refused_by_the_database(running, days=181)


def test_it_expires_by_itself(running, officer, time_machine, sign_in):
    client = sign_in(officer)
    assert (
        str(running.household)
        in client.get("/").content.decode().partition("/residents/priority/?running=on")[2]
    )
    time_machine.move_to("2026-09-17T09:00:00+08:00")
    client = sign_in(officer)
    assert "/residents/priority/?running=on" not in client.get("/").content.decode()
    assert not PriorityVisit.objects.open_on(date(2026, 9, 17)).exists()
    assert PriorityVisit.objects.open_on(date(2026, 9, 16)).exists()


def test_it_is_not_renewed_while_it_runs_and_starts_anew_afterwards(running, officer, time_machine):
    again = PriorityVisit(household=running.household, purpose=running.purpose, reason="还需要", days=30)
    with pytest.raises(ValidationError):
        actions.request(again, by=officer)
    time_machine.move_to("2026-09-17T09:00:00+08:00")
    later = type(officer).objects.get(pk=officer.pk)
    assert actions.request(again, by=later).state == "requested"


def test_the_same_is_requested_once(asked, officer):
    again = PriorityVisit(household=asked.household, purpose=asked.purpose, reason="再请求", days=30)
    with pytest.raises(ValidationError):
        actions.request(again, by=officer)


def test_a_refusal_has_a_reason(asked, chief, officer, sign_in):
    assert sign_in(chief).post(f"/residents/priority/{asked.pk}/refuse/", {"reason": ""}).status_code == 422
    sign_in(chief).post(f"/residents/priority/{asked.pk}/refuse/", {"reason": "没有本人同意"})
    assert "没有本人同意" in sign_in(officer).get(f"/residents/priority/{asked.pk}/").content.decode()


def test_the_officer_ends_it_early(running, officer):
    assert actions.end(running, by=officer).ended_on == TODAY
    assert not PriorityVisit.objects.open_on(TODAY + timedelta(days=1)).exists()


@pytest.mark.parametrize("role", ["bureau", "leader", "clerk", "auxiliary", "auditor", "administrator"])
def test_only_the_own_village_and_its_chief_read_it(running, role, sign_in, request):
    client = sign_in(request.getfixturevalue(role))
    for page in ("", f"{running.pk}/"):
        assert client.get(f"/residents/priority/{page}").status_code == 403


def test_another_village_does_not_know_of_it(running, stranger, sign_in):
    assert sign_in(stranger).get(f"/residents/priority/{running.pk}/").status_code == 404
    today = sign_in(stranger).get("/").content.decode()
    assert "/residents/priority/?running=on" not in today


@pytest.mark.parametrize("role", ["bureau", "clerk", "auxiliary"])
def test_the_household_page_hides_it_from_others(running, role, sign_in, request):
    client = sign_in(request.getfixturevalue(role))
    page = client.get(running.household.get_absolute_url())
    assert page.status_code == 200 and f"/residents/priority/{running.pk}/" not in page.content.decode()


def test_it_is_never_exported_by_name(running, officer, sign_in):
    assert "residents:priority-list" not in exported()
    page = sign_in(officer).get("/residents/priority/")
    assert 'name="list"' not in page.content.decode()
    answer = sign_in(officer).post("/reports/export/", {"list": "residents:priority-list", "format": "csv"})
    assert answer.status_code in {400, 404}


def test_a_visit_is_marked_only_while_one_runs(running, officer, sign_in, village):
    given = {"household": running.household_id, "occurred_on": "2026-03-20", "outcome": "met", "talks": 1}
    page = sign_in(officer).get(f"/residents/visits/new/?household={running.household_id}&is_priority=on")
    assert 'name="is_priority"' in page.content.decode()
    sign_in(officer).post("/residents/visits/new/", given | {"is_priority": "on"})
    assert Visit.objects.get().is_priority
    other = build.make_household(village)
    answer = sign_in(officer).post(
        "/residents/visits/new/", given | {"household": other.pk, "is_priority": "on"}
    )
    assert Visit.objects.filter(household=other, is_priority=True).count() == 0
    assert answer.status_code in {302, 422}


def test_the_trail_names_no_villager(running):
    from audit.models import Entry

    entries = list(Entry.objects.filter(action="approve_priority").values_list("subject_label", "detail"))
    assert entries == [("", {"purpose": "elderly", "days": 180})]


def test_children_are_visited_through_their_guardian(village, officer, sign_in):
    household = build.make_household(village)
    person = build.make_resident(household)
    given = {
        "household": household.pk,
        "resident": person.pk,
        "purpose": "children",
        "reason": "留守",
        "days": 30,
    }
    assert sign_in(officer).post("/residents/priority/new/", given).status_code == 422
