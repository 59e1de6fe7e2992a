"""The rows of the demo county, as it is loaded on one certain day, add up to the acceptance figures."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.models import Entry
from disputes.models import Dispute
from duty.models import DutyDay
from imports.models import Import
from indicators.models import IncidentCount, Publication, VillageMonth
from indicators.models.months import FIVE_NONE
from ledgers import books
from ledgers.models import Row, StationMonth
from oversight.models import EmergencyView
from posts.models import Assignment, Village
from residents import identity
from residents.models import (
    DataRequest,
    Duplicate,
    Household,
    Identity,
    Pairing,
    PriorityVisit,
    Request,
    Resident,
    Visit,
)
from surveys.models import AnswerTally, Sample, SurveyRound
from surveys.questions import Question
from tests.demo.days import DECEMBER, TODAY, YEAR

BOOKS = books.row_models()
PASSWORD = "walking-through-the-fields"


pytestmark = pytest.mark.django_db


# The figures of the full year


def test_visits_add_up(year):
    assert year["households_met_first"] == 7_800
    assert year["talks"] == 24_000
    assert abs(year["households_met"] / float(year["visit_target"]) - 1) < 0.05


def test_each_officer_keeps_near_the_target():
    months = VillageMonth.objects.filter(month__year=YEAR).values("post", "month")
    for one in months.annotate(met=Sum("households_met"), target=Sum("visit_target")):
        assert 0.6 < one["met"] / float(one["target"]) < 1.6


def test_services_add_up(year):
    found = [year[name] for name in ("good_deeds", "documents", "bulletins", "donations")]
    assert found == [317, 7_608, 516, Decimal(26_000)]


def test_54_households_are_paired():
    december = VillageMonth.objects.filter(month=DECEMBER).aggregate(pairings=Sum("pairings"))
    assert december["pairings"] == 54
    assert not Pairing.objects.filter(household__is_hardship=False).exists()


def test_disputes_and_patrols_add_up(year):
    assert (year["disputes_handled"], year["patrols"], year["people_caught"]) == (165, 375, 8)
    assert 165 < year["disputes_accepted"] < 180
    handled = Dispute.objects.filter(handled_on__year=YEAR)
    assert handled.filter(host=Dispute.Host.VILLAGE).count() > 0.8 * handled.count()


def test_69_of_74_villages_met_the_five_none():
    met = unmet = 0
    for village in Village.objects.all():
        months = list(VillageMonth.objects.filter(village=village, month__year=YEAR).values_list(*FIVE_NONE))
        assert len(months) == 12 and all(None not in counts for counts in months)
        if any(map(any, months)):
            unmet += 1
        else:
            met += 1
    assert (met, unmet) == (69, 5)
    assert round(met / 74 * 100, 2) == 93.24


def test_preventable_cases_fell_by_41_percent(year):
    before = VillageMonth.objects.filter(month__year=YEAR - 1).aggregate(cases=Sum("preventable"))["cases"]
    assert round((year["preventable"] - before) / before * 100) == -41


def test_preventable_cases_are_among_the_criminal_ones():
    assert not VillageMonth.objects.filter(preventable__gt=F("criminal")).exists()


def test_two_rounds_lie_above_98_percent_and_the_year_above_95():
    ratings = AnswerTally.objects.filter(round__month__year=YEAR, question="satisfaction")
    rates = []
    for survey in sorted(set(ratings.values_list("round_id", flat=True))):
        answers = dict(ratings.filter(round=survey).values_list("answer").annotate(n=Sum("count")))
        substantive = sum(n for rating, n in answers.items() if rating not in {"unknown", "refused"})
        rates.append((answers["very_satisfied"] + answers["satisfied"]) / substantive)
    assert len(rates) == 2 and min(rates) >= 0.98
    assert Sample.objects.filter(round__month__year=YEAR).count() == 2 * 74


def test_past_rounds_count_with_four_questions_and_the_newest_month_has_an_open_one():
    past = SurveyRound.objects.filter(month__lt=TODAY.replace(day=1))
    assert past.count() >= 4 and set(past.values_list("state", flat=True)) == {"counted"}
    for survey in past:
        assert set(survey.tallies.values_list("question", flat=True)) == set(Question.values)
    (newest,) = SurveyRound.objects.exclude(state="counted")
    assert (newest.state, newest.month) == ("open", TODAY.replace(day=1))
    assert 0 < newest.samples.count() < 74
    assert not VillageMonth.objects.filter(month=newest.month, invited__gt=0).exists()


def test_no_question_has_more_answers_than_people_answered():
    found = AnswerTally.objects.values("round", "village", "channel").annotate(
        **{one: Coalesce(Sum("count", filter=Q(question=one)), 0) for one in Question.values}
    )
    others = set(Question.values) - {"satisfaction"}
    assert not any(row[one] > row["satisfaction"] for row in found for one in others)


def test_nobody_answered_who_was_not_asked():
    sums = VillageMonth.objects.filter(invited__gt=0)
    answers = (
        F("very_satisfied") + F("satisfied") + F("basically") + F("dissatisfied") + F("very_dissatisfied")
    )
    assert not sums.filter(invited__lt=answers + F("unknown") + F("refused")).exists()


# The state of things today


def test_nothing_has_happened_yet_today():
    end = timezone.make_aware(datetime.combine(TODAY, time.min))
    for book in BOOKS:
        last = book.objects.aggregate(on=Max("occurred_on"), at=Max("recorded_at"), signed=Max("reviewed_at"))
        assert last["on"] < TODAY and last["at"] < end and last["signed"] < end
        assert not book.objects.filter(recorded_at__date__lt=F("occurred_on")).exists()
    assert DutyDay.objects.aggregate(on=Max("on"))["on"] < TODAY
    assert IncidentCount.objects.aggregate(at=Max("attested_at"))["at"] < end


def test_every_row_belongs_to_the_post_of_its_village():
    for book in (*BOOKS, Household, Resident, DutyDay, IncidentCount):
        assert not book.objects.exclude(village__memberships__post=F("post")).exists()
        assert not book.objects.exclude(post__station=F("station")).exists()


def test_months_are_published_up_to_the_last_complete_one():
    assert Publication.objects.count() == 25
    assert not StationMonth.objects.filter(month__lt=date(2026, 2, 1)).exclude(state="published").exists()
    last = StationMonth.objects.filter(month=date(2026, 2, 1)).order_by("station")
    assert [month.state for month in last] == ["approved"] * 2 + ["submitted"] * 2 + ["open"] * 2


def test_a_publication_still_says_what_the_books_say():
    newest = Publication.objects.first()
    assert sum(newest.counts.values_list("visits", flat=True)) == (
        Visit.objects.counted().in_month(newest.month).count()
    )


def test_three_villages_of_an_open_station_have_not_reported():
    silent = VillageMonth.objects.filter(month=date(2026, 2, 1), criminal=None)
    assert silent.count() == 3
    assert len({row.post_id for row in silent}) == 1
    assert StationMonth.objects.get(station=silent[0].station_id, month=date(2026, 2, 1)).state == "open"


def test_households_remember_their_visits():
    counted = Q(visits__state__in=Row.COUNTED)
    met = Household.objects.annotate(
        day=Max("visits__occurred_on", filter=counted & Q(visits__outcome="met"))
    )
    assert not met.exclude(Q(day=None, last_met_on=None) | Q(day=F("last_met_on"))).exists()
    for household in Household.objects.exclude(next_visit_on=None).order_by("pk")[:200]:
        newest = household.visits.counted().order_by("-occurred_on", "-pk").first()
        assert household.next_visit_on == newest.next_visit_on


def test_there_is_something_to_do_today():
    assert Household.objects.filter(next_visit_on__lt=TODAY).exists()
    assert Household.objects.filter(next_visit_on__gte=TODAY).exists()
    assert Request.objects.filter(told_back_on=None, due_on__lt=TODAY).exists()
    assert Dispute.objects.filter(stage="open", occurred_on__lt=TODAY - timedelta(days=60)).exists()
    given_back = [book.objects.filter(state=Row.State.GIVEN_BACK).exclude(reason="") for book in BOOKS]
    assert sum(rows.count() for rows in given_back) >= 5


def test_requests_belong_to_their_visit():
    of_visits = Request.objects.filter(asker="household")
    assert not of_visits.exclude(household=F("visit__household"), occurred_on=F("visit__occurred_on"))
    assert {one.asker for one in Request.objects.filter(visit=None)} == {"place", "passer_by"}
    assert (
        Request.objects.filter(outcome="not_done").exists()
        and Request.objects.filter(urgency="urgent").exists()
    )
    answered = Request.objects.exclude(told_back_on=None).count()
    assert answered / Request.objects.count() > 0.95


def test_priority_visits_stand_at_every_stage_in_several_stations():
    running = set(PriorityVisit.objects.open_on(TODAY))
    stages = {(one.state, one in running, bool(one.ended_on)) for one in PriorityVisit.objects.all()}
    waiting, refused = ("requested", False, False), ("refused", False, False)
    approved = {("approved", True, False), ("approved", False, False), ("approved", False, True)}
    assert stages == {waiting, refused, *approved}
    assert PriorityVisit.objects.values("station").distinct().count() >= 4
    asked = PriorityVisit.objects.filter(purpose="asked", state="approved").get()
    assert (
        asked.household.visits.counted().filter(is_priority=True, occurred_on__gte=asked.decided_on).exists()
    )


def test_requests_about_own_data_wait_are_overdue_or_are_answered():
    waiting = DataRequest.objects.waiting()
    assert waiting.filter(due_on__gte=TODAY).exists() and waiting.filter(due_on__lt=TODAY).exists()
    answered = Counter(DataRequest.objects.exclude(answer="").values_list("state", flat=True))
    assert answered == {"granted": 3, "refused": 1}
    assert not DataRequest.objects.filter(answered_on__gte=TODAY).exists()


def test_one_identity_number_is_sound_and_nobodys():
    held = Identity.objects.get()
    assert held.number.startswith("99") and identity.fault(held.number) == ""
    assert identity.birthday(held.number).year == held.resident.birth_year
    assert held.number.encode() not in bytes(Identity.objects.values_list("number", flat=True)[0].raw)


def test_one_of_two_chiefs_has_acknowledged_the_look_in_an_emergency():
    view = EmergencyView.objects.get()
    stations = {notice.station_id: bool(notice.acknowledged_by_id) for notice in view.notices.all()}
    served = Assignment.objects.on(view.day).get(user=view.user).post
    assert stations == {view.post.station_id: True, served.station_id: False}
    looked = Entry.objects.filter(detail__emergency_view=view.pk, action="read")
    assert looked.count() == 4 and set(looked.values_list("post_id", flat=True)) == {view.post_id}


def test_officers_are_in_their_villages_about_three_days_a_week():
    weeks = 52 * 23
    assert 2.7 < DutyDay.objects.filter(on__year=YEAR).count() / weeks < 3.3


def test_the_register_shows_pairs_a_merge_a_move_and_a_split():
    states = Counter(Duplicate.objects.values_list("state", flat=True))
    assert states == {"open": 6, "different": 1, "same": 1}
    went_on = Household.objects.filter(continued_in__isnull=False)
    assert Counter(went_on.values_list("closed_for", flat=True)) == {"relocated": 1, "merged": 1}
    assert Resident.objects.exclude(went_to="").count() == 1


def test_two_sheets_were_brought_in_and_one_of_them_was_taken_back():
    done, withdrawn = Import.objects.order_by("pk")
    assert (done.state, withdrawn.state) == ("done", "withdrawn")
    counted = {
        name: done.counts[name] for name in ("refused", "changed", "unchanged", "counted", "made_households")
    }
    assert counted == {"refused": 1, "changed": 4, "unchanged": 0, "counted": 1, "made_households": 1}
    assert list(done.forbidden) == ["民族"]
    assert Household.objects.filter(number__startswith="新居", closed_on=None).count() == 1
