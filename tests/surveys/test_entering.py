"""The grid of a station: people asked and answers of all its villages, and what somebody else entered meanwhile."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from audit.models import Entry
from posts.models import Membership
from surveys import answer_actions
from surveys.models import AnswerTally, Sample
from tests import build
from tests.surveys.conftest import row, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def near(post):
    return build.make_village(post, "近村委会")


def test_all_villages_of_a_station_are_entered_at_once(survey, village, near, bureau, sign_in, grid):
    sent = typed(village, "30", satisfied="12", feels_safe__yes="9", feels_safe__no="3") | typed(
        near, "20", very_satisfied="11"
    )
    answer = sign_in(bureau).post(grid(survey, village), sent)
    assert answer.status_code == 302 and "saved=2" in answer.url
    assert dict(Sample.objects.values_list("village", "invited")) == {village.pk: 30, near.pk: 20}
    assert AnswerTally.objects.get(village=village, question="feels_safe", answer="no").count == 3
    assert {one.detail["village"] for one in Entry.objects.filter(action="enter_answers")} == {
        village.pk,
        near.pk,
    }


def test_answers_are_entered_by_channel(survey, village, bureau, sign_in, grid):
    client = sign_in(bureau)
    client.post(grid(survey, village), typed(village, "30", satisfied="12", unknown="2"))
    shown = {f"shown-{village.pk}": "30" + "," * 16}
    client.post(grid(survey, village, "phone"), shown | typed(village, "30", very_satisfied="3"))
    assert sum(AnswerTally.objects.values_list("count", flat=True)) == 17
    assert Sample.objects.get().invited == 30


def test_entering_again_replaces_the_channel(survey, village, enter):
    enter(survey, village, satisfied=12)
    enter(survey, village, satisfied=5)
    assert [tally.count for tally in AnswerTally.objects.all()] == [5]


def test_a_village_that_nobody_touched_stays_without_an_entry(survey, village, near, bureau, sign_in, grid):
    sign_in(bureau).post(grid(survey, village), typed(village, "30", satisfied="12") | typed(near, ""))
    assert [one.village for one in Sample.objects.all()] == [village]


def test_a_village_in_which_nobody_was_asked_is_entered_with_0(survey, village, bureau, sign_in, grid):
    sign_in(bureau).post(grid(survey, village), typed(village, "0"))
    assert Sample.objects.get().invited == 0


def test_no_more_answers_than_were_asked_through_all_channels(survey, village, enter, bureau, sign_in, grid):
    enter(survey, village, invited=20, channel="phone", satisfied=15)
    shown = {f"shown-{village.pk}": "20" + "," * 16}
    answer = sign_in(bureau).post(grid(survey, village), shown | typed(village, "20", satisfied="6"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "21" in answer.context["form"].errors[f"{village.pk}-invited"][0]
    assert f'id="id_{village.pk}-invited-error"' in page and 'value="6"' in page


@pytest.mark.parametrize("question", ["saw_officer", "feels_safe", "knows_officer"])
def test_no_question_has_more_answers_than_people_answered(survey, village, bureau, sign_in, grid, question):
    sent = typed(village, satisfied="12", **{f"{question}__yes": "9", f"{question}__unsaid": "4"})
    answer = sign_in(bureau).post(grid(survey, village), sent)
    assert answer.status_code == 422
    assert "13" in answer.context["form"].errors[f"{village.pk}-{question}-yes"][0]
    assert not AnswerTally.objects.exists()


def test_a_wrong_cell_is_named_and_the_others_stay(survey, village, near, bureau, sign_in, grid):
    sent = typed(village, "30", satisfied="十二") | typed(near, "20", satisfied="7")
    answer = sign_in(bureau).post(grid(survey, village), sent)
    page = answer.content.decode()
    assert list(answer.context["form"].errors) == [f"{village.pk}-satisfaction-satisfied"]
    assert "十二" in page and 'value="7"' in page


def test_the_database_takes_no_answer_of_another_question(survey, village):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerTally.objects.create(
            round=survey, village=village, channel="paper", question="feels_safe", answer="satisfied", count=1
        )


def test_what_is_no_answer_is_refused(survey, village, bureau):
    for sheet in ({("satisfaction", "yes"): 1}, {("satisfaction", "satisfied"): -1}):
        with pytest.raises(ValidationError):
            answer_actions.enter_answers(survey, "paper", {village.pk: sheet}, by=bureau)
    with pytest.raises(ValidationError):
        answer_actions.enter_answers(survey, "letter", {village.pk: row()}, by=bureau)


def test_a_village_of_another_county_is_not_entered(survey, bureau):
    far = build.make_county(name="他县", code="990902")
    other = build.make_village(build.make_post(build.make_station(far, "外所"), "外室"), "外村委会")
    with pytest.raises(PermissionDenied):
        answer_actions.enter_answers(survey, "paper", {other.pk: row(satisfied=1)}, by=bureau)


def test_stations_enter_nothing(survey, village, chief, clerk, sign_in, grid):
    with pytest.raises(PermissionDenied):
        answer_actions.enter_answers(survey, "paper", {village.pk: row(satisfied=1)}, by=clerk)
    assert sign_in(chief).get(grid(survey, village)).status_code == 403


def test_a_station_without_a_village_in_the_round_does_not_exist(survey, village, bureau, sign_in, grid):
    url = grid(survey, village)
    Membership.objects.filter(village=village).update(ends_on=date(2026, 1, 31))
    assert sign_in(bureau).get(url).status_code == 404


@pytest.fixture
def opened_by_two(survey, village, bureau, county, sign_in, grid):
    """Two people of the county have the empty form open; the first has saved 12 answers."""
    other = sign_in(build.make_user("bureau2", "county", county))
    first = other.get(grid(survey, village)).context["form"].rows[0]["shown"]
    shown = {f"shown-{village.pk}": first}
    sign_in(bureau).post(grid(survey, village), shown | typed(village, "30", very_satisfied="12"))
    return lambda shown=shown, **answers: other.post(
        grid(survey, village), shown | typed(village, "30", **answers)
    )


def test_what_only_the_other_one_entered_stays(opened_by_two):
    assert opened_by_two(satisfied="3").status_code == 302
    assert sorted(AnswerTally.objects.values_list("count", flat=True)) == [3, 12]


def test_what_both_entered_is_refused_once_and_names_what_is_stored(opened_by_two, village):
    page = opened_by_two(very_satisfied="9")
    form = page.context["form"]
    assert page.status_code == 422
    assert "12" in form.errors[f"{village.pk}-satisfaction-very_satisfied"][0]
    again = {f"shown-{village.pk}": form.rows[0]["shown"]}
    assert opened_by_two(again, very_satisfied="9").status_code == 302
    assert AnswerTally.objects.get().count == 9
