"""After somebody has left: no past month changes, and a year later they are anonymous."""

from datetime import date

import pytest

from audit import trail
from indicators.compute import fill_month
from indicators.models import VillageMonth
from ledgers import months
from pages.templatetags.trail_tags import details
from policies.acting import HOUSEKEEPING, acting
from residents.leaving import actions
from residents.models import Household, Resident
from retention import disposal
from tests import build
from tests.residents.leaving.pages import TODAY, leave, page

pytestmark = pytest.mark.usefixtures("in_march")


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
