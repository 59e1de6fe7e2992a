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
from indicators import compute, publish
from indicators.differences import differences_for
from indicators.models import VillageMonth
from ledgers import books, going_on_actions
from ledgers.month_filters import AtEndFilter
from policies.acting import HOUSEKEEPING, acting
from posts.models import CarriedRow, Succession, Village
from residents.models import Request
from residents.moving.tasks import follow_divisions
from teams import coverage
from tests import build
from tests.test_books import make

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
    "requests_due",
    "requests_in_time",
    "requests_answered",
    "pairings",
    "members",
    "functions_covered",
)
pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def successor(village):
    return build.make_village(build.keys(village)["post"], "承接村委会")


# Every list that is asked for what stood at the end of a month.
STOCKS = [
    pytest.param(book, name, id=f"{book.stem}-{name}")
    for book in books.books()
    for name, one in book.listing.filterset.base_filters.items()
    if isinstance(one, AtEndFilter)
]


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


@pytest.mark.turns(2)
@pytest.mark.parametrize(("book", "name"), STOCKS)
def test_a_list_of_what_stood_has_each_row_where_it_lay_then(book, name, village, successor, officer):
    row = make(book, village, officer)
    begins = [field for field in ("occurred_on", "starts_on", "consent_on") if hasattr(row, field)]
    type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(begins, FEBRUARY))
    compute.fill_month(FEBRUARY)
    before = stood(book, name, "2026-02", village, successor, officer)
    assert before[0] > 0 == before[1] and before[0] == before[2]
    merge(village, successor)
    with acting(HOUSEKEEPING):
        follow_divisions()
    compute.fill_touched()
    compute.fill_month(MARCH)
    assert stood(book, name, "2026-02", village, successor, officer) == before
    assert stood(book, name, "2026-03", village, successor, officer)[0] == 0


def stood(book, name: str, month: str, village: Village, successor: Village, user) -> list[int]:
    """How many rows the list has of the old village, the successor and the post at the end of the month."""
    places = [f"village={village.pk}", f"village={successor.pk}", f"post={build.keys(village)['post'].pk}"]
    with acting(scope.acting_as(user)):
        lists = [book.listing.filtered(user, QueryDict(f"{name}={month}&then=1&{place}")) for place in places]
        return [found.qs.count() for found in lists]


def test_a_request_told_before_the_merger_and_due_after_it_is_due_in_the_successor(
    village, successor, officer
):
    row = build.make_request(village, date(2026, 3, 2), officer, due_on=date(2026, 3, 25))
    build.told(row, date(2026, 3, 5)).save()
    merge(village, successor)
    row.refresh_from_db()
    assert row.village == village and row.village_of("due_on") == successor.pk
    assert counted(village, MARCH) == {"requests_answered": 1}
    assert counted(successor, MARCH) == {"requests_due": 1, "requests_in_time": 1}
    due = "due_from=2026-03&due_to=2026-03&then=1&counted=1"
    with acting(scope.acting_as(officer)):
        lists = [
            books.of_model(Request).listing.filtered(officer, QueryDict(f"{due}&village={place.pk}"))
            for place in (village, successor)
        ]
        assert [found.qs.count() for found in lists] == [0, 1]


def test_what_a_team_covered_before_the_merger_stays(village, successor, officer):
    """It served the successor as well, which is its own village now."""
    team = build.make_team(
        village, officer, functions=["patrol", "fire"], further_villages=[successor.pk], starts_on=FEBRUARY
    )
    build.make_member(village, officer, team=team, starts_on=FEBRUARY, consent_on=FEBRUARY)
    before = [counted(place, FEBRUARY) for place in (village, successor)]
    assert before == [{"members": 1, "functions_covered": 2}, {"functions_covered": 2}]
    merge(village, successor)
    team.refresh_from_db()
    assert (team.village, team.further_villages) == (successor, [])
    assert [counted(place, FEBRUARY) for place in (village, successor)] == before
    assert counted(successor, MARCH) == {"members": 1, "functions_covered": 2}
    with acting(scope.acting_as(officer)):
        lines = {one.village.pk: one for one in coverage.in_month(officer, FEBRUARY)}
    assert [(lines[place.pk].members, lines[place.pk].covered) for place in (village, successor)] == [
        (1, 2),
        (0, 2),
    ]


def test_what_was_withdrawn_after_the_merger_is_a_cause_where_it_lay(
    village, successor, officer, county, bureau
):
    """A published month of the old village changes by a row that lies in the successor now."""
    row = build.make_dispute(village, date(2026, 2, 5), officer)
    build.attest(village, FEBRUARY)
    published = publish.freeze(county, FEBRUARY, by=bureau, reason="试点")
    merge(village, successor)
    Dispute.objects.filter(pk=row.pk).update(state="withdrawn", reason="重复")
    compute.fill_touched()
    (found,) = differences_for(bureau, published)
    assert found["village"] == village
    assert [(str(one.kind), one.what.split(" ", 1)[1]) for one in found["causes"]] == [
        ("withdrawn row", row.receipt)
    ]
