"""Two entries that are one are merged, and a merge is undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators.compute import fill_month
from indicators.models import VillageMonth
from ledgers import months
from residents import family
from residents.actions import register, visits
from residents.data_requests.actions import grant
from residents.duplicates import finding, merging
from residents.leaving.actions import deregister_household, register_again
from residents.models import Duplicate, Household, Pairing, PriorityVisit, Request, Resident, Visit
from residents.priority.actions import approve
from residents.requests import actions as requests
from tests import build
from tests.residents.duplicates.alike import family_of_two

pytestmark = pytest.mark.usefixtures("in_march")
TODAY, MARCH = date(2026, 3, 20), date(2026, 3, 1)


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
            village, date(2026, 2, 3), officer, household=gone, answer="好", told_back_on=TODAY
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
    requests.answer(build.told(asked, TODAY), by=officer)
