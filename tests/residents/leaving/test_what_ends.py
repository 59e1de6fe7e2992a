"""What ends when a household or a person leaves: the pairing, and priority visits."""

import pytest
from django.core.exceptions import ValidationError

from audit import trail
from policies.acting import HOUSEKEEPING, acting
from residents.leaving import actions
from residents.models import Pairing, PriorityVisit
from residents.priority.actions import approve, request
from retention import disposal
from tests import build
from tests.residents.leaving.pages import TODAY, page, page_of_today

pytestmark = pytest.mark.usefixtures("in_march")


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
