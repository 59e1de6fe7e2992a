"""What belongs to a dispute counts with it: its months are asked whenever that changes, whoever changes what."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from access import scope
from disputes.actions import acceptance, closing, counted, mediating, protection
from disputes.models import Dispute, Session
from indicators.differences import reasons_of
from ledgers import months
from ledgers.models import LateChange
from policies.acting import acting
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
TENTH = date(2026, 2, 10)
REASONS = dict.fromkeys(("pm.fail", "pm.month", "pm.must", "po.first"), "已告知")


@pytest.fixture
def dispute(village, officer):
    """Accepted on 20 January, and first talked about on 10 February."""
    row = build.make_dispute(village, date(2026, 1, 20), by=officer)
    build.make_session(row, TENTH)
    return row


def withdraw(row, person_of, **late):
    return acceptance.withdraw_case(row, by=person_of("officer"), **late)


def give_back(row, person_of, late_reason=""):
    return acceptance.give_back_case(row, late_reason or "补材料", by=person_of("chief"))


def accepted_later(row, person_of, **late):
    row.occurred_on = date(2026, 2, 8)
    return acceptance.amend_case(row, by=person_of("officer"), reasons=REASONS, **late)


def in_another_village(row, person_of, **late):
    row.village = build.make_village(row.post, "另一村")
    return acceptance.amend_case(row, by=person_of("officer"), reasons=REASONS, **late)


def talked_before(row, person_of, **late):
    """A session of January is entered: the one of February is not the first one any more."""
    session = Session(dispute=row, held_on=date(2026, 1, 25), place="村委会", result="goes_on")
    return mediating.record_session(session, by=person_of("officer"), reasons=REASONS, **late)


def talked_not_then(row, person_of, **late):
    """The first session was on another day."""
    session = row.session_set.get()
    session.held_on = date(2026, 3, 2)
    return mediating.amend_session(session, by=person_of("officer"), reasons=REASONS, **late)


def agreed_in_january(row, person_of, **late):
    """Calls would have been due in February."""
    Session.objects.filter(dispute=row).update(held_on=date(2026, 1, 22))
    row.result, row.handled_on, row.agreement = "和解", date(2026, 1, 30), "oral"
    return closing.close(row, "agreed", by=person_of("officer"), reasons=REASONS, **late)


EVERY = [
    withdraw, give_back, accepted_later, in_another_village, talked_before, talked_not_then, agreed_in_january,
]  # fmt: skip
every = pytest.mark.parametrize("change", EVERY, ids=lambda change: change.__name__)


@every
def test_a_locked_month_of_a_part_refuses(change, dispute, station, person_of, officer, chief, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError, match="Clerk"):
        change(dispute, person_of, late_reason="晚了")


@every
def test_the_reason_stands_at_the_month_of_the_part(
    change, dispute, village, station, person_of, officer, chief, bureau
):
    months.mark_published([station], FEBRUARY, by=bureau)
    change(dispute, person_of, late_reason="纸上补录")
    assert any("纸上补录" in reason for reason in reasons_of([village.pk], FEBRUARY)[village.pk])


def test_of_a_protected_dispute_no_words_are_told(village, officer, station, bureau):
    row = build.make_dispute(
        village, TENTH, by=officer, stage="agreed", agreement="oral", result="x", handled_on=TENTH
    )
    dispute_parts.make_duty(dispute_parts.make_agreement(row, final=True), due_on=date(2026, 2, 20))
    protection.answer_yes(row, by=officer)
    months.mark_published([station], FEBRUARY, by=bureau)
    row.refresh_from_db()
    counted.let_in_parts(row, "不能外传的话")
    assert reasons_of([village.pk], FEBRUARY)[village.pk] == ["履行事项: 受保护"]


def test_a_word_of_the_facts_asks_only_the_months_of_the_dispute(dispute, station, officer, clerk):
    months.submit(station, FEBRUARY, by=clerk)
    dispute.summary = "改了一个字"
    acceptance.amend_case(dispute, by=officer, reasons=REASONS)
    assert Dispute.objects.get().summary == "改了一个字"


def test_words_that_were_given_before_it_was_protected_are_read_by_nobody_afterwards(
    dispute, village, station, officer, auxiliary, bureau, sign_in, person_of
):
    """Not beside the figures, and not in the table itself by whoever reads that."""
    months.mark_published([station], FEBRUARY, by=bureau)
    talked_before(dispute, person_of, late_reason="不能外传的话")
    assert any("不能外传的话" in one for one in reasons_of([village.pk], FEBRUARY)[village.pk])
    dispute.refresh_from_db()
    with acting(scope.acting_as(officer)):
        protection.answer_yes(dispute, by=officer)
    for reader in (officer, auxiliary, bureau):
        with acting(scope.acting_as(reader)):
            assert not any("不能外传的话" in one.reason for one in LateChange.objects.all())
            found = reasons_of([village.pk], FEBRUARY)[village.pk]
            assert found and not any("不能外传的话" in one for one in found)


CLOSED = {
    "stage": "failed", "result": "未成", "handled_on": date(2026, 1, 25), "told_routes_on": date(2026, 1, 25),
}  # fmt: skip
LATER = {  # what changes how many are open at the end of a month after the days of the dispute
    "withdrawn": (lambda row, of, **late: acceptance.withdraw_case(row, by=of("officer"), **late), {}),
    "given back": (
        lambda row, of, late_reason="补材料": acceptance.give_back_case(row, late_reason, by=of("chief")),
        {},
    ),
    "reopened": (
        lambda row, of, late_reason="没谈拢": closing.reopen(row, late_reason, by=of("officer")),
        CLOSED,
    ),
}


@pytest.mark.parametrize("how", LATER)
def test_how_many_are_open_at_the_end_of_a_later_month_asks_that_month(
    how, village, station, officer, chief, clerk, bureau, person_of
):
    """Of January, and open, or ended, since: February counts it among those that are open at its end."""
    change, fields = LATER[how]
    row = build.make_dispute(village, date(2026, 1, 20), by=officer, **fields)
    months.submit(station, FEBRUARY, by=clerk)
    with pytest.raises(ValidationError, match="Clerk"), transaction.atomic():
        change(row, person_of)
    months.approve(station, FEBRUARY, by=chief)
    months.mark_published([station], FEBRUARY, by=bureau)
    change(Dispute.objects.get(), person_of, late_reason="原是误登")
    assert any("原是误登" in one for one in reasons_of([village.pk], FEBRUARY)[village.pk])


def test_a_dispute_of_an_older_month_and_a_result_of_one_ask_the_months_since(
    village, station, officer, clerk, person_of
):
    months.submit(station, FEBRUARY, by=clerk)
    row = build.make_dispute(village, date(2026, 1, 20), by=officer)
    row.pk, row._state.adding, row.client_key = None, True, uuid4()
    row.number = row.number_post = row.number_year = None
    with pytest.raises(ValidationError, match="Clerk"), transaction.atomic():
        acceptance.accept_case(row, by=officer)
    with pytest.raises(ValidationError, match="Clerk"), transaction.atomic():
        ended = Dispute.objects.get()
        ended.result, ended.handled_on, ended.told_routes_on = "未成", date(2026, 1, 30), date(2026, 1, 30)
        closing.close(ended, "failed", by=officer, reasons=REASONS)
    later = Dispute.objects.get()
    later.result, later.handled_on, later.told_routes_on = "未成", date(2026, 3, 3), date(2026, 3, 3)
    assert closing.close(later, "failed", by=officer, reasons=REASONS).stage == "failed"
