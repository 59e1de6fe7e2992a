"""Standing in for a chief: by whom, for how long, what it opens, and what it does not."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access import scope
from access.rights import may
from audit.models import Entry
from ledgers import actions, months
from oversight.actions import stand_ins
from oversight.models import StandIn
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
FIRST, LAST = date(2026, 3, 16), date(2026, 3, 29)
LIST, SWITCH = "/organisation/acting/", "/organisation/acting/switch/"


def fresh(user):
    """The person as the next request finds them."""
    return type(user).objects.get(pk=user.pk)


def form(user, first="2026-03-16", last="2026-03-29"):
    return {"user": user.pk, "starts_on": first, "ends_on": last}


@pytest.mark.asvs("8.3.2")
def test_the_chief_names_an_officer_who_is_chief_at_the_next_request(chief, officer, village, sign_in):
    client = sign_in(officer)
    assert client.get("/figures/months/").status_code == 403
    assert sign_in(chief).post(LIST, form(officer)).status_code == 302
    assert client.get("/figures/months/").status_code == 200
    assert "代理所长" in client.get("/account/me/").content.decode()
    entry = Entry.objects.get(action="grant_stand_in")
    assert (entry.actor_id, entry.detail["person"]) == (chief.pk, officer.pk)


def test_the_grant_administrator_names_one_too(grantor, clerk, sign_in):
    assert sign_in(grantor).post(LIST, form(clerk)).status_code == 302
    assert scope.for_user(fresh(clerk)).stands_in and may(fresh(clerk), "review_rows")


def test_it_sees_the_whole_station_and_nothing_beyond(officer, village, elsewhere, station):
    build.make_stand_in(officer, FIRST, LAST)
    neighbour = build.make_village(build.make_post(station, "邻近警务室"), name="邻近村委会")
    seen = type(village).objects.served_by(fresh(officer))
    assert set(seen) == {village, neighbour}


@pytest.mark.parametrize("today", ["2026-03-15T09:00:00+08:00", "2026-03-30T00:00:01+08:00"])
def test_it_holds_on_its_days_only(officer, today, time_machine):
    build.make_stand_in(officer, FIRST, LAST)
    time_machine.move_to(today)
    assert not scope.for_user(fresh(officer)).stands_in and scope.for_user(fresh(officer)).role == "officer"


def test_one_works_in_one_place_at_a_time(officer, village, sign_in):
    build.make_stand_in(officer, FIRST, LAST)
    client = sign_in(officer)
    assert client.get("/residents/visits/new/").status_code == 403
    assert client.post(SWITCH).status_code == 302
    assert client.get("/residents/visits/new/").status_code == 200
    assert client.get("/figures/months/").status_code == 403
    client.post(SWITCH)
    assert client.get("/figures/months/").status_code == 200
    assert Entry.objects.filter(action="switch_place", actor_id=officer.pk).count() == 2


def test_nobody_changes_to_a_place_that_was_not_granted(officer, sign_in):
    assert sign_in(officer).post(SWITCH).status_code == 403


def test_own_rows_are_reviewed_by_somebody_else(officer, village, clerk, sign_in):
    mine, other = build.make_visit(village, by=officer), build.make_visit(village, by=clerk)
    build.make_stand_in(officer, FIRST, LAST)
    with pytest.raises(ValidationError):
        actions.accept(mine, by=fresh(officer))
    with pytest.raises(ValidationError):
        actions.give_back(mine, "why", by=fresh(officer))
    assert actions.accept(other, by=fresh(officer)).state == "accepted"
    page = sign_in(officer).get(mine.get_absolute_url()).content.decode()
    assert "/accept/" not in page and "/give-back/" not in page


def test_a_month_that_one_submitted_as_clerk_is_approved_by_another(clerk, station, village, chief):
    february = date(2026, 2, 1)
    months.submit(station, february, by=clerk)
    build.make_stand_in(clerk, FIRST, LAST)
    with pytest.raises(ValidationError):
        months.approve(station, february, by=fresh(clerk))
    assert months.approve(station, february, by=chief).state == "approved"


def test_who_stands_in_names_nobody(officer, clerk, sign_in):
    build.make_stand_in(officer, FIRST, LAST)
    assert sign_in(officer).get(LIST).status_code == 403
    assert sign_in(officer).post(LIST, form(clerk)).status_code == 403
    with pytest.raises(PermissionDenied):
        stand_ins.grant(StandIn(user=clerk, starts_on=FIRST, ends_on=LAST), by=fresh(officer))


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("who", ["officer", "clerk", "bureau", "administrator", "auditor"])
def test_nobody_else_names_one(who, request, officer, sign_in):
    assert sign_in(request.getfixturevalue(who)).post(LIST, form(officer)).status_code == 403


@pytest.mark.parametrize("who", ["auxiliary", "stranger", "bureau", "chief"])
def test_an_officer_or_clerk_of_the_own_station_and_nobody_else(who, request, chief, sign_in):
    person = request.getfixturevalue(who)
    assert sign_in(chief).post(LIST, form(person)).status_code == 422
    with pytest.raises(PermissionDenied):
        stand_ins.grant(StandIn(user=person, starts_on=FIRST, ends_on=LAST), by=chief)


@pytest.mark.parametrize(("last", "status"), [("2026-06-13", 302), ("2026-06-14", 422), ("2026-03-15", 422)])
def test_ninety_days_at_most(chief, officer, sign_in, last, status):
    assert sign_in(chief).post(LIST, form(officer, last=last)).status_code == status


def test_two_do_not_stand_in_at_once(chief, officer, clerk, sign_in):
    client = sign_in(chief)
    client.post(LIST, form(officer))
    answer = client.post(LIST, form(clerk, first="2026-03-29"))
    assert answer.status_code == 422 and "已有人代理" in answer.content.decode()


def test_the_chief_ends_it_at_once(chief, officer, sign_in):
    stand_in = build.make_stand_in(officer, FIRST, LAST)
    assert sign_in(chief).post(f"{LIST}{stand_in.pk}/end/").status_code == 302
    assert not scope.for_user(fresh(officer)).stands_in


def test_the_chief_of_another_station_does_not_end_it(officer, elsewhere, sign_in):
    stand_in = build.make_stand_in(officer, FIRST, LAST)
    other = build.make_user("otherchief", "chief", elsewhere.memberships.get().post.station)
    assert sign_in(other).post(f"{LIST}{stand_in.pk}/end/").status_code == 404


def test_who_moves_to_another_station_stands_in_no_more(officer, elsewhere):
    build.make_stand_in(officer, FIRST, LAST)
    officer.assignments.update(post=elsewhere.memberships.get().post, is_responsible=False)
    assert not scope.for_user(fresh(officer)).stands_in


def test_it_takes_the_second_factor_of_a_chief(officer, sign_in, settings):
    settings.SECOND_FACTOR = "required"
    client = sign_in(officer)
    assert client.get("/account/me/").status_code == 200
    build.make_stand_in(officer, FIRST, LAST)
    assert client.get("/account/me/")["Location"].endswith("?ended=factor")
