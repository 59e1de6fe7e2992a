"""The oracle catches mistakes in the count: each one planted by name, some a day, all of them with ``make oracle``."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction

from calendars import calendar
from calendars.spans import Span
from indicators import compute
from tests.demo.days import DECEMBER, TODAY
from tests.journeys.turns import Turns
from tests.oracle import comparing, exported
from tests.oracle.counting import Oracle

SHARE = 0.1


@dataclass(frozen=True)
class Defect:
    """A mistake in sql/fill_month.sql: ``right`` is replaced by ``wrong``; ``code``: a figure that must differ."""

    name: str
    code: str
    right: str
    wrong: str
    last: date = DECEMBER  # the newest month that is looked at


DEFECTS = (
    Defect("a household that was not at home is met", "households_met",
           "FILTER (WHERE outcome = 'met') AS households_met,", "AS households_met,"),
    Defect("every visit is a household", "households_met",
           "count(DISTINCT coalesce(home, household_id)) FILTER", "count(household_id) FILTER"),
    Defect("the last day of the month is left out of visits", "talks",
           "FROM counted_visits LEFT JOIN goes_on ON entry = household_id\n    WHERE occurred_on >= %(first)s "
           "AND occurred_on < %(end)s",
           "FROM counted_visits LEFT JOIN goes_on ON entry = household_id\n    WHERE occurred_on >= %(first)s "
           "AND occurred_on < %(last)s"),
    Defect("talks are counted by visit", "talks", "sum(talks) AS talks", "count(*) AS talks"),
    Defect("closed households stay", "visibility_met",
           "AND (closed_on IS NULL OR closed_on >= %(end)s) {only}\n    GROUP BY village_id\n),\npaired",
           "{only}\n    GROUP BY village_id\n),\npaired"),
    Defect("pairings that ended stay", "pairings", "AND (ends_on IS NULL OR ends_on >= %(last)s) {only}\n    "
           "GROUP BY village_id\n),\n-- Entries",
           "{only}\n    GROUP BY village_id\n),\n-- Entries"),
    Defect("a household is met first in each month", "households_met",
           "FILTER (WHERE met_last IS NULL) AS households_met_first", "AS households_met_first"),
    Defect("services are counted by row", "documents",
           "sum(quantity) FILTER (WHERE kind = 'document') AS documents",
           "count(*) FILTER (WHERE kind = 'document') AS documents"),
    Defect("donations are of the wrong kind", "donations",
           "sum(yuan) FILTER (WHERE kind = 'donation')", "sum(yuan) FILTER (WHERE kind = 'good_deed')"),
    Defect("a request told on its due day is late", "requests",
           "coalesce(told_back_on <= due_on, false)", "coalesce(told_back_on < due_on, false)"),
    Defect("requests are due when they are asked", "requests",
           "FILTER (WHERE due_on >= %(first)s AND due_on < %(end)s) AS requests_due",
           "FILTER (WHERE received >= %(first)s AND received < %(end)s) AS requests_due"),
    Defect("every end is an agreement", "disputes_agreed", " AND stage = 'agreed')", ")"),
    Defect("what was accepted before is done, too", "disputes_done",
           "FILTER (WHERE is_handled AND occurred_on >= %(first)s)", "FILTER (WHERE is_handled)"),
    Defect("mediation is in time after two months", "disputes_in_time",
           "make_interval(months => %(mediation_months)s)", "make_interval(months => 2 * %(mediation_months)s)"),
    Defect("every first session is in time", "disputes_first_session",
           "FILTER (WHERE held.held_on - d.occurred_on <= %(session_days)s)",
           "FILTER (WHERE true OR %(session_days)s > 0)"),
    Defect("any session is a first one", "disputes_first_session",
           "(earlier.held_on, earlier.id) < (held.held_on, held.id)", "earlier.id < 0"),
    Defect("a duty performed late is performed", "duties_performed",
           "FILTER (WHERE p.state = 'performed' AND p.settled_on <= p.due_on)", "FILTER (WHERE p.state = 'performed')"),
    Defect("a call made late is made", "follow_ups_made",
           "FILTER (WHERE p.made_on <= p.planned_on)", "FILTER (WHERE p.made_on IS NOT NULL)"),
    Defect("a dispute is open for two weeks after its end", "disputes_open",
           "AND (handled_on IS NULL OR handled_on >= %(end)s)) AS disputes_open",
           "AND (handled_on IS NULL OR handled_on >= %(last)s - 15)) AS disputes_open"),
    Defect("every patrol is joint", "joint_patrols", "FILTER (WHERE is_joint)", "FILTER (WHERE true)"),
    Defect("each meeting of a month counts as a month", "meetings_held",
           "count(*) AS meetings, 1 AS meetings_held", "count(*) AS meetings, 2 * count(*) AS meetings_held"),
    Defect("a hazard verified late is in time", "hazards_in_time",
           "FILTER (WHERE step = 'due' AND verified_on <= day)",
           "FILTER (WHERE step = 'due' AND verified_on IS NOT NULL)"),
    Defect("a hazard is found when it is due", "hazards_found",
           "FILTER (WHERE step = 'found')", "FILTER (WHERE step = 'due' OR step = 'never')"),
    Defect("a round that nobody walked is walked", "rounds_walked",
           "count(*) FILTER (WHERE is_walked) AS rounds_walked", "count(*) AS rounds_walked"),
    Defect("points of rounds that nobody walked are passed", "points_passed",
           "coalesce(sum(points_passed) FILTER (WHERE is_walked), 0) AS points_passed",
           "coalesce(sum(points_planned) FILTER (WHERE NOT is_walked), 0) AS points_passed"),
    Defect("the interval is the shortest", "patrol_interval",
           "percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)", "min(hours)"),
    Defect("whoever declined once only declined", "visibility_met",
           "count(*) FILTER (WHERE declined_last >= %(first)s AND coalesce(other_last < %(first)s, true))",
           "count(*) FILTER (WHERE declined_last >= %(first)s)"),
    Defect("who declined in January stays out for the year", "visibility_met",
           "count(*) FILTER (WHERE coalesce(other_last < %(year)s, true)) AS households_declined_of_year",
           "count(*) AS households_declined_of_year"),
    # Urgent requests are told back in the last weeks only (demo/requests.py).
    Defect("urgent requests are not told apart", "response_days",
           "FILTER (WHERE urgency <> 'urgent')", "FILTER (WHERE true)", TODAY.replace(day=1)),
    Defect("the longest answer is the median", "response_days_urgent",
           "FILTER (WHERE urgency = 'urgent')::numeric", "FILTER (WHERE urgency <> 'urgent')::numeric"),
    Defect("each team has functions of its own", "functions_covered",
           "count(DISTINCT function) AS functions_covered", "count(function) AS functions_covered"),
    Defect("hours of trainings that were not held count", "members_trained",
           "AND held.state = 'held' AND held.held_on <= %(placed)s", "AND held.held_on >= %(placed)s"),
    Defect("leave takes no day off the norm", "visit_target", "WHERE NOT s.is_on_leave", "WHERE true"),
    Defect("each village of a post has all of its norm", "visit_target",
           "sum(coalesce(o.visits, n.visits) / %(days)s * s.share)",
           "sum(coalesce(o.visits, n.visits) / %(days)s)"),
    Defect("the villages of a post bear its norm evenly", "visit_target",
           "bool_and(coalesce(f.households, 0) > 0) OVER of_post", "false"),
    Defect("duty days are counted by week", "duty_days",
           "count(*) AS duty_days", "count(DISTINCT date_trunc('week', d.\"on\"::timestamp)) AS duty_days"),
    Defect("preventable cases are all criminal ones", "preventable",
           "FILTER (WHERE category = 'preventable')", "FILTER (WHERE category = 'criminal')"),
    Defect("petitions are forgotten", "five_none", "FILTER (WHERE category = 'petition')", "FILTER (WHERE "
           "category = 'none')"),
    Defect("the five-none is that of the month before", "five_none",
           "FROM indicators_incidentcount\n    WHERE month = %(first)s {only}",
           "FROM indicators_incidentcount\n    WHERE month = (%(first)s::date - interval '1 month')::date {only}"),
    Defect("who saw nobody saw an officer", "visibility_survey",
           "FILTER (WHERE t.question = 'saw_officer' AND t.answer = 'yes') AS saw_officer",
           "FILTER (WHERE t.question = 'saw_officer') AS saw_officer"),
    Defect("basically satisfied is satisfied", "satisfaction",
           "AND t.answer = 'satisfied') AS satisfied", "AND t.answer IN ('satisfied', 'basically')) AS satisfied"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(f"{TODAY}T12:00+08:00")


@pytest.fixture(scope="module")
def oracle(password) -> Oracle:
    return Oracle(exported.tables(), TODAY)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "defect" in metafunc.fixturenames:
        turns, is_all = Turns(SHARE), metafunc.config.getoption("--oracle")
        chosen = [one for one in DEFECTS if is_all or turns.has(one.name, "defect")]
        metafunc.parametrize("defect", chosen, ids=lambda one: one.name)


@pytest.mark.turns(2)
def test_a_planted_defect_is_caught(defect, oracle, monkeypatch):
    assert compute.FILL.count(defect.right) == 1, "the count reads otherwise by now"
    monkeypatch.setattr(compute, "FILL", compute.FILL.replace(defect.right, defect.wrong))
    assert defect.code in caught(oracle, defect)


def caught(oracle: Oracle, defect: Defect) -> set[str]:
    """The figures that differ in the first of the months, from the last one backwards, in which any does."""
    for back in range(12):
        month = calendar.shift(defect.last, -back)
        with transaction.atomic():
            compute.fill_month(month)
            _compared, wrong = comparing.faults(oracle, [(month, span) for span in (Span.MONTH, Span.YEAR)])
            transaction.set_rollback(True)
        if defect.code in (found := {cell.code for cell in wrong}):
            return found
    return set()


@pytest.mark.parametrize("month", [date(2025, 11, 1), TODAY.replace(day=1)])
def test_the_count_itself_has_none(month, oracle):
    with transaction.atomic():
        compute.fill_month(month)
        assert comparing.faults(oracle, [(month, Span.MONTH)])[1] == []
        transaction.set_rollback(True)
