"""What a figure reads is let into a closed month by one gate, whatever it is: submitted and approved months refuse."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from access.roles import Role
from duty import actions as duty
from duty.models import Leave
from indicators import actions as incidents
from indicators import compute, publish
from indicators.differences import differences_for, reasons_of
from ledgers import months
from ledgers.models import LateChange
from posts.actions import arranging, assigning
from posts.models import Assignment, Membership, Village
from residents.actions import pairings, register
from residents.leaving import actions as leaving
from residents.models import Household, Pairing
from surveys import actions as rounds
from surveys import answer_actions
from surveys.models import SurveyRound
from tests import build

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
TENTH = date(2026, 2, 10)
pytestmark = pytest.mark.usefixtures("in_march")


def grant_leave(village, person_of, **late):
    leave = Leave(user=person_of("officer"), kind="leave", starts_on=TENTH, ends_on=date(2026, 3, 2))
    return duty.grant_leave(leave, by=person_of("chief"), **late)


def take_leave_back(village, person_of, **late):
    leave = Leave.objects.first() or build.make_leave(person_of("officer"), TENTH, TENTH)
    return duty.take_leave_back(leave, by=person_of("chief"), **late)


def pair(village, person_of, **late):
    household = build.make_household(village, is_hardship=True)
    return pairings.pair(Pairing(household=household, starts_on=TENTH), by=person_of("officer"), **late)


def assign(village, person_of, **late):
    """The responsible officer came in February."""
    post = village.memberships.get().post
    Assignment.objects.filter(post=post, is_responsible=True).update(ends_on=TENTH - timedelta(days=1))
    new = Assignment(
        user=build.make_user("new", None), role=Role.OFFICER, post=post, is_responsible=True, starts_on=TENTH
    )
    return assigning.assign(new, by=person_of("grantor"), **late)


def give_village(village, person_of, **late):
    free = Village.objects.create(code="990901100999", name="新村委会", town=village.town)
    post = village.memberships.get().post
    return arranging.give_village(free, post, FEBRUARY, by=person_of("county"), **late)


def register_household(village, person_of, **late):
    new = Household(village=village, number="88", householder="王测试", opened_on=TENTH)
    return register.register_household(new, by=person_of("officer"), **late)


def register_again(village, person_of, **late):
    left = build.make_household(village, closed_on=TENTH, closed_for="moved")
    return leaving.register_again(left, by=person_of("officer"), **late)


def enter_answers(village, person_of, **late):
    """Into a round that counts."""
    by = person_of("county")
    survey = SurveyRound.objects.first() or build.make_survey(village.town.county, FEBRUARY, by)
    sheet = {village.pk: {answer_actions.INVITED: 3, ("satisfaction", "satisfied"): 2}}
    return answer_actions.correct_counted(survey, "paper", sheet, by=by, reason="数错一份", **late)


def count_round(village, person_of, **late):
    by, county = person_of("county"), village.town.county
    survey = SurveyRound.objects.first() or build.make_survey(county, FEBRUARY, by, "closed")
    build.make_answers(survey, village)
    return rounds.count_round(survey, by=by, without_reason="只测一村", **late)


def attest(village, person_of, **late):
    station = build.keys(village)["station"]
    return incidents.attest(station, FEBRUARY, {(village.pk, "mass"): 1}, by=person_of("clerk"), **late)


EVERY = [
    grant_leave, take_leave_back, pair, assign, give_village, register_household, register_again, enter_answers,
    count_round, attest,
]  # fmt: skip
every = pytest.mark.parametrize("change", EVERY, ids=lambda change: change.__name__)


@pytest.fixture
def everybody(officer, clerk, chief, bureau, grantor) -> None:
    """The responsible officer serves before anybody asks."""


@every
@pytest.mark.parametrize("is_approved", [False, True])
def test_a_locked_month_refuses_with_who_locked_it(
    change, is_approved, station, village, person_of, everybody
):
    months.submit(station, FEBRUARY, by=person_of("clerk"))
    if is_approved:
        months.approve(station, FEBRUARY, by=person_of("chief"))
    with pytest.raises(ValidationError, match="Clerk"):
        change(village, person_of, late_reason="晚了")


@every
def test_a_published_month_asks_why(change, station, village, person_of, everybody):
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    with pytest.raises(ValidationError, match="发布"):
        change(village, person_of)


@every
def test_the_reason_stands_at_the_village_and_month(change, station, village, person_of, everybody):
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    change(village, person_of, late_reason="纸上补录")
    assert [reason.split(": ")[1] for reason in reasons_of([village.pk], FEBRUARY)[village.pk]] == [
        "纸上补录"
    ]


@every
def test_an_open_month_asks_nothing(change, village, person_of, everybody):
    change(village, person_of)
    assert not LateChange.objects.exists()


def test_leave_reaches_every_village_of_the_post(post, station, village, person_of, everybody):
    other = build.make_village(post)
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    grant_leave(village, person_of, late_reason="病假条晚到")
    assert set(LateChange.objects.values_list("village_id", "cause", "month")) == {
        (one.pk, "duty.leave", FEBRUARY) for one in (village, other)
    }


def test_leave_of_somebody_without_a_post_of_their_own_reaches_no_figure(
    station, village, auxiliary, person_of, everybody
):
    months.submit(station, FEBRUARY, by=person_of("clerk"))
    leave = Leave(user=auxiliary, kind="leave", starts_on=TENTH, ends_on=TENTH)
    assert duty.grant_leave(leave, by=person_of("chief")).pk


def test_a_village_that_came_from_another_station_asks_that_one(
    village, elsewhere, station, person_of, everybody, clerk
):
    """In February it belonged elsewhere, whose month is open."""
    post = village.memberships.get().post
    Membership.objects.filter(village=elsewhere).update(ends_on=date(2026, 2, 28))
    Membership.objects.create(village=elsewhere, post=post, starts_on=MARCH)
    months.submit(station, FEBRUARY, by=clerk)
    build.make_household(elsewhere, closed_on=TENTH, closed_for="moved")
    assert leaving.register_again(Household.objects.get(closed_on=TENTH), by=person_of("officer")).pk


def test_the_difference_shows_the_leave_as_its_cause(county, station, village, person_of, everybody):
    """Case 01: leave over a published month."""
    build.attest(village, FEBRUARY)
    compute.fill_month(FEBRUARY)
    publication = publish.freeze(county, FEBRUARY, by=person_of("county"), reason="试")
    grant_leave(village, person_of, late_reason="病假条晚到")
    compute.fill_touched()
    (found,) = differences_for(person_of("county"), publication)
    assert {one["field"] for one in found["fields"]} == {"visit_target", "duty_norm"}
    assert found["reasons"] == ["请假抽调: 病假条晚到"]


def test_the_chief_is_asked_why_on_the_page_of_leave(station, person_of, everybody, sign_in):
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    client, url = sign_in(person_of("chief")), reverse("duty:leave-list")
    typed = {
        "user": person_of("officer").pk,
        "kind": "leave",
        "starts_on": "2026-02-02",
        "ends_on": "2026-02-03",
    }
    assert b"late_reason" not in client.get(url).content
    refused = client.post(url, typed)
    assert refused.status_code == 422 and refused.context["form"].errors["late_reason"]
    assert client.post(url, typed | {"late_reason": "假条晚到"}).status_code == 302


def test_the_chief_is_asked_why_when_leave_is_taken_back(station, village, person_of, everybody, sign_in):
    leave = build.make_leave(person_of("officer"), TENTH, TENTH)
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    client, url = sign_in(person_of("chief")), reverse("duty:leave-delete", args=[leave.pk])
    assert client.post(url).context["form"].errors["late_reason"]
    assert client.post(url, {"late_reason": "没有休"}).status_code == 302
    assert LateChange.objects.get().changed_by == person_of("chief")


def test_who_assigns_people_is_asked_why_on_the_page_of_the_account(
    station, post, village, person_of, everybody, sign_in
):
    months.mark_published([station], FEBRUARY, by=person_of("county"))
    Assignment.objects.filter(post=post).update(ends_on=date(2026, 1, 31))
    new, client = build.make_user("new", None), sign_in(person_of("grantor"))
    url = reverse("administration:detail", args=[new.pk])
    typed = {"role": "officer", "post": post.pk, "is_responsible": "on", "starts_on": "2026-02-01"}
    assert client.post(url, typed).context["form"].errors["late_reason"]
    assert client.post(url, typed | {"late_reason": "任命晚到"}).status_code == 302
    assert LateChange.objects.get().reason == "任命晚到"
