"""Referrals and slips follow the row behind them: moved villages, moved households, erased rows, the periods."""

from datetime import date

import pytest

from access import scope
from policies.acting import acting
from posts.actions import moving as villages
from referrals.actions import passing, slips
from referrals.models import OF_REFERRAL, Referral, Slip
from residents.moving.actions import move_household
from residents.requests import actions as requests
from retention import disposal
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
TODAY = date(2026, 3, 20)


@pytest.fixture
def passed_on(request_row, officer):
    slips.issue("request", request_row, by=officer)
    referral = build.make_referral(request_row.village, by=officer, row=request_row)
    slips.issue(OF_REFERRAL, referral, by=officer)
    return referral


def both_slips() -> list[Slip]:
    """That of the request, and that of the referral."""
    return [Slip.objects.get(subject_kind=kind) for kind in ("request", OF_REFERRAL)]


def test_a_moved_household_takes_its_referral_and_slip_along(
    passed_on, request_row, other_post, neighbour, officer
):
    there = neighbour.assignments.get().post.memberships.get().village
    with acting(scope.acting_as(officer)):
        move_household(request_row.household, there, "8号", TODAY, by=officer)
    for row in (Referral.objects.get(), *both_slips()):
        assert (row.village, row.post) == (there, other_post)
    request_row.refresh_from_db()
    with acting(scope.acting_as(neighbour)):
        requests.answer(build.told(request_row, TODAY), by=neighbour)
    assert Referral.objects.get().closed_on == TODAY
    of_request, of_referral = both_slips()
    assert of_request.shown == "answered" and of_referral.ends_on  # the referral was open: it is withdrawn


def test_a_village_that_goes_to_another_post_takes_them_along(
    passed_on, village, other_post, neighbour, bureau, sign_in
):
    with acting(scope.acting_as(bureau)):
        villages.move_village(village, other_post, "调整", by=bureau)
    assert {row.post for row in (Referral.objects.get(), *both_slips())} == {other_post}
    page = sign_in(neighbour).get("/referrals/?direction=out").content.decode()
    assert passed_on.get_absolute_url() in page


def test_a_request_that_changes_its_village_takes_them_along(passed_on, request_row, post, officer, sign_in):
    beside = build.make_village(post, "另村村委会")
    given = build.ASKED | {"household": build.make_household(beside).pk, "occurred_on": "2026-03-20",
                           "asked": "路灯", "due_on": "2026-03-20"}  # fmt: skip
    assert sign_in(officer).post(f"/residents/requests/{request_row.pk}/edit/", given).status_code == 302
    assert {row.village for row in (Referral.objects.get(), *both_slips())} == {beside}


def test_a_published_month_does_not_hinder_what_comes_back(passed_on, station, bureau, officer, sign_in):
    from ledgers import months

    months.mark_published([station], date(2026, 3, 1), by=bureau)
    given = {"outcome": "solved", "answer": "好", "answered_on": "2026-03-20"}
    assert sign_in(officer).post(f"{passed_on.get_absolute_url()}finish/", given).status_code == 302


def test_words_go_with_those_of_the_request(passed_on):
    Referral.objects.update(has_consent=True)
    assert passing.forget("request", [passed_on.subject_key]) == 1
    row = Referral.objects.get()
    assert (row.asked, row.name, row.has_consent) == ("—", "", False) and row.receiver_name


def test_who_asks_for_deletion_has_the_words_of_referrals_erased_too(
    passed_on, request_row, officer, sign_in
):
    Referral.objects.filter(pk=passed_on.pk).update(asked="王家院墙", answer="")
    own = build.make_data_request(request_row.household, officer, kind="delete", is_identity_checked=True)
    answer = sign_in(officer).post(
        f"/residents/own-data/{own.pk}/answer/", {"answer": "已删除", "is_identity_checked": "on"}
    )
    assert answer.status_code == 302
    page = sign_in(officer).get(passed_on.get_absolute_url()).content.decode()
    assert Referral.objects.get().asked == "—" and "王家院墙" not in page


def test_the_record_is_kept_for_three_years_after_its_end(passed_on):
    row = Referral.objects.filter(pk=passed_on.pk)
    row.update(state="withdrawn", closed_on=date(2023, 3, 21))
    disposal.dispose()
    assert row.exists()
    row.update(closed_on=date(2023, 3, 19))
    disposal.dispose()
    assert not row.exists()


def test_an_open_one_is_never_disposed_of(passed_on):
    Referral.objects.update(sent_on=date(2020, 1, 1), due_on=date(2020, 2, 1))
    disposal.dispose()
    assert Referral.objects.exists()
