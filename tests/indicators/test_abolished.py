"""A village is abolished on any day: what was counted stays counted, and nothing is entered there afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from calendars import calendar
from disputes.actions.closing import close
from disputes.actions.mediating import record_session
from disputes.models import CheckRound, Dispute, Session
from duty.actions import arrive
from imports.divisions.saving import check_nothing_later
from indicators import compute, sums
from indicators.catalogue import CATALOGUE
from indicators.models import VillageMonth
from ledgers import actions, books
from posts import places
from posts.abolished import check_existed
from posts.models import Village
from reports import monthly
from reports.periods import Place
from residents.actions.pairings import pair
from residents.actions.register import register_household
from residents.models import Household, Pairing, Request, Visit
from residents.requests.actions import answer
from tests import build
from tests.page_client import PageClient

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
DAYS = [date(2026, 1, 31), FEBRUARY, date(2026, 2, 2), date(2026, 2, 14), date(2026, 2, 28), MARCH]

pytestmark = pytest.mark.usefixtures("in_march")


def live(village, officer, until: date) -> None:
    """Something of everything on each fourth day from 5 January on, the last on the day before ``until``."""
    build.make_pairing(build.make_household(village), officer)
    build.make_dispute(village, date(2026, 1, 5), officer)
    day = date(2026, 1, 5)
    while day < until:
        build.make_visit(village, day, officer, talks=2)
        build.make_service(village, day, officer, kind="document", quantity=3)
        build.make_patrol(village, day, officer)
        build.make_request(village, day, officer)
        build.make_dispute(village, day, officer, stage="failed", result="未成", handled_on=day)
        day += timedelta(days=4)
    build.make_visit(village, until - timedelta(days=1), officer, talks=1)


def abolish(village, day: date) -> None:
    Village.objects.filter(pk=village.pk).update(closed_on=day)


def listed(line, user) -> int:
    """How many rows the list behind a figure of the month has."""
    book = next(book for book in books.books() if line.indicator.drill.url == book.url_name("list"))
    query = QueryDict(line.month_link.partition("?")[2])
    filterset = book.listing.filtered(user, query)
    assert filterset.is_valid()
    return filterset.qs.count()


COUNTED_BY_ROWS = {
    "households_met",
    "pairings",
    "patrols",
    "disputes_accepted",
    "disputes_handled",
    "disputes_open",
}


@pytest.mark.turns(3)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_sums_of_each_month_are_the_rows_of_their_lists(day, village, elsewhere, officer, chief):
    live(village, officer, day)
    abolish(village, day)
    for month in (JANUARY, FEBRUARY, MARCH):
        compute.fill_month(month)
        found = {line.indicator.code: line for line in monthly.lines(chief, month, Place())}
        assert found.keys() > COUNTED_BY_ROWS
        for code in COUNTED_BY_ROWS:
            numerator = found[code].month.numerator or 0
            assert numerator == listed(found[code], chief), f"{code} {month}"


@pytest.mark.turns(3)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_was_talked_is_in_the_figures_of_its_months(day, village, officer):
    live(village, officer, day)
    abolish(village, day)
    for month in (JANUARY, FEBRUARY, MARCH):
        compute.fill_month(month)
    talked = sum(Visit.objects.filter(village=village).values_list("talks", flat=True))
    assert sums.total(VillageMonth.objects.all(), JANUARY, MARCH, level="county")["talks"] == talked


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_pages_expect_the_villages_that_the_figures_count(day, village, chief):
    abolish(village, day)
    for month in (JANUARY, FEBRUARY, MARCH):
        compute.fill_month(month)
        counted = VillageMonth.objects.filter(month=month, is_expected=True)
        counted = set(counted.values_list("village", flat=True))
        assert {one.village_id for one in places.expected(chief, month)} == counted
        assert places.expected_by_month(chief, [month])[month] == counted


def test_the_target_of_the_post_goes_to_its_other_villages(village, officer):
    """Three villages share it; one is abolished in the middle of February, and its membership stays open."""
    post = village.memberships.get().post
    others = [build.make_village(post, name) for name in ("乙村", "丙村")]
    for month in (JANUARY, FEBRUARY, MARCH):
        compute.fill_month(month)
    before = sums.total(VillageMonth.objects.all(), FEBRUARY, FEBRUARY, level="county")["visit_target"]
    abolish(village, date(2026, 2, 15))
    compute.fill_touched()
    for month in (FEBRUARY, MARCH):
        rows = VillageMonth.objects.filter(month=month)
        assert round(sum(row.visit_target for row in rows), 3) == round(before, 3) == 30
        shares = {row.village_id: round(row.visit_target, 3) for row in rows}
        assert shares[others[0].pk] == shares[others[1].pk] > 10
    assert set(shares) == {one.pk for one in others}


def new_rows(village, officer):
    """Every action that dates something in a village: its name, and a call that does it today."""
    household = build.make_household(village, is_hardship=True)
    today = calendar.this_month().replace(day=10)
    keys = build.keys(village) | {"occurred_on": today, "recorded_by": officer, "done_by": [officer.pk]}
    visit = Visit(household=household, outcome="met", talks=1, **keys)
    dispute = build.make_dispute(village, FEBRUARY, officer)
    dispute.handled_on, dispute.result = today, "未成"
    reasons = dict.fromkeys(("pm.fail", "pm.month"), "已告知")
    request = build.make_request(village, FEBRUARY, officer)
    build.told(request, today)
    moved = build.make_visit(village, FEBRUARY, officer)
    moved.occurred_on = today
    talk = Session(
        dispute=build.make_dispute(village, FEBRUARY, officer),
        held_on=today,
        place="村委会",
        result="goes_on",
    )
    walked = CheckRound(village=village, found=0, **{name: keys[name] for name in ("occurred_on", "done_by")})
    newcomer = Household(village=village, number="99号", householder="王测试", members=2)
    return {
        "record": lambda: actions.record(visit, by=officer, verb="record_visit"),
        "amend": lambda: actions.amend(moved, by=officer, verb="record_visit"),
        "close": lambda: close(dispute, Dispute.Stage.FAILED, by=officer, reasons=reasons),
        "answer": lambda: answer(request, by=officer),
        "arrive": lambda: arrive(village, by=officer),
        "register": lambda: register_household(newcomer, by=officer),
        "talk": lambda: record_session(talk, by=officer),
        "go round": lambda: actions.record(walked, by=officer, verb="record_dispute"),
        "pair": lambda: pair(Pairing(household=household, starts_on=today), by=officer),
    }


NEW = ["record", "amend", "arrive", "register", "go round", "pair"]
STEPS = ["close", "answer", "talk"]  # of what was open when it was abolished


@pytest.mark.parametrize("name", NEW)
def test_nothing_new_is_entered_in_an_abolished_village(name, village, officer):
    every = new_rows(village, officer)
    act = every[name]
    assert set(every) == {*NEW, *STEPS}
    abolish(village, date(2026, 3, 9))
    before = (
        Visit.objects.count(),
        Household.objects.count(),
        Request.objects.filter(told_back_on=None).count(),
    )
    with pytest.raises(ValidationError, match="abolished on 2026-03-09"):
        act()
    assert before == (
        Visit.objects.count(), Household.objects.count(), Request.objects.filter(told_back_on=None).count()
    )  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_what_is_open_in_an_abolished_village_is_finished_where_it_lies(name, village, officer):
    """The chief may have accepted it, so that nobody can move it to another village."""
    act = new_rows(village, officer)[name]
    abolish(village, date(2026, 3, 9))
    assert act().pk


def test_a_row_of_the_days_before_is_entered_late(village, officer):
    visit = Visit(
        household=build.make_household(village), outcome="met", talks=1, occurred_on=date(2026, 3, 8),
        recorded_by=officer, done_by=[officer.pk], **build.keys(village),
    )  # fmt: skip
    abolish(village, date(2026, 3, 9))
    assert actions.record(visit, by=officer, verb="record_visit").pk


def test_a_village_is_not_abolished_before_what_is_counted_there(village, officer):
    build.make_visit(village, date(2026, 3, 5), officer)
    with pytest.raises(ValidationError, match="2026-03-05"):
        check_nothing_later([village], date(2026, 3, 5))
    check_nothing_later([village], date(2026, 3, 6))


def test_what_lies_there_is_named_and_opened(village, officer, chief, bureau):
    household = build.make_household(village)
    build.make_dispute(village, FEBRUARY, officer)
    abolish(village, date(2026, 3, 9))
    for person in (officer, chief):
        client = PageClient()
        client.force_login(person)
        page = client.get("/").content.decode()
        assert "/residents/households/?abolished=on" in page and "abolished=on" in page
        rows = books.books()
        book = next(one for one in rows if one.model is Household)
        assert list(book.listing.filtered(person, QueryDict("abolished=on")).qs) == [household]
    client = PageClient()
    client.force_login(bureau)
    page = client.get("/organisation/").content.decode()
    assert "2026-03-09" in page and f"?village={village.pk}" in page


def test_the_forms_of_rows_offer_it_for_the_days_before(village, elsewhere, officer):
    abolish(village, date(2026, 3, 9))
    client = PageClient()
    client.force_login(officer)
    assert village in client.get("/patrols/new/").context["form"].fields["village"].queryset
    assert village not in client.get("/residents/households/new/").context["form"].fields["village"].queryset


def test_the_day_before_is_open(village):
    abolish(village, date(2026, 3, 9))
    check_existed(village.pk, date(2026, 3, 8))
    assert CATALOGUE
