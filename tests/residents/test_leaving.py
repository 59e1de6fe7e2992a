"""Who has left: out of the lists and choices at once, anonymous a year later, brought back when it was a mistake."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from access import scope
from audit import trail
from indicators.compute import fill_month
from indicators.models import VillageMonth
from ledgers import months
from pages.templatetags.trail_tags import details
from policies.acting import HOUSEKEEPING, acting
from residents.actions.visits import record_visit
from residents.leaving import actions
from residents.models import Household, Pairing, PriorityVisit, Request, Resident, Visit
from residents.priority.actions import approve, request
from retention import disposal
from tests import build
from tests.lists import shown

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)


@pytest.fixture
def household(village):
    return build.make_household(village, number="7", householder="王老五", next_visit_on=date(2026, 3, 1))


@pytest.fixture
def person(household):
    return build.make_resident(household, name="王小五")


def leave(client, household, reason="moved"):
    return client.post(f"/residents/households/{household.pk}/deregister/", {"reason": reason})


def page(client, row) -> str:
    return client.get(row.get_absolute_url()).content.decode()


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


def test_its_pairing_ends_today(household, officer, village):
    keys = build.keys(village)
    pairing = Pairing.objects.create(household=household, officer=officer, starts_on=build.SINCE, **keys)
    closed = actions.deregister_household(household, "moved", by=officer)
    pairing.refresh_from_db()
    assert pairing.ends_on == TODAY and trail.entries_for(pairing).filter(action="end_pairing").exists()
    actions.register_again(closed, by=officer)
    pairing.refresh_from_db()
    assert pairing.ends_on == TODAY


def test_a_pairing_does_not_begin_tomorrow(village, officer, sign_in):
    household = build.make_household(village, is_hardship=True)
    given = {"household": household.pk, "starts_on": "2026-03-21"}
    assert sign_in(officer).post("/residents/pairings/new/", given).status_code == 422


@pytest.fixture
def helped(household, person, village, officer, chief):
    """One priority visit that runs for the person, one of the household that waits for the chief."""
    running = build.make_priority(village, by=officer, household=household, resident=person, days=90)
    approve(running, by=chief)
    return running, build.make_priority(village, by=officer, household=household, purpose="fraud")


def test_priority_visits_end_and_are_no_longer_asked_for(household, helped, officer, chief, sign_in):
    running, waiting = helped
    actions.deregister_household(household, "dissolved", by=officer)
    for row in helped:
        row.refresh_from_db()
    assert (running.ended_on, waiting.state, waiting.ended_on) == (TODAY, "withdrawn", TODAY)
    assert not PriorityVisit.objects.waiting().exists()
    with pytest.raises(ValidationError):
        approve(waiting, by=chief)
    shown = page(sign_in(officer), running)
    assert "visits/new/" not in shown and "/end/" not in shown
    assert running.get_absolute_url() not in page_of_today(sign_in(officer))
    with pytest.raises(ValidationError):
        request(PriorityVisit(household=household, purpose="asked", reason="要帮助", days=30), by=officer)


def page_of_today(client) -> str:
    return client.get("/").content.decode()


def test_priority_visits_for_somebody_who_moved_away_end_and_the_others_stay(person, helped, officer):
    running, waiting = helped
    actions.move_away(person, by=officer)
    for row in helped:
        row.refresh_from_db()
    assert (running.ended_on, waiting.state) == (TODAY, "requested")


def test_a_priority_visit_no_longer_asked_for_goes_a_year_later(household, helped, officer, time_machine):
    actions.deregister_household(household, "moved", by=officer)
    time_machine.move_to("2027-03-22T02:00:00+08:00")
    with acting(HOUSEKEEPING):
        disposal.dispose()
    assert not PriorityVisit.objects.exists()


def test_an_auxiliary_reads_nothing_of_priority_visits_on_the_way(household, helped, auxiliary, sign_in):
    client = sign_in(auxiliary)
    url = f"/residents/households/{household.pk}/deregister/"
    shown = [client.get(url).content, client.post(url, {"reason": "moved"}, follow=True).content]
    assert all("防诈骗" not in one.decode() and "/residents/priority/" not in one.decode() for one in shown)


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
    given = {"answer": "已修好", "answered_on": "2026-03-20"}
    assert client.post(f"/residents/requests/{asked.pk}/answer/", given).status_code == 302
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


def test_a_year_later_it_is_made_anonymous_and_not_registered_again(
    household, person, officer, sign_in, time_machine
):
    leave(sign_in(officer), household)
    time_machine.move_to("2027-03-20T02:00:00+08:00")
    with acting(HOUSEKEEPING):
        disposal.dispose()
    household.refresh_from_db()
    assert household.householder == "王老五"
    time_machine.move_to("2027-03-21T02:00:00+08:00")
    with acting(HOUSEKEEPING):
        disposal.dispose()
    household.refresh_from_db()
    assert (household.householder, household.number, household.erased_on) == ("—", "—", date(2027, 3, 21))
    assert not Resident.objects.filter(pk=person.pk).exists()
    shown = page(sign_in(officer), household)
    assert "register-again" not in shown and "/edit/" not in shown and "own-data/new/" not in shown
    assert sign_in(officer).post(f"/residents/households/{household.pk}/register-again/").status_code == 422


def test_somebody_who_moved_away_is_deleted_a_year_later_and_the_household_stays(
    household, person, officer, sign_in, time_machine
):
    sign_in(officer).post(f"/residents/people/{person.pk}/move-away/")
    time_machine.move_to("2027-03-22T02:00:00+08:00")
    with acting(HOUSEKEEPING):
        disposal.dispose()
    household.refresh_from_db()
    assert household.householder == "王老五" and not Resident.objects.exists()


def figures(village, month) -> dict:
    counted = VillageMonth.objects.filter(village=village, month=month)
    return counted.values("households", "people", "households_met").get()


def test_no_past_month_changes_when_a_household_leaves(household, officer, village):
    before = date(2026, 2, 1)
    build.make_visit(village, household=household, by=officer, occurred_on=date(2026, 2, 3))
    for month in (before, TODAY.replace(day=1)):
        fill_month(month)
    was = figures(village, before)
    actions.deregister_household(household, "mistake", by=officer)
    for month in (before, TODAY.replace(day=1)):
        fill_month(month)
    assert figures(village, before) == was and was["households"] == 1
    assert figures(village, TODAY.replace(day=1))["households"] == 0


def test_registering_again_in_a_locked_month_takes_a_reason(
    household, officer, village, station, bureau, sign_in
):
    Household.objects.filter(pk=household.pk).update(closed_on=date(2026, 2, 10), closed_for="mistake")
    months.mark_published([station], date(2026, 2, 1), by=bureau)
    client, url = sign_in(officer), f"/residents/households/{household.pk}/register-again/"
    refused = client.post(url)
    assert "late_reason" in refused.context["form"].errors
    assert client.post(url, {"late_reason": "误注销"}).status_code == 302
    assert trail.entries_for(household).get(action="register_again").detail["reason"] == "误注销"


def test_the_history_of_the_household_names_who_deregistered_it_and_why(household, officer, sign_in):
    client = sign_in(officer)
    leave(client, household, "dissolved")
    shown = [
        str(one)
        for moment in client.get(household.get_absolute_url()).context["history"]
        for one in moment.differences
    ]
    assert any("closed_for" in one or "注销" in one or "deregistered" in one for one in shown)
    assert officer.name in page(client, household)
    entry = trail.entries_for(household).get(action="deregister_household")
    assert "dissolved" not in [value for _label, value in details(entry)]
