"""The period of a case of the police: from acceptance or filing, extended, over a rest, after a breach."""

from datetime import date

import pytest

from disputes.clocks.facts import (
    DutyFact,
)
from tests.disputes.clock_facts import AGREEMENT, day, extended, facts, one, rest, seen, session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "filed", "extensions", "due", "article"),
    [
        # the law until 2025: from acceptance, one extension
        ("2025-12-01", "2025-12-03", (), "2025-12-31", "治安法(2012) 99; 程序规定 165"),
        ("2025-12-01", None, (), "2025-12-31", "治安法(2012) 99; 程序规定 165"),
        ("2025-12-20", "2025-12-30", (), "2026-01-19", "治安法(2012) 99; 程序规定 165"),
        ("2025-12-20", "2025-12-30", ("2026-01-15",), "2026-02-24", "治安法(2012) 99; 程序规定 165"),
        (
            "2025-12-20",
            "2025-12-30",
            ("2026-01-15", "2026-02-10"),
            "2026-02-24",
            "治安法(2012) 99; 程序规定 165",
        ),
        # the law of 2026: from filing, two extensions
        ("2025-12-30", "2026-01-02", (), "2026-02-02", "治安法 118"),  # 1 February is a Sunday
        ("2026-01-02", "2026-01-02", ("2026-01-30",), "2026-03-03", "治安法 118"),
        ("2026-01-02", "2026-01-02", ("2026-01-30", "2026-03-02"), "2026-04-02", "治安法 118"),
        ("2026-01-02", "2026-01-02", ("2026-01-30", "2026-02-28", "2026-03-30"), "2026-04-02", "治安法 118"),
        ("2026-01-16", "2026-01-16", (), "2026-02-24", "治安法 118"),  # ends in the Spring Festival
        ("2026-03-10", "2026-03-20", (), "2026-04-20", "治安法 118"),  # 19 April is a Sunday
    ],
)
def test_the_day_of_filing_chooses_the_period_of_the_case(accepted, filed, extensions, due, article):
    clock = one(
        facts(accepted, filed_on=day(filed), extensions=extended(*extensions)), "po.case", "2025-12-31"
    )
    assert (str(clock.due_on), clock.article) == (due, article)
    assert str(clock.started_on) == (accepted if article.startswith("治安法(2012)") else filed)


@pytest.mark.parametrize("procedure", ["police", "spot", "people", "told"])
def test_without_filing_no_case_period_runs_under_the_new_law(procedure):
    assert one(facts("2026-03-10", procedure=procedure), "po.case", "2026-03-20") is None


@pytest.mark.parametrize(
    ("why", "filed", "first", "last", "due"),
    [
        (
            "expert",
            "2026-03-02",
            "2026-03-10",
            "2026-03-19",
            "2026-04-13",
        ),  # ten days; 11 April is a Saturday
        ("hearing", "2026-03-02", "2026-03-10", "2026-03-19", "2026-04-13"),
        ("asked", "2026-03-02", "2026-03-10", "2026-03-19", "2026-04-01"),
        ("other", "2026-03-02", "2026-03-10", "2026-03-19", "2026-04-01"),
        ("expert", "2025-11-03", "2025-11-10", "2025-11-19", "2025-12-15"),  # 13 December is a Saturday
        ("hearing", "2025-11-03", "2025-11-10", "2025-11-19", "2025-12-03"),  # counted until 2025
        (
            "expert",
            "2026-03-02",
            "2026-03-02",
            "2026-03-02",
            "2026-04-01",
        ),  # the first day is not counted anyway
        ("expert", "2026-03-02", "2026-04-02", "2026-04-09", "2026-04-01"),  # after the end
    ],
)
def test_days_of_opinion_and_hearing_are_not_counted(why, filed, first, last, due):
    found = facts(filed, filed_on=day(filed), suspensions=(rest(why, first, last),))
    assert str(one(found, "po.case", "2026-05-20").due_on) == due


def test_an_opinion_that_is_awaited_stops_the_case_and_moves_its_end():
    found = facts("2026-03-02", filed_on=day("2026-03-02"), suspensions=(rest("expert", "2026-03-10", None),))
    assert seen(one(found, "po.case", "2026-03-12")) == (
        "stopped",
        "2026-04-07",
        None,
    )  # 4 to 6 April are off
    assert str(one(found, "po.case", "2026-03-20").due_on) == "2026-04-13"
    late = facts("2026-03-02", filed_on=day("2026-03-02"), suspensions=(rest("expert", "2026-04-02", None),))
    assert seen(one(late, "po.case", "2026-04-03")) == ("missed", "2026-04-01", -2)


FILED = {"filed_on": date(2026, 3, 2)}
DONE = DutyFact(7, date(2026, 4, 1), "performed", date(2026, 3, 30))
BROKEN = DutyFact(8, date(2026, 4, 1), "broken", date(2026, 4, 8))


@pytest.mark.parametrize(
    ("more", "state", "started", "due"),
    [
        ({}, "running", "2026-03-02", "2026-04-01"),
        ({"sessions": (session("2026-03-04"),)}, "stopped", "2026-03-02", None),
        ({"sessions": (session("2026-03-04"), session("2026-03-10", "failed"))}, "running", "2026-03-10", "2026-04-09"),
        ({"sessions": (session("2026-03-10", "refused"),)}, "running", "2026-03-10", "2026-04-09"),
        (
            {"sessions": (session("2026-03-04", "failed"), session("2026-03-11"))},
            "stopped", "2026-03-02", None,
        ),
        ({"stage": "failed", "handled_on": date(2026, 3, 16)}, "running", "2026-03-16", "2026-04-15"),
        (
            {"stage": "failed", "handled_on": date(2026, 3, 16), "sessions": (session("2026-03-13", "failed"),)},
            "running", "2026-03-13", "2026-04-13",
        ),
        (  # it went on after a failure, and failed for good on the day of the result
            {"stage": "failed", "handled_on": date(2026, 3, 20),
             "sessions": (session("2026-03-04", "failed"), session("2026-03-10"))},
            "running", "2026-03-20", "2026-04-20",  # the 19th is a Sunday
        ),
        (  # what was approved before it began anew made the former period longer; what came later makes this one
            {"stage": "failed", "handled_on": date(2026, 3, 16), "extensions": extended("2026-03-05", "2026-03-30")},
            "running", "2026-03-16", "2026-05-15",
        ),
        (
            {"stage": "agreed", "handled_on": date(2026, 3, 12), "agreements": (AGREEMENT,), "duties": (DONE, BROKEN)},
            "running", "2026-04-08", "2026-05-08",
        ),
        ({"stage": "agreed", "handled_on": date(2026, 3, 12)}, "stopped", "2026-03-02", None),
        ({"stage": "agreed", "handled_on": date(2026, 3, 12), "duties": (DONE,)}, "met", "2026-03-02", None),
        (
            {"stage": "settled", "handled_on": date(2026, 3, 12), "approved_on": date(2026, 3, 20)},
            "met", "2026-03-02", "2026-04-01",
        ),
        ({"case_closed_on": date(2026, 4, 1)}, "met", "2026-03-02", "2026-04-01"),
        ({"case_closed_on": date(2026, 4, 2)}, "missed", "2026-03-02", "2026-04-01"),
        ({"procedure": "protected"}, "running", "2026-03-02", "2026-04-01"),
    ],
)  # fmt: skip
def test_the_case_rests_while_it_is_mediated_and_begins_anew_after_failure_or_breach(
    more, state, started, due
):
    clock = one(facts("2026-03-02", **FILED | more), "po.case", "2026-03-31")
    assert (clock.state.value, str(clock.started_on), clock.due_on and str(clock.due_on)) == (
        state,
        started,
        due,
    )
    assert ("程序规定 185 ¶2" in clock.article) is (due is None or str(clock.started_on) != "2026-03-02")


@pytest.mark.parametrize("stage", ["referred", "told"])
def test_a_case_that_went_elsewhere_has_no_clock_here(stage):
    assert (
        one(facts("2026-03-02", stage=stage, handled_on=day("2026-03-05"), **FILED), "po.case", "2026-03-20")
        is None
    )
