"""Who has left: out of the lists and choices at once, anonymous a year later, brought back when it was a mistake."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from access import scope
from audit import trail
from policies.acting import acting
from residents.actions.visits import record_visit
from residents.leaving import actions
from residents.models import Household, PriorityVisit, Request, Resident, Visit
from tests import build
from tests.lists import shown
from tests.residents.leaving.pages import TODAY, leave, page, page_of_today

pytestmark = pytest.mark.usefixtures("in_march")


def test_a_household_leaves_with_its_residents_and_its_page_shows_it(household, person, officer, sign_in):
    client = sign_in(officer)
    assert f"{household.pk}/deregister/" in page(client, household)
    assert leave(client, household).status_code == 302
    household.refresh_from_db()
    person.refresh_from_db()
    assert (household.closed_on, household.closed_for, person.left_on) == (TODAY, "moved", TODAY)
    shown = page(client, household)
    assert "2026-03-20" in shown and f"{household.pk}/register-again/" in shown and "王小五" in shown
    assert "1年" in shown.replace(" ", "") or "1 year" in shown
    assert "2026-03-20" in page(client, person) and "2026-03-01" not in shown
    assert trail.entries_for(household).get(action="deregister_household").detail == {
        "closed_for": "moved",
        "people": 1,
    }


def test_somebody_who_moved_away_before_has_that_day_still(household, person, officer):
    Resident.objects.filter(pk=person.pk).update(left_on=date(2026, 2, 1))
    closed = actions.deregister_household(household, "moved", by=officer)
    actions.register_again(closed, by=officer)
    person.refresh_from_db()
    assert person.left_on == date(2026, 2, 1)


@pytest.mark.parametrize("reason", ["", "arrested", "Moved away"])
def test_the_reason_comes_from_the_closed_list(reason, household, officer, sign_in):
    assert leave(sign_in(officer), household, reason).status_code == 422
    with pytest.raises(ValidationError):
        actions.deregister_household(household, reason, by=officer)
    household.refresh_from_db()
    assert household.closed_on is None


def test_each_step_sent_twice_is_refused_the_second_time(household, person, officer, sign_in):
    client = sign_in(officer)
    where, who = f"/residents/households/{household.pk}/", f"/residents/people/{person.pk}/"
    steps = [
        (who + "move-away/", {}),
        (who + "come-back/", {}),
        (where + "deregister/", {"reason": "moved"}),
        (where + "register-again/", {}),
    ]
    for url, given in steps:
        assert [client.post(url, given).status_code for _again in range(2)] == [302, 422], url
    verbs = ("move_away", "come_back", "deregister_household", "register_again")
    entries = [*trail.entries_for(household), *trail.entries_for(person)]
    assert sorted(one.action for one in entries if one.action in verbs) == sorted(verbs)


@pytest.mark.parametrize(
    ("role", "status"), [("chief", 403), ("bureau", 403), ("leader", 403), ("stranger", 404)]
)
def test_nobody_leaves_without_the_right_to_edit_the_register(
    role, status, household, person, sign_in, request
):
    user = request.getfixturevalue(role)
    client = sign_in(user)
    for url in (
        f"/residents/households/{household.pk}/deregister/",
        f"/residents/households/{household.pk}/register-again/",
        f"/residents/people/{person.pk}/move-away/",
        f"/residents/people/{person.pk}/come-back/",
    ):
        assert client.post(url, {"reason": "moved"}).status_code == status, url
    for act in (
        lambda: actions.deregister_household(household, "moved", by=user),
        lambda: actions.register_again(household, by=user),
        lambda: actions.move_away(person, by=user),
        lambda: actions.come_back(person, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()
    household.refresh_from_db()
    assert household.closed_on is None


@pytest.mark.parametrize("role", ["bureau", "stranger", "auditor"])
def test_the_database_lets_only_the_post_and_its_station_do_it(role, household, person, request):
    user = request.getfixturevalue(role)
    for rows, change in (
        (Household.objects.filter(pk=household.pk), {"closed_on": TODAY}),
        (Resident.objects.filter(pk=person.pk), {"left_on": TODAY}),
    ):
        with acting(scope.acting_as(user)):
            try:
                with transaction.atomic():
                    assert rows.update(**change) == 0
            except DatabaseError as fault:
                assert "permission denied" in str(fault)
    household.refresh_from_db()
    assert household.closed_on is None


@pytest.mark.parametrize("role", ["officer", "auxiliary", "clerk"])
def test_editors_of_the_register_deregister_and_undo_it(
    role, household, person, village, officer, sign_in, request
):
    build.make_priority(village, by=officer, household=household)
    client = sign_in(request.getfixturevalue(role))
    assert leave(client, household).status_code == 302
    assert client.post(f"/residents/households/{household.pk}/register-again/").status_code == 302
    household.refresh_from_db()
    person.refresh_from_db()
    assert (household.closed_on, household.closed_for, person.left_on) == (None, "", None)


def test_nothing_new_is_offered_or_taken_for_a_household_that_left(
    household, person, village, officer, sign_in
):
    Household.objects.filter(pk=household.pk).update(is_hardship=True)
    client = sign_in(officer)
    leave(client, household)
    shown = page(client, household)
    for url in ("visits/new/", "requests/new/", "people/new/", "priority/new/"):
        assert url not in shown
    assert "own-data/new/" in shown and f"{household.pk}/edit/" in shown
    given = {"household": household.pk, "occurred_on": "2026-03-20"}
    for url, more in {
        "visits/new/": {"outcome": "met"},
        "requests/new/": {"asked": "修路", "due_on": "2026-04-01"},
        "people/new/": {"name": "王三", "residence": "permanent", "birth_year": "1980"},
        "pairings/new/": {"starts_on": "2026-03-20"},
        "priority/new/": {"purpose": "fraud", "reason": "防骗", "days": 30},
    }.items():
        offered = client.get(f"/residents/{url}").content.decode()
        # Only where a household is chosen: a number of days may be the same number.
        assert not re.search(rf'(name="household"[^>]*|<option )value="{household.pk}"', offered), url
        assert client.post(f"/residents/{url}", given | more).status_code == 422, url
    assert not (Visit.objects.exists() or Request.objects.exists() or PriorityVisit.objects.exists())


def test_a_visit_form_that_was_open_meanwhile_is_refused(household, officer, village):
    before = Household.objects.get(pk=household.pk)
    actions.deregister_household(household, "moved", by=officer)
    visit = Visit(household=before, village=village, occurred_on=TODAY, outcome="met", talks=1)
    with pytest.raises(ValidationError):
        record_visit(visit, by=officer)
    assert not Visit.objects.exists()


def test_a_visit_that_was_given_back_is_mended_after_the_household_left(household, officer, village, sign_in):
    visit = build.make_visit(
        village,
        household=household,
        by=officer,
        occurred_on=date(2026, 3, 2),
        state="given_back",
        reason="补充",
    )
    client = sign_in(officer)
    leave(client, household)
    url = f"/residents/visits/{visit.pk}/edit/"
    assert f'value="{household.pk}" checked' in client.get(url).content.decode()
    given = {"household": household.pk, "occurred_on": "2026-03-02", "outcome": "absent", "talks": "0"}
    assert client.post(url, given).status_code == 302


def test_what_was_asked_is_answered_after_the_household_left(household, officer, village, sign_in):
    asked = build.make_request(village, household=household, by=officer)
    own = build.make_data_request(household, officer, is_identity_checked=True)
    client = sign_in(officer)
    leave(client, household)
    assert client.post(f"/residents/requests/{asked.pk}/answer/", build.ANSWER).status_code == 302
    given = {"answer": "已给复制件", "is_identity_checked": "on"}
    assert client.post(f"/residents/own-data/{own.pk}/answer/", given).status_code == 302
    given = {
        "household": household.pk,
        "kind": "delete",
        "asker": "self",
        "channel": "person",
        "asked_on": "2026-03-20",
    }
    assert client.post("/residents/own-data/new/", given).status_code == 302


def listed(client, what, **query) -> set[int]:
    return set(shown(client.get(f"/residents/{what}/", query)))


def test_who_left_is_in_no_list_but_found_by_the_filter(household, person, village, officer, sign_in):
    client = sign_in(officer)
    registered = build.make_household(village)
    leave(client, household)
    assert listed(client, "households") == {registered.pk}
    assert listed(client, "households", also_left="on") == {registered.pk, household.pk}
    assert listed(client, "households", also_left="on", due="on") == set()
    assert listed(client, "people") == set()
    assert listed(client, "people", also_left="on") == {person.pk}
    assert household.householder not in page_of_today(client)
    typed = client.post("/residents/households/pick/", {"q": "王老五"}).content.decode()
    assert "王老五" not in typed.replace('value="王老五"', "")


def test_the_list_has_the_column_of_the_day_only_when_somebody_left(household, officer, sign_in):
    client = sign_in(officer)
    assert "column-closed_on" not in client.get("/residents/households/").content.decode()
    leave(client, household)
    assert "column-closed_on" in client.get("/residents/households/?also_left=on").content.decode()


def test_an_export_takes_whom_the_filter_takes(household, officer, sign_in, village):
    from django.http import QueryDict

    from residents.book import HOUSEHOLDS

    actions.deregister_household(household, "moved", by=officer)
    filtered = HOUSEHOLDS.listing.filtered
    assert not filtered(officer, QueryDict("")).qs.exists()
    assert filtered(officer, QueryDict("also_left=on")).qs.get() == household


def test_a_household_whose_number_is_taken_is_not_registered_again(household, village, officer, sign_in):
    client = sign_in(officer)
    leave(client, household)
    build.make_household(village, number="7")
    assert client.post(f"/residents/households/{household.pk}/register-again/").status_code == 422
    household.refresh_from_db()
    assert household.closed_on == TODAY
    Household.objects.filter(pk=household.pk).update(number="7-1", number_key="7-1")
    assert client.post(f"/residents/households/{household.pk}/register-again/").status_code == 302


def test_a_person_does_not_come_back_into_a_household_that_left(household, person, officer, sign_in):
    client = sign_in(officer)
    leave(client, household)
    assert "come-back" not in page(client, person)
    assert client.post(f"/residents/people/{person.pk}/come-back/").status_code == 422


def test_the_page_of_the_household_names_those_who_moved_away_apart(household, person, officer, sign_in):
    client = sign_in(officer)
    client.post(f"/residents/people/{person.pk}/move-away/")
    found = client.get(household.get_absolute_url()).context
    assert (list(found["residents"]), list(found["former"])) == ([], [person])
    assert "come-back" in page(client, person)
