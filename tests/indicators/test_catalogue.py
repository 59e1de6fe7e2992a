"""Every indicator with rows counted by hand. One village unless another is named."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone, translation

from duty.models import Leave
from indicators import describing
from indicators.catalogue import BY_CODE, CATALOGUE
from indicators.field_names import FIELD_NAMES
from indicators.models import IncidentCount
from indicators.models.months import COUNT_FIELDS
from indicators.templatetags import figure_tags
from residents.models import Pairing
from tests import build
from training.models import Attendance

pytestmark = pytest.mark.django_db


def day(number: int, month: int = 2) -> date:
    return date(2026, month, number)


def parts(figure):
    return figure.numerator, figure.denominator


def test_the_document_says_what_the_catalogue_says():
    """``manage.py describe_indicators`` writes it anew."""
    assert describing.DOCUMENT.read_text(encoding="utf-8") == describing.document()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)
def test_every_indicator_says_what_it_means(one, language):
    with translation.override(language):
        sentences = [str(one.meaning), str(one.source), *filter(None, [str(one.undefined)])]
    assert all(sentence.endswith(("." if language == "en" else "。", "）。")) for sentence in sentences)
    is_chinese = any("一" <= letter <= "鿿" for letter in sentences[0].replace("人民调解工作若干规定", ""))
    assert is_chinese == (language != "en")


def test_an_indicator_stands_from_its_first_to_its_last_month():
    one = replace(BY_CODE["patrols"], since=day(1, 2), until=day(1, 6))
    spans = [(day(1, 2), day(1, 6)), (day(1, 3), day(1, 3)), (day(1, 1), day(1, 3)), (day(1, 6), day(1, 7))]
    assert [one.is_in_force(*span) for span in spans] == [True, True, False, False]


def test_no_code_is_used_twice():
    assert len(BY_CODE) == len(CATALOGUE)


def test_every_count_has_a_name_for_people():
    assert set(COUNT_FIELDS) <= set(FIELD_NAMES)


@pytest.mark.parametrize("code", BY_CODE)
def test_every_indicator_has_its_test(code):
    assert f"def test_{code}" in Path(__file__).read_text(encoding="utf-8")


def test_five_none(village, elsewhere, figures, february):
    build.attest(village, february)
    build.attest(elsewhere, february, petition=1)
    assert parts(figures(february)["five_none"]) == (1, 2)


def test_five_none_needs_every_category(village, elsewhere, figures, february):
    build.attest(village, february)
    IncidentCount.objects.filter(category="cult").delete()
    found = figures(february)
    assert parts(found["five_none"]) == (None, 0)
    assert found["five_none"].reported == (0, 2)
    assert parts(found["five_none_reported"]) == (0, 2)


def test_five_none_that_is_not_reported_is_no_failure(village, elsewhere, figures, february):
    """One met, one not reported: 1 of 1, preliminary; a single case is a case though the rest is not reported."""
    build.attest(village, february)
    found = figures(february)["five_none"]
    assert (parts(found), found.reported, found.is_whole) == ((1, 1), (1, 2), False)
    build.attest(elsewhere, february, criminal=1)
    IncidentCount.objects.filter(village=elsewhere).exclude(category="criminal").delete()
    found = figures(february)["five_none"]
    assert (parts(found), found.reported, found.is_whole) == ((1, 2), (2, 2), True)


def test_five_none_of_a_period_is_not_met_by_one_month(village, figures, february):
    build.attest(village, day(1, 1), mass=1)
    found = figures(day(1, 1), february)["five_none"]
    assert (parts(found), found.reported) == ((0, 1), (1, 1))  # though February is not reported


def test_five_none_of_two_months_needs_both(village, figures, february):
    build.attest(village, day(1, 1))
    assert parts(figures(day(1, 1), february)["five_none"]) == (None, 0)
    build.attest(village, february)
    assert parts(figures(day(1, 1), february)["five_none"]) == (1, 1)


def test_five_none_reported(village, elsewhere, figures, february):
    build.attest(elsewhere, february, criminal=3)
    assert parts(figures(february)["five_none_reported"]) == (1, 2)


def test_preventable(village, elsewhere, officer, figures, february):
    assert figures(february)["preventable"].numerator is None
    build.attest(village, february, criminal=3)
    IncidentCount.objects.create(
        category="preventable", month=february, count=2, attested_by=officer, **build.keys(village)
    )
    assert figures(february)["preventable"].numerator == 2


@pytest.fixture
def asked(village, bureau, february):
    survey = build.make_survey(village.town.county, february, bureau)
    build.make_answers(
        survey, village, very_satisfied=9, satisfied=3, basically=2, dissatisfied=1, unknown=4, refused=1,
        saw_officer__yes=13, saw_officer__no=4, saw_officer__unsaid=3, feels_safe__yes=11, feels_safe__no=2,
        knows_officer__yes=5, knows_officer__no=4,
    )  # fmt: skip
    return survey


def test_rounds_walked(village, elsewhere, figures, february):
    """Three planned, one of them finished as a patrol that counts; one taken back makes none."""
    plan = build.make_plan(village, points=2)
    ended = {"state": "incomplete", "ended_at": timezone.now()}
    walked = build.make_patrol(village, day(3))
    build.make_planned_round(village, day(3), plan=plan, patrol=walked, points_passed=1, **ended)
    taken_back = build.make_patrol(village, day(4), state="withdrawn")
    build.make_planned_round(village, day(4), plan=plan, patrol=taken_back, points_passed=2, **ended)
    build.make_planned_round(village, day(5), plan=plan)
    build.make_planned_round(elsewhere, day(5, 3))
    assert parts(figures(february)["rounds_walked"]) == (1, 3)
    assert parts(figures(february)["points_passed"]) == (1, 6)
    assert figures(day(1, 1))["rounds_walked"].rate is None


def test_points_passed_of_a_round_that_is_still_planned_count_once_its_day_is_over(
    village, figures, in_march
):
    """It is the 20th of March: the round of today is not yet due, that of yesterday is."""
    plan = build.make_plan(village, points=3)
    build.make_planned_round(village, day(20, 3), plan=plan)
    build.make_planned_round(village, day(19, 3), plan=plan)
    assert parts(figures(day(1, 3))["rounds_walked"]) == (0, 1)
    assert parts(figures(day(1, 3))["points_passed"]) == (0, 3)


def test_patrol_interval(village, elsewhere, figures, february):
    """Ends at 21:00 of the 1st, 3rd and 10th: 48 and 168 hours, in the middle 108; one patrol elsewhere has none."""
    for number in (1, 3, 10):
        build.make_patrol(village, day(number), starts_at=time(20, 0), minutes=60)
    build.make_patrol(village, day(5), starts_at=time(20, 0), state="withdrawn")
    build.make_patrol(elsewhere, day(5))
    assert figures(february)["patrol_interval"].numerator == 108
    build.make_patrol(elsewhere, day(7))
    assert figures(february)["patrol_interval"].numerator == 78  # of two villages: 108 and 48


def test_an_interval_of_fewer_than_two_patrols_is_undefined(village, figures, february):
    build.make_patrol(village, day(1))
    found = figures(february)["patrol_interval"]
    assert found.numerator is None and "undefined" in str(figure_tags.figure(found)).lower()


def test_satisfaction(asked, figures, february):
    found = figures(february)["satisfaction"]
    assert (parts(found), found.rate) == ((12, 15), Decimal("0.8"))
    assert found.satisfaction.response_rate == Decimal("0.375")


def test_visibility_survey(asked, figures, february):
    found = figures(february)["visibility_survey"]
    assert parts(found) == (13, 17)
    assert found.satisfaction.response_rate == Decimal("0.425")


def test_safety(asked, figures, february):
    found = figures(february)["safety"]
    assert parts(found) == (11, 13)
    assert found.satisfaction.low < found.rate < found.satisfaction.high


def test_awareness(asked, figures, february):
    found = figures(february)["awareness"]
    assert (parts(found), found.is_hidden) == ((None, None), True)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_a_round_that_does_not_count_stands_in_no_figure(village, bureau, figures, february, state):
    survey = build.make_survey(village.town.county, february, bureau, state)
    build.make_answers(survey, village, satisfied=12, feels_safe__yes=12)
    assert parts(figures(february)["satisfaction"]) == parts(figures(february)["safety"]) == (0, 0)


def test_a_round_says_in_how_many_villages_it_was_entered(asked, elsewhere, figures, february):
    found = figures(february)["satisfaction"]
    assert found.reported == (1, 2)
    assert not found.is_whole


def test_households_met(village, figures, february):
    household = build.make_household(village)
    build.make_visit(village, day(3), household=household)
    build.make_visit(village, day(3), household=household)
    build.make_visit(village, day(9), household=household)
    build.make_visit(village, day(9))
    build.make_visit(village, day(9), outcome="absent")
    build.make_visit(village, day(9), outcome="declined")
    assert figures(february)["households_met"].numerator == 2


def test_households_met_counts_a_household_once_a_year(village, figures):
    household = build.make_household(village)
    for month in (1, 2):
        build.make_visit(village, day(5, month), household=household)
    build.make_visit(village, day(6))
    assert figures(day(1, 1), day(1))["households_met"].numerator == 2
    assert figures(day(1))["households_met"].numerator == 2


def test_visit_target(village, officer, figures, february):
    build.make_visit(village, day(3))
    assert parts(figures(february)["visit_target"]) == (1, 30)


def test_visit_target_without_leave(village, officer, figures, february):
    Leave.objects.create(user=officer, kind="leave", starts_on=day(1), ends_on=day(7))
    assert figures(february)["visit_target"].denominator == Decimal("22.5")


def test_vacant_days_keep_the_target_of_the_post(village, post, officer, figures, february):
    """28 days of February, of which the officer serves ten; the two villages share the days."""
    build.make_village(post, name="第二村委会")
    officer.assignments.update(ends_on=day(10))
    found = figures(february)
    assert found["vacant_days"].numerator == 18
    assert round(found["visit_target"].denominator, 4) == 30
    assert round(found["duty_days"].denominator, 4) == 12


def test_leave_is_no_vacancy(village, officer, figures, february):
    Leave.objects.create(user=officer, kind="leave", starts_on=day(1), ends_on=day(28))
    assert figures(february)["vacant_days"].numerator == 0


def test_visit_target_of_a_post_is_shared_by_its_villages(village, post, officer, figures, february):
    build.make_village(post, name="第二村委会")
    assert round(figures(february)["visit_target"].denominator, 4) == 30


def test_visibility_met(village, figures, february):
    build.make_visit(village, day(3))
    for _number in range(3):
        build.make_household(village)
    build.make_household(village, closed_on=day(10))
    assert parts(figures(february)["visibility_met"]) == (1, 4)


def test_visibility_met_leaves_out_who_only_declined(village, figures, february):
    """In the month, the quarter and the year: each by what came of all visits of the period."""
    build.make_visit(village, day(3))
    once, never, before = (build.make_household(village) for _number in range(3))
    build.make_visit(village, day(4), household=once, outcome="declined")
    build.make_visit(village, day(5), household=once, outcome="absent")
    build.make_visit(village, day(4), household=never, outcome="declined")
    build.make_visit(village, day(6, 1), household=before)
    build.make_visit(village, day(6), household=before, outcome="declined")
    found = figures(february)["visibility_met"]
    assert (*parts(found), found.left_out) == (
        1,
        2,
        2,
    )  # 4 households: two of them did nothing else this month
    year = figures(date(2026, 1, 1), february)["visibility_met"]
    assert (*parts(year), year.left_out) == (2, 3, 1)
    assert "declined" in figure_tags.figure(found)


def test_a_household_that_declined_and_moved_within_the_village_is_one(village, figures, february):
    new = build.make_household(village)
    old = build.make_household(village, closed_on=day(10), closed_for="merged", continued_in=new)
    build.make_visit(village, day(4), household=old, outcome="declined")
    assert (*parts(figures(february)["visibility_met"]), figures(february)["visibility_met"].left_out) == (
        0,
        0,
        1,
    )


def test_talks(village, figures, february):
    build.make_visit(village, day(3), talks=4)
    build.make_visit(village, day(3), talks=2)
    assert figures(february)["talks"].numerator == 6


def test_duty_days(village, officer, figures, february):
    for number in (2, 3, 9):
        build.make_duty_day(village, day(number))
    assert parts(figures(february)["duty_days"]) == (3, 12)


def test_duty_days_of_an_auxiliary_are_not_the_officers(village, officer, auxiliary, figures, february):
    build.make_duty_day(village, day(2), by=auxiliary)
    assert figures(february)["duty_days"].numerator == 0


SERVICES = {
    "good_deeds": "good_deed",
    "documents": "document",
    "bulletins": "bulletin",
    "law_talks": "law_talk",
    "school_visits": "school",
    "enterprise_visits": "enterprise",
}


def count_services(code, village, figures, february):
    build.make_service(village, day(1), kind=SERVICES[code], quantity=3)
    build.make_service(village, day(28), kind=SERVICES[code])
    build.make_service(village, day(1, 3), kind=SERVICES[code])
    found = figures(february)
    assert found[code].numerator == 4
    assert [found[other].numerator for other in SERVICES if other != code] == [0] * 5


def test_good_deeds(village, figures, february):
    count_services("good_deeds", village, figures, february)


def test_documents(village, figures, february):
    count_services("documents", village, figures, february)


def test_bulletins(village, figures, february):
    count_services("bulletins", village, figures, february)


def test_law_talks(village, figures, february):
    count_services("law_talks", village, figures, february)


def test_meetings(village, figures, february):
    for on in (day(1), day(28), day(1, 3)):
        build.make_meeting(village, on)
    assert figures(february)["meetings"].numerator == 2


def test_meetings_held(village, elsewhere, figures, february):
    for on in (day(1), day(28)):
        build.make_meeting(village, on)
    build.make_meeting(elsewhere, day(1, 3))
    found = figures(february)["meetings_held"]
    assert (found.numerator, found.denominator) == (1, 2)


def test_school_visits(village, figures, february):
    count_services("school_visits", village, figures, february)


def test_enterprise_visits(village, figures, february):
    count_services("enterprise_visits", village, figures, february)


SIGNED = {"first_signature": "甲", "second_signature": "乙"}


def test_donations(village, figures, february):
    build.make_service(village, day(3), kind="donation", yuan=Decimal("1200.50"), **SIGNED)
    build.make_service(village, day(4), kind="donation", yuan=Decimal(300), **SIGNED)
    assert figures(february)["donations"].numerator == Decimal("1500.50")


def test_pairings(village, officer, figures, february):
    def pair(starts_on, ends_on=None):
        household = build.make_household(village)
        Pairing.objects.create(
            household=household, officer=officer, starts_on=starts_on, ends_on=ends_on, **build.keys(village)
        )

    pair(day(1, 1), ends_on=day(10))
    assert figures(february)["pairings"].numerator == 0
    pair(day(20))
    assert figures(february)["pairings"].numerator == 1


def test_requests(village, figures, february):
    build.make_request(village, day(3), due_on=day(9), told_back_on=day(9))
    build.make_request(village, day(3), due_on=day(9), told_back_on=day(10))  # too late
    build.make_request(village, day(3), due_on=day(9))
    build.make_request(village, day(3), due_on=day(1, 3), told_back_on=day(9))  # due in March
    build.make_request(village, day(3, 1), due_on=day(2), told_back_on=day(20, 1))  # told before it was due
    assert parts(figures(february)["requests"]) == (2, 4)


def test_requests_answered(village, figures, february):
    build.make_request(village, day(3, 1), told_back_on=day(9))
    build.make_request(village, day(3, 1), told_back_on=day(9), outcome="not_done")
    build.make_request(village, day(3, 1), told_back_on=day(20, 1))
    assert figures(february)["requests_answered"].numerator == 2


def test_response_days(village, elsewhere, figures, february):
    """The median of each village, of several villages the median of theirs; urgent ones stand apart."""
    for told in (3, 5, 13):
        build.make_request(village, day(3), told_back_on=day(told))
    build.make_request(village, day(3), told_back_on=day(3), urgency="urgent")
    assert figures(february)["response_days"].numerator == 2
    build.make_request(elsewhere, day(3), told_back_on=day(9))
    assert figures(february)["response_days"].numerator == 4
    build.make_request(village, day(3))
    assert figures(february)["response_days"].numerator == 4


def test_response_days_urgent(village, figures, february):
    assert figures(february)["response_days_urgent"].state == "undefined"
    build.make_request(village, day(3), told_back_on=day(9))
    build.make_request(village, day(3), told_back_on=day(3), urgency="urgent")
    build.make_request(village, day(3), told_back_on=day(4), urgency="urgent")
    assert figures(february)["response_days_urgent"].numerator == Decimal("0.5")


def test_disputes_accepted(village, figures, february):
    build.make_dispute(village, day(3))
    build.make_dispute(village, day(3, 1))
    assert figures(february)["disputes_accepted"].numerator == 1


def test_disputes_handled(village, figures, february):
    build.make_dispute(village, day(3, 1), handled_on=day(5), stage="agreed", agreement="oral")
    build.make_dispute(village, day(3))
    assert figures(february)["disputes_handled"].numerator == 1


def test_disputes_agreed(village, figures, february):
    build.make_dispute(village, day(3), handled_on=day(5), stage="agreed", agreement="oral")
    build.make_dispute(village, day(3), handled_on=day(5), stage="failed")
    assert parts(figures(february)["disputes_agreed"]) == (1, 2)


def test_disputes_done_of_those_accepted(village, figures, february):
    build.make_dispute(village, day(3), handled_on=day(5), stage="failed")
    build.make_dispute(village, day(3), handled_on=day(1, 3), stage="failed")  # by the end of March
    build.make_dispute(village, day(30, 1), handled_on=day(5), stage="failed")  # accepted before
    assert parts(figures(february)["disputes_done"]) == (1, 2)
    assert parts(figures(day(1, 1), february)["disputes_done"]) == (2, 3)


def test_disputes_in_time_within_one_calendar_month(village, figures, february):
    for accepted, handled in ((day(10, 1), day(10)), (day(10, 1), day(11)), (day(31, 1), day(28))):
        build.make_dispute(village, accepted, handled_on=handled, stage="failed")
    build.make_dispute(village, day(1), handled_on=day(2), stage="failed", procedure="police", host="police")
    assert parts(figures(february)["disputes_in_time"]) == (2, 3)


def test_disputes_first_session_in_the_month_of_the_first(village, figures, february):
    soon, late, before = (build.make_dispute(village, on) for on in (day(3), day(3), day(28, 1)))
    for dispute, held in ((soon, 6), (soon, 9), (late, 7), (before, 4)):
        build.make_session(dispute, day(held))
    build.make_session(before, day(29, 1))  # its first one, of January
    withdrawn = build.make_dispute(village, day(3), state="withdrawn")
    build.make_session(withdrawn, day(3))
    assert parts(figures(february)["disputes_first_session"]) == (1, 2)


def test_disputes_at_station(village, figures, february):
    for place in ("station", "post", "post"):
        build.make_dispute(village, day(3), handled_on=day(5), stage="failed", place_handled=place)
    assert parts(figures(february)["disputes_at_station"]) == (1, 3)


def test_duties_performed_by_their_day(village, figures, february):
    agreement = build.make_terms(build.make_agreed(village))
    for due, state, settled in (
        (day(10), "performed", day(10)),
        (day(10), "performed", day(11)),
        (day(10), "broken", day(10)),
        (day(28), "pending", None),
        (day(1, 3), "performed", day(20)),
    ):
        build.make_duty_of(agreement, due, state=state, settled_on=settled)
    draft = build.make_terms(build.make_agreed(village), is_final=False)
    build.make_duty_of(draft, day(10))
    assert parts(figures(february)["duties_performed"]) == (1, 4)


def test_follow_ups_made_by_their_day(village, figures, february):
    dispute = build.make_agreed(village)
    for planned, made in ((10, day(10)), (11, day(12)), (12, None)):
        build.make_follow_up(dispute, day(planned), made_on=made)
    build.make_follow_up(dispute, day(13), dropped_on=day(12))  # no longer wanted by its day
    build.make_follow_up(dispute, day(14), dropped_on=day(20))
    assert parts(figures(february)["follow_ups_made"]) == (1, 4)


def test_disputes_open(village, figures, february):
    build.make_dispute(village, day(3, 1))
    build.make_dispute(village, day(3), handled_on=day(2, 3), stage="agreed", agreement="oral")
    build.make_dispute(village, day(3), handled_on=day(5), stage="agreed", agreement="oral")
    assert figures(february)["disputes_open"].numerator == 2


def test_patrols(village, figures, february):
    build.make_patrol(village, day(3))
    build.make_patrol(village, day(4), is_joint=True)
    assert figures(february)["patrols"].numerator == 2


def count_hazards(village, officer, figures, february) -> dict[str, int]:
    """Found, due, put right and verified by a day each; what counts no more is none of them."""
    mended = {"rectified": "已修", "rectified_by": officer, "proof": "seen"}
    seen = {"verified_by": build.make_user("checker", None)}
    build.make_hazard(
        village, day(3), officer, due_on=day(20), rectified_on=day(10), verified_on=day(20), **mended, **seen
    )
    build.make_hazard(
        village, day(4), officer, due_on=day(20), rectified_on=day(21), verified_on=day(22), **mended, **seen
    )
    build.make_hazard(
        village,
        day(5),
        officer,
        due_on=day(25),
        rectified_on=day(2, 3),
        verified_on=day(3, 3),
        **mended,
        **seen,
    )
    build.make_hazard(village, day(30, 1), officer, due_on=day(28))
    build.make_hazard(village, day(6), officer, due_on=day(9, 3))
    build.make_hazard(village, day(6), officer, due_on=day(9), state="withdrawn")
    found = figures(february)
    return {code: figure.numerator for code, figure in found.items() if code.startswith("hazards_")} | {
        "due": found["hazards_in_time"].denominator
    }


def test_hazards_found(village, officer, figures, february):
    assert count_hazards(village, officer, figures, february)["hazards_found"] == 4


def test_hazards_rectified(village, officer, figures, february):
    assert count_hazards(village, officer, figures, february)["hazards_rectified"] == 2


def test_hazards_verified(village, officer, figures, february):
    assert count_hazards(village, officer, figures, february)["hazards_verified"] == 2


def test_hazards_in_time(village, officer, figures, february):
    counted = count_hazards(village, officer, figures, february)
    assert (counted["hazards_in_time"], counted["due"]) == (1, 4)


def test_hazards_overdue(village, officer, figures, february):
    assert count_hazards(village, officer, figures, february)["hazards_overdue"] == 2


def test_joint_patrols(village, figures, february):
    build.make_patrol(village, day(3))
    build.make_patrol(village, day(4), is_joint=True)
    assert figures(february)["joint_patrols"].numerator == 1


def test_people_caught(village, figures, february):
    build.make_patrol(village, day(3), caught=2)
    build.make_patrol(village, day(4), caught=1, is_joint=True)
    build.make_patrol(village, day(5), caught=4, state="withdrawn", reason="重复")
    build.make_patrol(village, day(6))
    assert figures(february)["people_caught"].numerator == 3


def test_priority_visits(village, figures, february):
    build.make_visit(village, day(3), is_priority=True)
    build.make_visit(village, day(4), is_priority=True, outcome="absent")
    build.make_visit(village, day(5))
    assert figures(february)["priority_visits"].numerator == 1


def train(village, member, hours, on):
    training = build.make_training(village, hours=hours, held_on=on)
    Attendance.objects.create(training=training, member=member.pk, **build.keys(village))


def test_partnered_patrols(village, elsewhere, figures, february):
    """Once for the partner that took part, in the month of the patrol; the patrol counts where it was walked."""
    for n, state in enumerate(("joined", "asked", "absent", "withdrawn")):
        patrol = build.make_patrol(village, day(3 + n), is_joint=True)
        said = {"people": 2, "done_by": [1], "answered_by": build.make_user(f"partner{n}", None)}
        build.make_partner(village, patrol=patrol, partner=elsewhere, state=state, **said)
    found = figures(february)
    assert (found["partnered_patrols"].numerator, found["patrols"].numerator) == (1, 4)


def test_members_trained(village, elsewhere, figures, february):
    """As it was at the end of the month, by the hours of that day."""
    members = [build.make_member(village) for _one in range(3)]
    build.make_member(elsewhere, left_for="left", ends_on=day(27))
    build.make_member(elsewhere, left_for="mistake", ends_on=day(28, 3))
    build.make_member(elsewhere, starts_on=day(1, 3))
    build.make_member(village, consent_ended_on=day(28), ends_on=day(28), left_for="consent")
    train(village, members[0], 8, day(28))
    train(village, members[1], 8, day(1, 3))
    train(village, members[2], 7, day(5))
    assert parts(figures(february)["members_trained"]) == (1, 3)


def test_functions_covered(village, elsewhere, figures, february):
    """A further village counts while it belongs to the post of the team's own one; what two teams do counts once."""
    beside = build.make_village(build.keys(village)["post"], name="西村委会")
    both = [beside.pk, elsewhere.pk]
    build.make_team(village, functions=["order", "patrol"], further_villages=both)
    build.make_team(village, name="二队", functions=["order", "fire"])
    build.make_team(village, name="三队", functions=["law"], ends_on=day(27), end_reason="散")
    build.make_team(village, name="四队", functions=["help"], starts_on=day(1, 3))
    assert parts(figures(february)["functions_covered"]) == (3 + 2, 3 * 6)
