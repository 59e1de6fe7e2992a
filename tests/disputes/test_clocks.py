"""The periods of a dispute, over the edges of each rule and both sides of the dates of the law."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from calendars.working_days import is_working_day, table_of, working_days_between
from disputes.clocks.clock import State
from disputes.clocks.deriving import clocks_of
from disputes.clocks.facts import (
    AgreementFact,
    CallFact,
    DutyFact,
    ExtensionFact,
    Facts,
    PartyFact,
    SessionFact,
    SuspensionFact,
)
from rules.holidays import WITH_THE_REGISTRY
from rules.models import DatedValue

pytestmark = pytest.mark.django_db
TABLE = table_of(WITH_THE_REGISTRY)
COUNTY = "990901"
BEARS = {"sides_signed": ["A", "B"], "signed_by_mediator": True, "is_sealed_by_body": True}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def facts(accepted: str, **more: Any) -> Facts:
    found: dict[str, Any] = {
        "pk": 1, "number_label": "东门〔2026〕1号", "county_code": COUNTY, "procedure": "police", "kind": "neighbour",
        "stage": "open", "filed_on": None, "case_closed_on": None, "handled_on": None, "approved_on": None,
        "people": (PartyFact("A"), PartyFact("B")),
        "recorded_at": timezone.make_aware(datetime.fromisoformat(accepted)),
    }  # fmt: skip
    return Facts(occurred_on=date.fromisoformat(accepted), **found | more)


def session(held: str, result: str = "goes_on", next_on: str | None = None) -> SessionFact:
    return SessionFact(
        1, date.fromisoformat(held), result, day(next_on), timezone.make_aware(datetime.fromisoformat(held))
    )


def rest(why: str, first: str, last: str | None) -> SuspensionFact:
    return SuspensionFact(1, why, date.fromisoformat(first), day(last))


def extended(*days: str, of: str = "case") -> tuple[ExtensionFact, ...]:
    return tuple(ExtensionFact(of, date.fromisoformat(one)) for one in days)


def one(found: Facts, rule: str, today: str):
    return next((one for one in clocks_of(found, TABLE, date.fromisoformat(today)) if one.rule == rule), None)


def seen(clock) -> tuple[str, str | None, int | None] | None:
    return clock and (clock.state.value, clock.due_on and str(clock.due_on), clock.days_left)


def put(code: str, value: int) -> None:
    DatedValue.objects.create(code=code, county=COUNTY, value=value, unit="days", valid_from=date(2025, 1, 1))


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
AGREEMENT = AgreementFact(date(2026, 3, 12), "no", "", None)


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


def test_words_of_the_days_left():
    found = facts("2026-03-02", procedure="people")
    words = [one(found, "pm.month", today).left for today in ("2026-03-30", "2026-04-02", "2026-04-05")]
    assert words == ["还剩 3 天", "今天到期", "已超 3 天"]


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2026-03-05", "还剩 3 个工作日"),  # a Thursday, with a weekend between
        ("2026-03-07", "还剩 2 个工作日"),
        ("2026-03-10", "今天到期"),
        ("2026-03-16", "已超 4 个工作日"),
    ],
)
def test_working_days_are_told_as_working_days(today, words):
    found = facts("2026-03-05", procedure="police")
    assert (
        str(one(found, "po.first", today).due_on) == "2026-03-10"
        and one(found, "po.first", today).left == words
    )


def test_a_day_over_before_the_next_working_day_is_a_calendar_day():
    found = facts("2026-03-03", procedure="police")
    assert str(one(found, "po.first", "2026-03-08").due_on) == "2026-03-06"
    assert one(found, "po.first", "2026-03-08").left == "已超 2 天"


def test_a_dispute_from_before_the_rules_has_clocks_all_the_same():
    assert clocks_of(facts("2001-03-02", sessions=(session("2001-03-04"),)), TABLE, date(2026, 3, 20))


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
