"""What was open in a merged village goes on in its successor, and each of its days counts where it lay then."""

from datetime import date

import pytest
from django.http import QueryDict

from access import scope
from disputes.actions import closing
from disputes.book import DISPUTES
from disputes.models import Dispute, Session
from hazards.actions import rectifying
from hazards.models import Hazard
from indicators import compute
from indicators.models import VillageMonth
from ledgers import going_on_actions
from policies.acting import HOUSEKEEPING, acting
from posts.models import CarriedRow, Succession, Village
from tests import build

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
TENTH, TODAY = date(2026, 3, 10), date(2026, 3, 20)
REASONS = dict.fromkeys(("pm.fail", "pm.month"), "已告知")
NAMES = (
    "disputes_accepted",
    "disputes_handled",
    "disputes_open",
    "first_sessions",
    "hazards_found",
    "hazards_rectified",
)
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def successor(village):
    return build.make_village(build.keys(village)["post"], "承接村委会")


def merge(village: Village, into: Village, day: date = TENTH) -> None:
    Succession.objects.create(village=village, successor=into, kind="merged", day=day)
    Village.objects.filter(pk=village.pk).update(closed_on=day)
    follow()


def follow() -> int:
    with acting(HOUSEKEEPING):
        return going_on_actions.follow()


def counted(village: Village, month: date) -> dict[str, int]:
    compute.fill_touched()
    compute.fill_month(month)
    found = VillageMonth.objects.filter(village=village, month=month).values(*NAMES).first() or {}
    return {name: number for name, number in found.items() if number}


def listed(user, query: str) -> int:
    with acting(scope.acting_as(user)):
        return DISPUTES.listing.filtered(user, QueryDict(query)).qs.count()


def test_a_dispute_counts_where_it_was_accepted_and_where_it_was_handled(village, successor, officer):
    row = build.make_dispute(village, date(2026, 2, 5), officer)
    Session.objects.create(
        dispute=row, held_on=date(2026, 2, 9), place="村委会", result="goes_on", recorded_by=officer,
        **build.keys(village),
    )  # fmt: skip
    before = counted(village, FEBRUARY)
    assert before == {"disputes_accepted": 1, "disputes_open": 1, "first_sessions": 1}
    merge(village, successor)
    row.refresh_from_db()
    assert row.village == successor and row.session_set.get().village == successor
    assert counted(village, FEBRUARY) == before and counted(successor, FEBRUARY) == {}
    assert counted(successor, MARCH) == {"disputes_open": 1} and counted(village, MARCH) == {}
    row.handled_on, row.result = TODAY, "未成"
    with acting(scope.acting_as(officer)):
        closing.close(row, "failed", by=officer, reasons=REASONS)
    assert counted(successor, MARCH) == {"disputes_handled": 1}
    assert counted(village, FEBRUARY) == before
    accepted = "from_month=2026-02&to_month=2026-02&then=1&counted=1"
    handled = "handled_from=2026-03&handled_to=2026-03&then=1&counted=1"
    for query, place, n in [
        (accepted, village, 1),
        (accepted, successor, 0),
        (handled, successor, 1),
        (handled, village, 0),
    ]:
        assert listed(officer, f"{query}&village={place.pk}") == n, (query, place)


def test_a_result_of_a_day_before_the_merger_counts_where_it_lay(village, successor, officer):
    row = build.make_dispute(village, date(2026, 2, 5), officer)
    merge(village, successor)
    row.refresh_from_db()
    row.handled_on, row.result = date(2026, 3, 9), "未成"
    with acting(scope.acting_as(officer)):
        closing.close(row, "failed", by=officer, reasons=REASONS)
    assert counted(village, MARCH) == {"disputes_handled": 1} and counted(successor, MARCH) == {}


def test_one_whose_village_is_merged_twice_has_three_places(village, successor, officer):
    last = build.make_village(build.keys(village)["post"], "末村委会")
    row = build.make_hazard(village, date(2026, 3, 2), officer, due_on=date(2026, 4, 30))
    merge(village, successor)
    merge(successor, last, date(2026, 3, 15))
    assert CarriedRow.objects.filter(row_key=row.pk).count() == 2
    row = Hazard.objects.get()
    days = {
        date(2026, 3, 9): village,
        TENTH: successor,
        date(2026, 3, 14): successor,
        date(2026, 3, 15): last,
    }
    assert {day: row.village_on(day) for day in days} == {day: place.pk for day, place in days.items()}
    row.rectified_on, row.rectified, row.proof = date(2026, 3, 12), "已拴好", "seen"
    with acting(scope.acting_as(officer)):
        rectifying.rectify(row, by=officer)
    assert counted(village, MARCH) == {"hazards_found": 1} and counted(last, MARCH) == {}
    assert counted(successor, MARCH) == {"hazards_rectified": 1}


def test_what_somebody_puts_into_a_third_village_counts_there(village, successor, officer):
    row = build.make_dispute(village, date(2026, 2, 5), officer)
    merge(village, successor)
    third = build.make_village(build.keys(village)["post"], "第三村委会")
    row = Dispute.objects.get(pk=row.pk)
    row.village = third
    row.save()
    assert row.village_on(date(2026, 2, 5)) == third.pk
    assert counted(third, FEBRUARY) == {"disputes_accepted": 1, "disputes_open": 1}
    assert counted(village, FEBRUARY) == {}


def test_what_is_taken_up_again_follows_and_what_is_over_stays(village, successor, officer):
    over = build.make_dispute(
        village, date(2026, 2, 5), officer, stage="failed", result="未成", handled_on=date(2026, 2, 20)
    )
    merge(village, successor)
    assert follow() == 0 and Dispute.objects.get(pk=over.pk).village == village
    over.refresh_from_db()
    with acting(scope.acting_as(officer)):
        closing.reopen(over, "又来反映", by=officer)
    assert follow() == 1 and Dispute.objects.get(pk=over.pk).village == successor


def test_without_a_post_of_the_successor_it_waits(village, officer, county):
    into = build.make_village(build.keys(village)["post"], "无室村委会")
    into.memberships.all().delete()
    row = build.make_dispute(village, date(2026, 2, 5), officer)
    merge(village, into)
    assert Dispute.objects.get(pk=row.pk).village == village and not CarriedRow.objects.exists()
