"""Actions on a ledger row and who may do them."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404

from access.roles import Role
from audit import trail
from ledgers import actions
from ledgers.models import Row
from patrols.models import Patrol
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def new_patrol(village, march, **fields) -> Patrol:
    return Patrol(village=village, occurred_on=march, starts_at="20:00", **fields)


def test_a_row_gets_the_access_keys_of_the_villages_post(village, officer, march):
    row = actions.record(new_patrol(village, march), by=officer, verb="record_patrol")
    assert row.post == officer.assignments.get().post and row.station == row.post.station


def test_sent_twice_it_is_one_row(village, officer, march):
    key = uuid.uuid4()
    first = actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
    second = actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
    assert first.pk == second.pk and Patrol.objects.count() == 1


def test_the_database_itself_refuses_a_second_row_with_the_key(village, march):
    row = build.make_patrol(village, march)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_patrol(village, march, client_key=row.client_key)


def test_a_foreign_key_of_another_person_is_not_answered_with_their_row(village, officer, auxiliary, march):
    key = uuid.uuid4()
    actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
    with pytest.raises(IntegrityError):
        actions.record(new_patrol(village, march, client_key=key), by=auxiliary, verb="record_patrol")


def test_nobody_records_in_a_village_of_others(elsewhere, officer, march):
    with pytest.raises(Http404):
        actions.record(new_patrol(elsewhere, march), by=officer, verb="record_patrol")


def test_the_county_records_nothing(village, bureau, march):
    with pytest.raises(PermissionDenied):
        actions.record(new_patrol(village, march), by=bureau, verb="record_patrol")


def test_a_withdrawn_row_counts_nowhere(village, officer, march):
    row = build.make_patrol(village, march, by=officer)
    actions.withdraw(row, by=officer, verb="record_patrol")
    assert not Patrol.objects.counted().exists() and Patrol.objects.exists()


def test_only_the_recorder_withdraws(village, officer, auxiliary, march):
    with pytest.raises(ValidationError):
        actions.withdraw(build.make_patrol(village, march, by=officer), by=auxiliary, verb="record_patrol")


def test_a_row_given_back_counts_again_when_mended(village, officer, chief, march):
    row = actions.give_back(build.make_patrol(village, march, by=officer), "时间不对", by=chief)
    assert not Patrol.objects.counted().exists()
    row.minutes = 90
    mended = actions.amend(row, by=officer, verb="record_patrol")
    assert mended.state == Row.State.RECORDED and Patrol.objects.counted().exists()


def test_giving_back_needs_a_reason(village, officer, chief, march):
    with pytest.raises(ValidationError):
        actions.give_back(build.make_patrol(village, march, by=officer), " ", by=chief)


def test_an_accepted_row_is_not_changed_any_more(village, officer, chief, march):
    row = actions.accept(build.make_patrol(village, march, by=officer), by=chief)
    with pytest.raises(ValidationError):
        actions.amend(row, by=officer, verb="record_patrol")


def test_a_change_shows_before_and_after_in_the_history(village, officer, march):
    row = build.make_patrol(village, march, by=officer, minutes=30, note="旧")
    row.minutes, row.note = 90, "新"
    actions.amend(row, by=officer, verb="record_patrol")
    changes = trail.entries_for(row).get(action="amend").detail["changes"]
    assert changes == {"minutes": [30, 90], "note": ["***", "***"]}


def test_a_change_names_places_and_people_as_they_were_called(station, village, clerk, march):
    beside = build.make_village(build.make_post(station, name="邻村警务室"), name="邻村")
    other = build.make_user("beside", Role.OFFICER, build.keys(beside)["post"])
    row = build.make_patrol(village, march, by=clerk)
    was, was_at, who = str(village), row.post, row.get_done_by_display()
    row.village, row.done_by = beside, [other.pk]
    actions.amend(row, by=clerk, verb="record_patrol")
    changes = trail.entries_for(row).get(action="amend").detail["changes"]
    assert changes == {
        "village": [was, str(beside)],
        "post": [str(was_at), "邻村警务室"],
        "done_by": [who, other.name],
    }


def test_a_change_names_another_household_by_its_number(village, officer, march):
    visit = build.make_visit(village, by=officer)
    before, other = visit.household_id, build.make_household(village)
    visit.household = other
    actions.amend(visit, by=officer, verb="record_visit")
    changes = trail.entries_for(visit).get(action="amend").detail["changes"]
    assert changes["household"] == [f"#{before}", f"#{other.pk}"]


def test_the_receipt_names_book_day_and_number(village, officer, march):
    row = actions.record(new_patrol(village, march), by=officer, verb="record_patrol")
    assert row.receipt == f"XL260320-{row.pk:06d}"


def test_another_row_with_a_used_key_is_refused_and_not_lost(village, officer, march):
    key = uuid.uuid4()
    first = actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
    with pytest.raises(ValidationError, match=first.receipt):
        actions.record(
            new_patrol(village, march, client_key=key, minutes=90), by=officer, verb="record_patrol"
        )


def test_a_row_that_changes_the_village_gets_its_access_keys(station, village, clerk, march):
    beside = build.make_village(build.make_post(station, name="邻村警务室"), name="邻村")
    row = build.make_patrol(village, march, by=clerk)
    row.village = beside
    with pytest.raises(ValidationError, match="done_by"):  # those of the former post were not there
        actions.amend(row, by=clerk, verb="record_patrol")
    row.done_by = [build.make_user("beside", Role.OFFICER, build.keys(beside)["post"]).pk]
    actions.amend(row, by=clerk, verb="record_patrol")
    row.refresh_from_db()
    assert row.post == build.keys(beside)["post"]


def test_nobody_moves_a_row_into_a_village_of_others(village, elsewhere, officer, march):
    row = build.make_patrol(village, march, by=officer)
    row.village = elsewhere
    with pytest.raises(Http404):
        actions.amend(row, by=officer, verb="record_patrol")


def test_withdrawing_takes_the_right_to_record(village, officer, chief, march):
    with pytest.raises(PermissionDenied):
        actions.withdraw(build.make_patrol(village, march, by=officer), by=chief, verb="record_patrol")


def test_who_serves_elsewhere_reaches_no_row_of_the_former_post(elsewhere, officer, march):
    row = build.make_patrol(elsewhere, march, by=officer)
    with pytest.raises(PermissionDenied):
        actions.withdraw(row, by=officer, verb="record_patrol")


def test_a_withdrawn_row_is_not_reported_as_saved_again(village, officer, march):
    key = uuid.uuid4()
    first = actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
    actions.withdraw(first, by=officer, verb="record_patrol")
    with pytest.raises(ValidationError, match=first.receipt):
        actions.record(new_patrol(village, march, client_key=key), by=officer, verb="record_patrol")
