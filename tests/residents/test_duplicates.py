"""Two entries that may be one: asked before saving, listed, told apart, merged, and a merge undone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit import trail
from indicators.compute import fill_month
from indicators.models import VillageMonth
from ledgers import months
from policies.acting import HOUSEKEEPING, acting
from residents import family
from residents.actions import register, visits
from residents.data_requests.actions import grant
from residents.duplicates import finding, merging
from residents.duplicates.tasks import find_duplicates
from residents.leaving.actions import deregister_household, register_again
from residents.models import Duplicate, Household, Pairing, PriorityVisit, Request, Resident, Visit
from residents.priority.actions import approve
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
NEW = reverse("residents:household-create")
TODAY, MARCH = date(2026, 3, 20), date(2026, 3, 1)
PHONE = "13800001111"


def family_of_two(village, number, name="王建国", born=1970, **facts) -> Household:
    household = build.make_household(village, number=number, householder=name, **facts)
    build.make_resident(household, name=name, birth_year=born, relation="head")
    return household


@pytest.fixture
def two(village) -> tuple[Household, Household]:
    return family_of_two(village, "1号"), family_of_two(village, "2号", phone=PHONE)


@pytest.fixture
def pair(two) -> Duplicate:
    finding.find(villages=[two[0].village_id])
    return Duplicate.objects.get(first__isnull=False)


def typed(village, **facts) -> dict[str, str]:
    given = {
        "village": village.pk,
        "number": "9号",
        "householder": "王建国",
        "birth_year": "1970",
        "members": "",
    }
    return {name: str(value) for name, value in (given | {"children_under_14": 0} | facts).items()}


# Before saving


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({}, True),
        ({"householder": "王　建国"}, True),
        ({"birth_year": "1971"}, False),
        ({"birth_year": ""}, False),
        ({"householder": "张三", "phone": "138 0000 1111"}, True),
        ({"householder": "张三", "phone": "13800002222"}, False),
    ],
)
def test_a_household_that_may_be_there_is_asked_about(facts, asked, two, village, officer, sign_in):
    page = sign_in(officer).post(NEW, typed(village, **facts))
    assert page.status_code == (422 if asked else 302)
    assert Household.objects.count() == (2 if asked else 3)
    if asked:
        html = page.content.decode()
        assert 'name="twins"' in html and two[1].get_absolute_url() in html


@pytest.mark.parametrize(("choice", "state"), [("different", "different"), ("later", "open")])
def test_saving_anyway_is_kept_with_who_and_when(choice, state, two, village, officer, sign_in):
    assert sign_in(officer).post(NEW, typed(village, twins=choice)).status_code == 302
    pairs = Duplicate.objects.filter(second__number="9号")
    assert [(one.state, one.asked_by) for one in pairs] == [(state, officer)] * 2
    decided = (officer, TODAY) if choice == "different" else (None, None)
    assert {(one.decided_by, one.decided_on) for one in pairs} == {decided}
    assert trail.entries_for(pairs[0]).get(action="save_anyway").detail == {"choice": choice}


def test_an_invented_choice_is_none(two, village, officer, sign_in):
    assert sign_in(officer).post(NEW, typed(village, twins="yes")).status_code == 422


def test_a_change_asks_only_when_it_makes_two_alike(two, village, officer, sign_in):
    third = family_of_two(village, "5号", name="张三")
    client, url = sign_in(officer), reverse("residents:household-edit", args=[third.pk])
    shown = typed(village, number="5号", householder="张三", members=3)
    assert client.post(url, shown | {"note": "桥头", "version": "1"}).status_code == 302
    third.refresh_from_db()
    changed = shown | {"phone": PHONE, "version": str(third.version)}
    assert client.post(url, changed).status_code == 422
    assert client.post(url, changed | {"twins": "different"}).status_code == 302
    third.refresh_from_db()
    again = shown | {"phone": PHONE, "version": str(third.version)}
    assert client.post(url, again).status_code == 302, "told apart is asked never again"


def test_a_member_who_stands_elsewhere_is_asked_about(two, village, officer, sign_in):
    other = build.make_household(village, householder="赵六")
    given = {"household": other.pk, "name": "王建国", "birth_year": 1970, "residence": "permanent"}
    page = sign_in(officer).post(reverse("residents:resident-create"), given)
    assert page.status_code == 422 and 'name="twins"' in page.content.decode()
    assert (
        sign_in(officer).post(reverse("residents:resident-create"), given | {"twins": "later"}).status_code
        == 302
    )
    assert Duplicate.objects.filter(first_person__isnull=False, asked_by=officer).count() == 2


def test_who_comes_back_is_asked_about(two, officer, sign_in):
    gone = deregister_household(two[0], "moved", by=officer)
    client, url = sign_in(officer), reverse("residents:household-register-again", args=[gone.pk])
    page = client.post(url, {})
    assert page.status_code == 422 and two[1].get_absolute_url() in page.content.decode()
    assert client.post(url, {"twins": "different"}).status_code == 302
    assert Duplicate.objects.get(first=two[0], second=two[1]).state == "different"


def test_another_post_is_not_asked_about(two, elsewhere, stranger, sign_in):
    page = sign_in(stranger).post(NEW, typed(elsewhere, phone=PHONE))
    assert page.status_code == 302 and Duplicate.objects.count() == 0


# Finding


def test_pairs_are_found_once_and_a_shared_phone_is_none(two, village):
    assert finding.find(villages=[village.pk]) == 1
    assert finding.find(villages=[village.pk]) == 0
    for number in range(5):
        build.make_household(village, householder=f"公用{number}", phone="13900000000")
    assert finding.find(villages=[village.pk]) == 0


def test_the_night_finds_what_two_entered_at_once_and_drops_what_is_alike_no_more(two):
    with acting(HOUSEKEEPING):
        find_duplicates()
    assert Duplicate.objects.get().state == "open"
    Resident.objects.filter(household=two[0]).update(left_on=TODAY)
    Household.objects.filter(pk=two[0].pk).update(householder="李四", householder_key="李四")
    with acting(HOUSEKEEPING):
        find_duplicates()
    assert Duplicate.objects.count() == 0


def test_the_post_decides_its_own_and_the_chief_sees_the_stations(
    pair, officer, chief, bureau, stranger, sign_in
):
    url = reverse("residents:duplicate-list")
    for user in (officer, chief):
        html = sign_in(user).get(url + "?waiting=on").content.decode()
        assert pair.get_absolute_url() in html and "王建国" in html
    assert "waiting=on" in sign_in(officer).get("/").content.decode()
    assert sign_in(bureau).get(url).status_code == 403
    assert pair.get_absolute_url() not in sign_in(stranger).get(url).content.decode()
    for user in (chief, bureau, stranger):
        with pytest.raises(PermissionDenied):
            merging.merge(pair, pair.first_id, by=user)
        with pytest.raises(PermissionDenied):
            merging.tell_apart(pair, by=user)


def test_told_apart_is_never_asked_again_until_reopened(pair, two, officer, sign_in):
    client = sign_in(officer)
    side = client.get(pair.get_absolute_url()).content.decode()
    assert "1号" in side and "2号" in side
    assert client.post(pair.get_absolute_url() + "different/", {"version": "1"}).status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by, pair.decided_on) == ("different", officer, TODAY)
    assert finding.find(villages=[pair.village_id]) == 0
    assert Duplicate.objects.filter(first_person__isnull=False).count() == 1, "the people are asked about now"
    with pytest.raises(ValidationError):
        merging.merge(pair, two[0].pk, by=officer)
    assert client.post(pair.get_absolute_url() + "reopen/", {"version": str(pair.version)}).status_code == 302


# Merging


@pytest.fixture
def busy(two, officer, chief) -> dict:
    """The second household has work of every kind."""
    _kept, gone = two
    village = gone.village
    Household.objects.filter(pk=gone.pk).update(is_hardship=True)
    build.make_resident(gone, name="李秀英", birth_year=1972)
    rows = {
        "visit": build.make_visit(village, date(2026, 2, 3), officer, household=gone),
        "open": build.make_request(village, date(2026, 2, 3), officer, household=gone),
        "answered": build.make_request(
            village, date(2026, 2, 3), officer, household=gone, answer="好", answered_on=TODAY
        ),
        "pairing": build.make_pairing(gone, officer),
        "priority": build.make_priority(village, by=officer, household=gone),
        "data": build.make_data_request(gone, officer),
    }
    approve(rows["priority"], by=chief)
    return rows


def test_a_merge_takes_open_work_along_and_leaves_the_past(pair, two, busy, officer, sign_in):
    kept, gone = two
    client = sign_in(officer)
    answer = client.post(pair.get_absolute_url() + "same/", {"keep": kept.pk, "version": "1"})
    assert answer.status_code == 302
    gone.refresh_from_db()
    assert (gone.continued_in, gone.closed_on, gone.closed_for) == (kept, TODAY, "merged")
    for row in busy.values():
        row.refresh_from_db()
    assert [busy[name].household_id for name in ("visit", "answered")] == [gone.pk] * 2
    assert [busy[name].household_id for name in ("open", "priority", "data")] == [kept.pk] * 3
    assert busy["pairing"].ends_on == date(2026, 3, 19)
    assert Pairing.objects.get(ends_on=None).household == kept
    assert dict(kept.residents.filter(left_on=None).values_list("name", "relation")) == {
        "王建国": "head",
        "李秀英": "",
    }
    html = client.get(kept.get_absolute_url()).content.decode()
    assert busy["visit"].get_absolute_url() in html and "2026-02-03" in html
    kept.refresh_from_db()
    assert kept.last_met_on == date(2026, 2, 3)
    assert kept.get_absolute_url() in client.get(gone.get_absolute_url()).content.decode()
    found = client.get(reverse("residents:visit-list") + "?q=1号").content.decode()
    assert busy["visit"].get_absolute_url() in found
    listed = client.get(reverse("residents:household-list")).content.decode()
    assert gone.get_absolute_url() not in listed and kept.get_absolute_url() in listed


def test_an_undo_puts_back_what_went_along(pair, two, busy, officer, sign_in):
    kept, gone = two
    merging.merge(pair, kept.pk, by=officer)
    pair.refresh_from_db()
    url = pair.get_absolute_url() + "undo/"
    assert sign_in(officer).post(url, {"version": str(pair.version)}).status_code == 302
    gone.refresh_from_db()
    assert (gone.continued_in, gone.closed_on, gone.closed_for) == (None, None, "")
    for row in busy.values():
        row.refresh_from_db()
    assert {busy[name].household_id for name in ("visit", "open", "answered", "priority", "data")} == {
        gone.pk
    }
    assert Pairing.objects.get(ends_on=None).household == gone
    assert dict(gone.residents.filter(left_on=None).values_list("name", "relation")) == {
        "王建国": "head",
        "李秀英": "",
    }
    pair.refresh_from_db()
    assert (pair.state, pair.carried) == ("open", {})
    with pytest.raises(ValidationError):
        merging.undo(pair, by=officer)


def test_a_merge_is_undone_within_the_days_of_the_rule(pair, two, officer, time_machine):
    merging.merge(pair, two[0].pk, by=officer)
    time_machine.move_to("2026-04-20T09:00:00+08:00")
    pair.refresh_from_db()
    with pytest.raises(ValidationError):
        merging.undo(pair, by=officer)
    time_machine.move_to("2026-04-19T09:00:00+08:00")
    merging.undo(pair, by=officer)


def test_closed_months_stay_and_the_merged_count_once_from_then_on(pair, two, village, officer):
    kept, _gone = two
    for day in (date(2026, 1, 5), date(2026, 3, 5)):
        for household in two:
            build.make_visit(village, day, officer, household=household)

    def figures(month):
        fill_month(month)
        row = VillageMonth.objects.get(village=village, month=month)
        return row.households, row.households_met, row.households_met_first

    january = date(2026, 1, 1)
    before = figures(january)
    assert (before, figures(MARCH)) == ((2, 2, 2), (2, 2, 0))
    merging.merge(pair, kept.pk, by=officer)
    assert (figures(january), figures(MARCH)) == (before, (1, 1, 0))
    pair.refresh_from_db()
    merging.undo(pair, by=officer)
    assert (figures(january), figures(MARCH)) == (before, (2, 2, 0))


def test_a_first_meeting_of_the_year_under_another_entry_is_no_first_one(pair, two, village, officer):
    kept, gone = two
    build.make_visit(village, date(2026, 1, 5), officer, household=gone)
    build.make_visit(village, date(2026, 3, 5), officer, household=kept)
    merging.merge(pair, kept.pk, by=officer)
    fill_month(MARCH)
    row = VillageMonth.objects.get(village=village, month=MARCH)
    assert (row.households_met, row.households_met_first) == (1, 0)


def test_a_submitted_month_lets_no_merge_in_and_an_undo_of_a_published_one_takes_a_reason(
    pair, two, officer, station, time_machine
):
    merging.merge(pair, two[0].pk, by=officer)
    time_machine.move_to("2026-04-02T09:00:00+08:00")
    months.StationMonth.objects.create(
        station=station, month=MARCH, state="published", published_at="2026-04-01T00:00Z"
    )
    pair.refresh_from_db()
    with pytest.raises(ValidationError):
        merging.undo(pair, by=officer)
    merging.undo(pair, by=officer, late_reason="两户本不是一户")


def test_the_merged_one_is_changed_visited_and_merged_no_more(pair, two, village, officer):
    kept, gone = two
    third = family_of_two(village, "3号")
    finding.find(villages=[village.pk])
    merging.merge(pair, kept.pk, by=officer)
    gone.refresh_from_db()
    for act in (
        lambda: register.change_household(gone, by=officer),
        lambda: register_again(gone, by=officer),
        lambda: deregister_household(gone, "moved", by=officer),
        lambda: visits.record_visit(Visit(household=gone, occurred_on=TODAY), by=officer),
        lambda: register.register_resident(Resident(household=gone, name="新", birth_year=1980), by=officer),
        lambda: merging.suspect(gone, third, by=officer),
        lambda: merging.merge(Duplicate.objects.get(first=gone, second=third), third.pk, by=officer),
        lambda: merging.merge(Duplicate.objects.get(first=gone, second=third), gone.pk, by=officer),
    ):
        with pytest.raises(ValidationError):
            act()


def test_merges_follow_each_other_and_are_undone_from_the_last(pair, two, village, officer):
    kept, gone = two
    third = family_of_two(village, "3号")
    build.make_visit(village, TODAY, officer, household=gone)
    finding.find(villages=[village.pk])
    merging.merge(pair, kept.pk, by=officer)
    last = merging.merge(Duplicate.objects.get(first=kept, second=third), third.pk, by=officer)
    assert family.entries(third) == [third.pk, kept.pk, gone.pk]
    third.refresh_from_db()
    assert third.last_met_on == TODAY
    pair.refresh_from_db()
    with pytest.raises(ValidationError):
        merging.undo(pair, by=officer)
    last.refresh_from_db()
    merging.undo(last, by=officer)
    merging.undo(pair, by=officer)
    assert Household.objects.filter(closed_on=None).count() == 3


def test_a_visit_under_the_merged_entry_is_mended_and_the_household_follows(pair, two, village, officer):
    kept, gone = two
    visit = build.make_visit(village, date(2026, 3, 18), officer, household=gone)
    merging.merge(pair, kept.pk, by=officer)
    visit.refresh_from_db()
    visit.outcome, visit.talks = "absent", 0
    visits.amend_visit(visit, by=officer)
    kept.refresh_from_db()
    assert kept.last_met_on is None


def test_what_was_begun_for_the_merged_one_goes_on_with_the_other(pair, two, officer, sign_in):
    kept, gone = two
    merging.merge(pair, kept.pk, by=officer)
    client, url = sign_in(officer), reverse("residents:visit-create")
    html = client.get(f"{url}?household={gone.pk}").content.decode()
    assert f'value="{kept.pk}"' in html and f'value="{gone.pk}"' not in html
    given = {"household": gone.pk, "occurred_on": "2026-03-20", "outcome": "met", "talks": 1}
    assert client.post(url, given).status_code == 302
    assert Visit.objects.get().household == kept


def test_a_deletion_and_a_copy_cover_the_merged_entry(pair, two, busy, officer, sign_in):
    kept, gone = two
    merging.merge(pair, kept.pk, by=officer)
    copy = build.make_data_request(kept, officer, is_identity_checked=True)
    extract = sign_in(officer).get(reverse("residents:data-request-extract", args=[copy.pk])).content.decode()
    assert "2026-02-03" in extract
    Visit.objects.update(note="门口有狗")
    asked = build.make_data_request(kept, officer, kind="delete", is_identity_checked=True)
    grant(asked, "已删", by=officer)
    gone.refresh_from_db()
    assert (gone.phone or "") == ""
    assert set(Visit.objects.values_list("note", flat=True)) == {"—"}


def test_two_people_are_merged_with_what_runs_for_them(village, officer, chief):
    one, other = build.make_household(village), build.make_household(village)
    kept, gone = build.make_resident(one, name="王一"), build.make_resident(other, name="王一")
    helped = build.make_priority(village, by=officer, household=other, resident=gone)
    finding.find(villages=[village.pk])
    pair = Duplicate.objects.get()
    merging.merge(pair, kept.pk, by=officer)
    gone.refresh_from_db()
    helped.refresh_from_db()
    assert (gone.left_on, gone.continued_in, helped.resident, helped.household) == (TODAY, kept, kept, one)
    with pytest.raises(ValidationError):
        register.change_resident(gone, by=officer)
    pair.refresh_from_db()
    merging.undo(pair, by=officer)
    gone.refresh_from_db()
    helped.refresh_from_db()
    assert (gone.left_on, gone.continued_in, helped.resident, helped.household) == (None, None, gone, other)


def test_a_pair_chosen_by_hand_is_compared(village, officer, sign_in):
    one, other = build.make_household(village), build.make_household(village)
    answer = sign_in(officer).post(
        reverse("residents:household-same", args=[one.pk]), {"household": other.pk}
    )
    pair = Duplicate.objects.get()
    assert answer.url == pair.get_absolute_url() and pair.asked_by == officer
    with pytest.raises(ValidationError):
        merging.suspect(one, one, by=officer)
    assert merging.suspect(other, one, by=officer) == pair


def test_a_priority_visit_asked_for_both_is_asked_for_once(pair, two, village, officer):
    kept, _gone = two
    rows = [build.make_priority(village, by=officer, household=one) for one in two]
    merging.merge(pair, kept.pk, by=officer)
    assert [PriorityVisit.objects.get(pk=row.pk).state for row in rows] == ["requested", "withdrawn"]


def test_requests_are_answered_after_the_merge(pair, two, busy, officer):
    merging.merge(pair, two[0].pk, by=officer)
    asked = Request.objects.get(pk=busy["open"].pk)
    asked.answer, asked.answered_on = "修好了", TODAY
    visits.answer(asked, by=officer)
