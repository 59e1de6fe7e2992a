"""The periods of a dispute, over the edges of each rule and both sides of the dates of the law."""

from datetime import date

import pytest

from disputes.clocks.clock import State
from disputes.clocks.deriving import clocks_of
from disputes.clocks.facts import (
    AgreementFact,
    CallFact,
    DutyFact,
)
from tests.disputes.clock_facts import AGREEMENT, TABLE, day, extended, facts, one, put, rest, seen, session

pytestmark = pytest.mark.django_db
BEARS = {"sides_signed": ["A", "B"], "signed_by_mediator": True, "is_sealed_by_body": True}


@pytest.mark.parametrize(
    ("accepted", "more", "today", "expected"),
    [
        ("2026-03-02", {}, "2026-03-05", ("running", "2026-03-05", 0)),
        ("2026-03-02", {}, "2026-03-06", ("missed", "2026-03-05", -1)),
        ("2026-03-06", {}, "2026-03-09", ("running", "2026-03-11", 2)),  # over a weekend
        ("2026-02-13", {}, "2026-02-14", ("running", "2026-02-25", 11)),  # Saturday the 14th worked, then nine days off
        ("2026-03-02", {"sessions": (session("2026-03-05"),)}, "2026-03-20", ("met", "2026-03-05", None)),
        ("2026-03-02", {"sessions": (session("2026-03-06"),)}, "2026-03-20", ("missed", "2026-03-05", None)),
        ("2026-03-02", {"suspensions": (rest("expert", "2026-03-03", None),)}, "2026-03-20", ("stopped", None, None)),
        (
            "2026-03-02", {"suspensions": (rest("expert", "2026-03-03", "2026-03-18"),)}, "2026-03-20",
            ("running", "2026-03-23", 3),
        ),
        (
            "2026-03-02",
            {"suspensions": (rest("expert", "2026-03-10", "2026-03-18"),), "sessions": (session("2026-03-04"),)},
            "2026-03-20", ("met", "2026-03-05", None),
        ),
        ("2026-03-02", {"stage": "referred", "handled_on": date(2026, 3, 3)}, "2026-03-20", None),
        ("2026-03-02", {"procedure": "people"}, "2026-03-03", None),
        ("2026-03-02", {"procedure": "spot"}, "2026-03-03", None),
    ],
)  # fmt: skip
def test_the_first_police_mediation_within_three_working_days(accepted, more, today, expected):
    assert seen(one(facts(accepted, **more), "po.first", today)) == expected


@pytest.mark.parametrize(
    ("more", "today", "expected"),
    [
        ({"sessions": (session("2026-03-04"),)}, "2026-03-13", ("running", "2026-03-13", 0)),
        ({"sessions": (session("2026-03-04"),)}, "2026-03-14", ("missed", "2026-03-13", -1)),
        ({"sessions": (session("2026-03-04", "failed"),)}, "2026-03-14", None),
        (
            {"sessions": (session("2026-03-04", "failed", "2026-03-12"),)},
            "2026-03-12",
            ("running", "2026-03-13", 1),
        ),
        (
            {"sessions": (session("2026-03-04"), session("2026-03-13"))},
            "2026-03-20",
            ("met", "2026-03-13", None),
        ),
        (
            {"sessions": (session("2026-03-04"), session("2026-03-16"))},
            "2026-03-20",
            ("missed", "2026-03-13", None),
        ),
        ({"sessions": (session("2026-03-04"),), "stage": "agreed"}, "2026-03-20", None),
        ({}, "2026-03-20", None),
    ],
)
def test_the_second_police_mediation_within_seven_working_days(more, today, expected):
    assert seen(one(facts("2026-03-02", **more), "po.count", today)) == expected


@pytest.mark.parametrize(
    ("accepted", "handled", "today", "expected"),
    [
        ("2026-03-02", None, "2026-04-02", ("running", "2026-04-02", 0)),
        ("2026-03-02", None, "2026-04-03", ("missed", "2026-04-02", -1)),
        ("2026-03-02", "2026-04-02", "2026-05-01", ("met", "2026-04-02", None)),
        ("2026-03-02", "2026-04-03", "2026-05-01", ("missed", "2026-04-02", None)),
        ("2026-01-31", None, "2026-02-01", ("running", "2026-02-28", 27)),
        ("2024-01-31", None, "2024-02-01", ("running", "2024-02-29", 28)),
        ("2026-09-01", None, "2026-10-01", ("running", "2026-10-08", 7)),
        ("2026-12-03", None, "2026-12-03", ("running", "2027-01-04", 32)),
    ],
)
def test_peoples_mediation_takes_a_month_as_a_rule(accepted, handled, today, expected):
    stage = "agreed" if handled else "open"
    clock = one(facts(accepted, procedure="people", stage=stage, handled_on=day(handled)), "pm.month", today)
    assert seen(clock) == expected and clock.article == "若干规定 33"
    assert clock.is_provisional is expected[1].startswith("2027")


def test_the_month_is_longer_only_where_the_county_has_it_and_it_is_noted():
    noted = facts("2026-03-02", procedure="people", extensions=extended("2026-03-20", of="month"))
    assert str(one(noted, "pm.month", "2026-03-20").due_on) == "2026-04-02"
    put("dispute.month_extension_days", 30)
    assert str(one(noted, "pm.month", "2026-03-20").due_on) == "2026-05-06"  # 2 May, and 1 to 5 May are off
    assert str(one(facts("2026-03-02", procedure="people"), "pm.month", "2026-03-20").due_on) == "2026-04-02"


@pytest.mark.parametrize(
    ("effect", "more", "today", "expected"),
    [
        ("2026-03-12", {}, "2026-04-13", ("running", "2026-04-13", 0)),  # 11 April is a Saturday
        ("2026-03-12", {}, "2026-04-14", None),  # nobody had to
        ("2026-03-12", {"form": "oral"}, "2026-04-01", None),
        ("2026-03-12", {"confirmation": "applied", "applied_on": date(2026, 4, 13)}, "2026-05-01",
         ("met", "2026-04-13", None)),
        ("2026-03-12", {"ownership": "yes"}, "2026-04-01", None),
        ("2026-03-12", {"sides_signed": ["A"]}, "2026-04-01", None),  # without a signature or the seal no effect
        ("2026-03-12", {"signed_by_mediator": False}, "2026-04-01", None),
        ("2026-03-12", {"is_sealed_by_body": False}, "2026-04-01", None),
        ("2026-09-03", {}, "2026-09-04", ("running", "2026-10-08", 34)),  # 3 October is in the week of National Day
    ],
)  # fmt: skip
def test_a_court_is_asked_within_thirty_days(effect, more, today, expected):
    given = {
        "effective_on": date.fromisoformat(effect),
        "ownership": "no",
        "confirmation": "",
        "applied_on": None,
    } | BEARS
    agreed = (AgreementFact(**given | more),)
    found = facts("2026-03-02", procedure="people", stage="agreed", handled_on=day(effect), agreements=agreed)
    clock = one(found, "jc.30", today)
    assert seen(clock) == expected and (clock is None or clock.is_offer)


def test_the_police_track_offers_no_confirmation():
    found = facts("2026-03-02", stage="agreed", handled_on=day("2026-03-12"), agreements=(AGREEMENT,))
    assert one(found, "jc.30", "2026-03-20") is None


@pytest.mark.parametrize(
    ("duty", "today", "expected"),
    [
        (
            DutyFact(1, date(2026, 4, 4), "pending", None),
            "2026-04-04",
            ("running", "2026-04-04", 0),
        ),  # a day off
        (DutyFact(1, date(2026, 4, 4), "pending", None), "2026-04-05", ("missed", "2026-04-04", -1)),
        (
            DutyFact(1, date(2026, 4, 4), "performed", date(2026, 4, 4)),
            "2026-05-01",
            ("met", "2026-04-04", None),
        ),
        (
            DutyFact(1, date(2026, 4, 4), "performed", date(2026, 4, 6)),
            "2026-05-01",
            ("missed", "2026-04-04", None),
        ),
        (
            DutyFact(1, date(2026, 4, 4), "broken", date(2026, 4, 1)),
            "2026-05-01",
            ("missed", "2026-04-04", None),
        ),
    ],
)
def test_a_duty_is_due_on_the_day_that_was_agreed(duty, today, expected):
    found = facts("2026-03-02", procedure="people", stage="agreed", agreements=(AGREEMENT,), duties=(duty,))
    clock = one(found, "pm.follow", today)
    assert seen(clock) == expected and clock.part == 1 and str(clock.started_on) == "2026-03-12"


@pytest.mark.parametrize(
    ("made", "today", "expected"),
    [
        (None, "2026-03-19", ("running", "2026-03-19", 0)), (None, "2026-03-20", ("missed", "2026-03-19", -1)),
        ("2026-03-19", "2026-04-20", ("met", "2026-03-19", None)),
        ("2026-03-21", "2026-04-20", ("missed", "2026-03-19", None)),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_by_its_day(made, today, expected):
    found = facts("2026-03-02", stage="agreed", calls=(CallFact(3, date(2026, 3, 19), day(made)),))
    clock = one(found, "follow_up", today)
    assert seen(clock) == expected and clock.article == ""


def test_a_suspension_lasts_a_month_or_what_the_county_has_set():
    found = facts("2026-03-02", suspensions=(rest("asked", "2026-03-10", None),))
    rule = "dispute.suspension_months"
    assert seen(one(found, rule, "2026-03-20")) == ("running", "2026-04-10", 21)
    put(rule, 2)
    assert seen(one(found, rule, "2026-03-20")) == (
        "running",
        "2026-05-11",
        52,
    )  # 9 May is a Saturday that is worked
    ended = facts("2026-03-02", suspensions=(rest("asked", "2026-03-10", "2026-03-12"),))
    assert seen(one(ended, rule, "2026-03-20"))[0] == "met"


@pytest.mark.parametrize(
    ("more", "today", "expected"),
    [
        ({}, "2026-03-16", ("running", "2026-03-16", 0)),
        ({}, "2026-03-17", ("missed", "2026-03-16", -1)),
        ({"sessions": (session("2026-03-10"),)}, "2026-03-17", ("running", "2026-03-24", 7)),
        (
            {"sessions": (session("2026-03-10", next_on="2026-03-30"),)},
            "2026-03-25",
            ("running", "2026-04-13", 19),
        ),
        ({"suspensions": (rest("asked", "2026-03-10", None),)}, "2026-04-20", None),
        (
            {"suspensions": (rest("asked", "2026-03-05", "2026-03-10"),)},
            "2026-03-20",
            ("running", "2026-03-24", 4),
        ),
        ({"stage": "failed", "handled_on": date(2026, 3, 5)}, "2026-04-20", None),
    ],
)
def test_an_open_dispute_is_quiet_after_fourteen_days_without_an_entry(more, today, expected):
    assert seen(one(facts("2026-03-02", **more), "dispute.quiet_days", today)) == expected


def test_missed_ones_come_first_and_kept_ones_last():
    duties = (
        DutyFact(1, date(2026, 3, 30), "pending", None), DutyFact(2, date(2026, 3, 10), "pending", None),
        DutyFact(3, date(2026, 3, 1), "performed", date(2026, 3, 1)),
    )  # fmt: skip
    found = facts(
        "2026-01-05", procedure="people", stage="agreed", handled_on=day("2026-02-02"), duties=duties
    )
    states = [one.state for one in clocks_of(found, TABLE, date(2026, 3, 20))]
    assert states == [State.MISSED, State.RUNNING, State.MET, State.MET]


def test_a_dispute_from_before_the_rules_has_clocks_all_the_same():
    assert clocks_of(facts("2001-03-02", sessions=(session("2001-03-04"),)), TABLE, date(2026, 3, 20))
