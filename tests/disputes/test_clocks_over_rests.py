"""A clock stands still while a dispute rests."""

from datetime import date, timedelta

import pytest

from calendars.working_days import is_working_day, working_days_between
from disputes.clocks.clock import State
from disputes.clocks.deriving import clocks_of
from tests.disputes.clock_facts import TABLE, facts, one, rest, seen, session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("procedure", ["police"])
def test_a_first_session_before_an_awaited_opinion_is_in_time(procedure):
    waits = (rest("expert", "2026-03-03", None),)
    found = facts("2026-03-02", procedure=procedure, sessions=(session("2026-03-12"),), suspensions=waits)
    assert seen(one(found, "po.first", "2026-03-20")) == ("met", None, None)


RESTS = [("expert", 1, 6), ("hearing", 2, 9), ("asked", 1, 12), ("other", 1, 4)]
# A rest does not stop these: its own month; days that were agreed on; what the law counts on while parties take time.
RUN_ON = {"dispute.suspension_months"}


@pytest.mark.parametrize("procedure", ["people", "police", "spot"])
@pytest.mark.parametrize("sessions", [(), (session("2026-03-04"),)], ids=["before", "after the first"])
@pytest.mark.parametrize(("why", "after", "days"), RESTS)
def test_every_clock_of_an_open_dispute_stands_still_over_a_rest(procedure, sessions, why, after, days):
    """Whatever ran when it began runs on with the days that were left, and is never over while it goes on."""
    begin = date(2026, 3, 4) + timedelta(days=after)
    end = begin + timedelta(days=days)
    filed = {"procedure": procedure, "sessions": sessions, "filed_on": date(2026, 3, 2)}
    bare = {one.rule: one for one in clocks_of(facts("2026-03-02", **filed), TABLE, begin)}
    for today in (begin, begin + timedelta(days=1), end, end + timedelta(days=40)):
        open_one = facts("2026-03-02", **filed, suspensions=(rest(why, str(begin), None),))
        for clock in clocks_of(open_one, TABLE, today):
            if (
                not clock.is_open
                or clock.rule in RUN_ON
                or (clock.rule == "po.case" and why in ("asked", "other"))
            ):
                continue
            was_over = bare[clock.rule].due_on is not None and bare[clock.rule].due_on < begin
            assert clock.state == State.STOPPED or was_over, (clock, today)
            assert clock.days_left is None or was_over
    ended = facts("2026-03-02", **filed, suspensions=(rest(why, str(begin), str(end)),))
    for clock in clocks_of(ended, TABLE, end):
        before = bare.get(clock.rule)
        if clock.rule in ("pm.month", "po.count", "po.first") and before.due_on >= begin and clock.is_open:
            left = sum(is_working_day(begin + timedelta(days=n), TABLE) for n in range(days + 1))
            moved = working_days_between(before.due_on, clock.due_on, TABLE)
            assert moved >= left if clock.rule != "pm.month" else (clock.due_on - before.due_on).days >= days


def test_what_was_over_before_the_rest_stays_over():
    found = facts("2026-03-02", procedure="people", suspensions=(rest("asked", "2026-04-10", None),))
    assert seen(one(found, "pm.month", "2026-04-12"))[:2] == ("missed", "2026-04-02")
