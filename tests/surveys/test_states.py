"""The states of a round: draft, open, closed, counted, never back; and what counts in the figures when."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access import scope
from audit.models import Entry
from audit.versions import Stale
from indicators.models import VillageMonth
from indicators.publish import fill_touched
from ledgers import months
from policies.acting import acting
from surveys import actions, answer_actions
from surveys.models import AnswerTally, Correction, Sample, SurveyRound
from tests import build
from tests.surveys.conftest import row, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
STEPS = ("edit", "delete", "open", "close", "count")


@pytest.fixture
def closed(survey, village, enter, bureau):
    enter(survey, village, satisfied=12, dissatisfied=3)
    survey.refresh_from_db()
    return actions.close_round(survey, by=bureau)


@pytest.fixture
def counted(closed, bureau):
    return actions.count_round(closed, by=bureau)


def step(survey, name):
    return reverse(f"surveys:round-{name}", args=[survey.pk])


def test_the_county_drafts_a_round_on_the_page(county, bureau, sign_in):
    answer = sign_in(bureau).post(reverse("surveys:round-create"), {"name": "第一轮", "month": "2026-02-01"})
    survey = SurveyRound.objects.get()
    assert answer.url == survey.get_absolute_url()
    assert (survey.state, survey.drafted_by, survey.drafted_on) == ("draft", bureau, date(2026, 3, 20))
    assert Entry.objects.filter(action="draft_survey", subject_id=survey.pk).exists()


def test_a_month_has_one_round(draft, bureau, sign_in):
    answer = sign_in(bureau).post(reverse("surveys:round-create"), {"name": "又一轮", "month": "2026-02-01"})
    assert answer.status_code == 422


def test_a_round_of_the_future_is_refused(county, bureau):
    with pytest.raises(ValidationError):
        actions.draft(SurveyRound(name="下一轮", month=date(2026, 4, 1)), by=bureau)


def test_a_draft_is_changed_and_deleted_on_its_pages(draft, bureau, sign_in):
    client = sign_in(bureau)
    sent = {"name": "改名", "month": "2026-03-01", "version": "1"}
    assert client.post(step(draft, "edit"), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.name, draft.month) == ("改名", date(2026, 3, 1))
    assert client.post(step(draft, "delete"), {"version": str(draft.version)}).status_code == 302
    assert not SurveyRound.objects.exists()
    assert Entry.objects.filter(action="delete_survey").exists()


@pytest.mark.parametrize("state", ["open", "closed", "counted"])
def test_only_a_draft_is_changed_opened_or_deleted(county, bureau, february, state):
    survey = build.make_survey(county, february, bureau, state)
    for act in (actions.change_draft, actions.delete_draft, actions.open_round):
        with pytest.raises(ValidationError, match="now"):
            act(survey, by=bureau)


@pytest.mark.parametrize(("state", "fits"), [("draft", "open"), ("open", "close"), ("closed", "count")])
def test_each_state_has_its_next_step_alone(county, bureau, february, sign_in, state, fits):
    survey = build.make_survey(county, february, bureau, state)
    client = sign_in(bureau)
    opened = {name for name in STEPS if client.get(step(survey, name)).status_code == 200}
    assert opened == ({fits, "edit", "delete"} if state == "draft" else {fits})
    page = client.get(survey.get_absolute_url()).content.decode()
    assert step(survey, fits) in page


def test_a_counted_round_has_no_step_back(counted, bureau, sign_in):
    client = sign_in(bureau)
    assert {client.get(step(counted, name)).status_code for name in STEPS} == {302}


def test_the_steps_stand_on_the_page_with_day_and_person(counted, bureau, sign_in):
    steps = sign_in(bureau).get(counted.get_absolute_url()).context["steps"]
    assert [(one["on"], one["by"]) for one in steps] == [(date(2026, 3, 20), bureau)] * 4


def test_the_database_takes_no_state_without_its_days(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyRound.objects.filter(pk=draft.pk).update(state="counted")


def test_a_published_month_takes_no_new_round(draft, station, bureau, february, sign_in):
    months.mark_published([station], february, by=bureau)
    with pytest.raises(ValidationError, match="published"):
        actions.draft(SurveyRound(name="晚了", month=february), by=bureau)
    with pytest.raises(ValidationError, match="published"):
        actions.open_round(draft, by=bureau)
    page = sign_in(bureau).get(step(draft, "open"))
    assert "已发布" in page.context["why_not"]


def test_only_what_is_counted_stands_in_the_figures(survey, village, enter, bureau, figures, february):
    enter(survey, village, satisfied=12)
    survey.refresh_from_db()
    assert figures(february)["satisfaction"].denominator == 0
    survey = actions.close_round(survey, by=bureau)
    assert figures(february)["satisfaction"].denominator == 0
    survey.refresh_from_db()
    actions.count_round(survey, by=bureau)
    assert figures(february)["satisfaction"].denominator == 12


def test_counting_touches_the_months_of_its_villages(closed, village, bureau, february):
    VillageMonth.objects.all().delete()
    fill_touched()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_touchedmonth")
        actions.count_round(closed, by=bureau)
        cursor.execute("SELECT DISTINCT village_id, month FROM indicators_touchedmonth")
        assert cursor.fetchall() == [(village.pk, february)]


def test_an_open_round_touches_nothing(survey, village, enter):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indicators_touchedmonth")
        enter(survey, village, satisfied=12)
        cursor.execute("SELECT count(*) FROM indicators_touchedmonth")
        assert cursor.fetchone() == (0,)


def test_missing_villages_need_a_reason_which_stands_beside_the_round(closed, elsewhere, bureau, sign_in):
    client = sign_in(bureau)
    page = client.get(step(closed, "count"))
    assert (page.context["entered"], page.context["expected"]) == (1, 2)
    assert page.context["missing"] == [elsewhere]
    refused = client.post(step(closed, "count"), {"version": str(closed.version), "without_reason": " "})
    assert refused.status_code == 422 and "2 个村录入了 1 个" in refused.content.decode()
    sent = {"version": str(closed.version), "without_reason": "该村道路中断"}
    assert client.post(step(closed, "count"), sent).status_code == 302
    page = client.get(closed.get_absolute_url()).content.decode()
    assert "2 个村中的 1 个：该村道路中断" in page
    assert Entry.objects.get(action="count_survey").detail["without_reason"] == "该村道路中断"


def test_a_round_without_any_village_is_not_counted(survey, bureau):
    survey = actions.close_round(survey, by=bureau)
    with pytest.raises(ValidationError, match="nothing to count"):
        actions.count_round(survey, by=bureau, without_reason="没测")


def test_a_submitted_month_takes_no_round_and_the_page_says_whose(
    closed, station, clerk, bureau, february, sign_in
):
    months.submit(station, february, by=clerk)
    with pytest.raises(ValidationError):
        actions.count_round(closed, by=bureau, late_reason="晚了")
    page = sign_in(bureau).get(step(closed, "count"))
    assert str(station) in page.context["why_not"]


def test_a_month_published_meanwhile_asks_why_late(closed, village, station, bureau, february, sign_in):
    months.mark_published([station], february, by=bureau)
    client, sent = sign_in(bureau), {"version": str(closed.version)}
    assert client.post(step(closed, "count"), sent).status_code == 422
    assert client.post(step(closed, "count"), sent | {"late_reason": "问卷晚到"}).status_code == 302
    assert Sample.objects.get(village=village).late_reason == "问卷晚到"


def test_nothing_is_entered_before_it_opens_or_after_it_closes(draft, village, enter, bureau, county):
    with pytest.raises(ValidationError):
        enter(draft, village, satisfied=1)
    survey = actions.close_round(actions.open_round(draft, by=bureau), by=bureau)
    with pytest.raises(ValidationError):
        enter(survey, village, satisfied=1)
    assert not AnswerTally.objects.exists()


def test_a_closed_round_is_corrected_with_a_reason_that_stands_on_its_page(
    closed, village, bureau, sign_in, grid
):
    client = sign_in(bureau)
    shown = {f"shown-{village.pk}": client.get(grid(closed, village)).context["form"].rows[0]["shown"]}
    sent = shown | typed(village, satisfied="13", dissatisfied="2") | {"version": str(closed.version)}
    assert client.post(grid(closed, village), sent).status_code == 422
    assert client.post(grid(closed, village), sent | {"reason": "数错一份"}).status_code == 302
    assert AnswerTally.objects.get(answer="satisfied").count == 13
    one = Correction.objects.get()
    assert (one.village, one.channel, one.reason, one.corrected_by) == (village, "paper", "数错一份", bureau)
    assert "数错一份" in client.get(closed.get_absolute_url()).content.decode()
    assert Entry.objects.get(action="correct_answers").detail["reason"] == "数错一份"


def test_a_counted_round_is_corrected_in_an_open_month_and_counts_anew(
    counted, village, bureau, figures, february
):
    answer_actions.correct_counted(
        counted, "paper", {village.pk: row(satisfied=14)}, by=bureau, reason="重点一次"
    )
    assert figures(february)["satisfaction"].denominator == 14


def test_a_counted_round_of_a_submitted_month_is_not_corrected(
    counted, village, station, clerk, bureau, february, sign_in, grid
):
    months.submit(station, february, by=clerk)
    with pytest.raises(ValidationError):
        answer_actions.correct_counted(
            counted, "paper", {village.pk: row(satisfied=14)}, by=bureau, reason="重点"
        )
    page = sign_in(bureau).get(grid(counted, village))
    assert page.context["why_not"] and "<button class" not in page.content.decode().split("<form")[-1]


def test_who_saw_the_round_before_a_step_is_asked_again(survey, bureau):
    seen = SurveyRound.objects.get(pk=survey.pk)
    survey.refresh_from_db()
    actions.close_round(survey, by=bureau)
    with pytest.raises(Stale):
        actions.close_round(seen, by=bureau)


def test_what_was_typed_stays_when_the_round_is_closed_meanwhile(survey, village, bureau, sign_in, grid):
    client = sign_in(bureau)
    client.get(grid(survey, village))
    version = str(SurveyRound.objects.get().version)
    survey.refresh_from_db()
    actions.close_round(survey, by=bureau)
    answer = client.post(grid(survey, village), typed(village, satisfied="12") | {"version": version})
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert f'name="{village.pk}-satisfaction-satisfied"' in page and 'value="12"' in page
    assert not AnswerTally.objects.exists()


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_the_rated_see_no_round_that_does_not_count(county, village, bureau, chief, february, sign_in, state):
    survey = build.make_survey(county, february, bureau, state)
    client = sign_in(chief)
    assert client.get(survey.get_absolute_url()).status_code == 404
    assert client.get(reverse("surveys:round-list")).context["rows"] == []


def test_the_database_shows_the_rated_no_answers_before_they_count(county, village, bureau, chief, february):
    survey = build.make_survey(county, february, bureau, "open")
    build.make_answers(survey, village, satisfied=12)
    with transaction.atomic(), acting(scope.acting_as(chief)):
        assert not SurveyRound.objects.exists() and not AnswerTally.objects.exists()


def test_stations_take_no_step(draft, chief, clerk, sign_in):
    for act in (actions.change_draft, actions.delete_draft, actions.open_round, actions.close_round):
        with pytest.raises(PermissionDenied):
            act(draft, by=chief)
    with pytest.raises(PermissionDenied):
        actions.count_round(draft, by=clerk)
    assert {sign_in(chief).get(step(draft, name)).status_code for name in STEPS} == {403}


def test_a_round_of_another_county_does_not_exist(draft, sign_in):
    other = build.make_user("far", "county", build.make_county(name="他县", code="990902"))
    assert sign_in(other).get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.open_round(draft, by=other)
