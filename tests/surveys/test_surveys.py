"""Survey rounds: opened by the county, entered by village, shown with all that stands beside a rate."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Entry
from posts.models import Membership
from surveys import actions, results
from surveys.models import AnswerTally, Sample, SurveyRound
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def survey(county, bureau, february):
    return actions.open_round(SurveyRound(name="第一轮", month=february), by=bureau)


def enter(survey, village, by, invited=40, channel="paper", **counts):
    answers = {(rating, "yes"): count for rating, count in counts.items()}
    return actions.enter_answers(survey, village, channel, invited=invited, counts=answers, by=by)


def url(survey, village, channel="paper"):
    return reverse("surveys:round-enter", args=[survey.pk, village.pk]) + f"?channel={channel}"


def test_the_county_opens_a_round_on_the_page(county, bureau, sign_in):
    answer = sign_in(bureau).post(reverse("surveys:round-create"), {"name": "第一轮", "month": "2026-02-01"})
    survey = SurveyRound.objects.get()
    assert answer.url == survey.get_absolute_url()
    assert Entry.objects.filter(action="open_round", subject_id=survey.pk).exists()


def test_a_month_has_one_round(survey, bureau, sign_in):
    answer = sign_in(bureau).post(reverse("surveys:round-create"), {"name": "又一轮", "month": "2026-02-01"})
    assert answer.status_code == 422


def test_a_round_of_the_future_is_refused(county, bureau):
    with pytest.raises(ValidationError):
        actions.open_round(SurveyRound(name="下一轮", month=date(2026, 4, 1)), by=bureau)


def test_stations_neither_open_nor_enter(survey, village, chief, clerk, sign_in):
    with pytest.raises(PermissionDenied):
        actions.open_round(SurveyRound(name="我的", month=date(2026, 1, 1)), by=chief)
    with pytest.raises(PermissionDenied):
        enter(survey, village, clerk, satisfied=1)
    assert sign_in(chief).get(url(survey, village)).status_code == 403


def test_answers_are_entered_by_channel(survey, village, bureau, sign_in):
    client = sign_in(bureau)
    client.post(url(survey, village), {"invited": "30", "satisfied-yes": "12", "unknown-unsaid": "2"})
    client.post(url(survey, village, "phone"), {"invited": "30", "very_satisfied-no": "3"})
    assert sum(AnswerTally.objects.values_list("count", flat=True)) == 17
    assert Sample.objects.get().invited == 30
    entry = Entry.objects.filter(action="enter_answers").latest("pk")
    assert (entry.detail["channel"], entry.detail["answered"]) == ("phone", 17)


def test_entering_again_replaces_the_channel(survey, village, bureau):
    enter(survey, village, bureau, satisfied=12)
    enter(survey, village, bureau, satisfied=5)
    assert [tally.count for tally in AnswerTally.objects.all()] == [5]


def test_no_more_answer_than_were_asked_through_all_channels(survey, village, bureau, sign_in):
    enter(survey, village, bureau, invited=20, channel="phone", satisfied=15)
    answer = sign_in(bureau).post(url(survey, village), {"invited": "20", "satisfied-yes": "6"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_invited-error"' in page
    assert "21" in page
    assert 'id="id_satisfied-yes"' in page
    assert 'value="6"' in page


def test_totals_while_typing_save_nothing(survey, village, bureau, sign_in):
    data = {"invited": "9", "satisfied-yes": "6", "refused-no": "x"}
    answer = sign_in(bureau).post(url(survey, village), data, headers={"hx-request": "true"})
    assert answer.context["totals"]["all"] == 6
    assert not AnswerTally.objects.exists()


def test_a_village_outside_the_round_does_not_exist(survey, village, bureau, sign_in):
    Membership.objects.filter(village=village).update(ends_on=date(2026, 1, 31))
    assert sign_in(bureau).get(url(survey, village)).status_code == 404


def test_the_round_shows_a_village_not_entered_to_the_county(survey, village, elsewhere, bureau, sign_in):
    enter(survey, village, bureau, satisfied=12)
    found = sign_in(bureau).get(survey.get_absolute_url()).context
    assert [result.membership.village for result in found["missing"]] == [elsewhere]
    assert found["total"].a.n == 12


def test_a_station_sees_only_its_villages(survey, village, elsewhere, bureau, chief, sign_in):
    enter(survey, village, bureau, satisfied=12)
    enter(survey, elsewhere, bureau, dissatisfied=12)
    found = sign_in(chief).get(survey.get_absolute_url()).context
    assert [result.membership.village for result in found["ranked"]] == [village]
    assert found["total"].a.rate == 1


def test_lowest_first_shared_ranks_and_suppressed_last(survey, post, village, bureau):
    poor, small = build.make_village(post, "差村委会"), build.make_village(post, "小村委会")
    near = build.make_village(post, "近村委会")
    enter(survey, village, bureau, invited=400, satisfied=200)
    enter(survey, near, bureau, satisfied=12)
    enter(survey, poor, bureau, invited=400, satisfied=50, dissatisfied=150)
    enter(survey, small, bureau, satisfied=9)
    memberships = Membership.objects.all()
    found = [
        (one.membership.village, one.rank) for one in results.ranked(results.of_round(survey, memberships))
    ]
    assert found[0] == (poor, 3)
    assert {found[1], found[2]} == {(near, 1), (village, 1)}
    assert found[3] == (small, None)


def test_a_round_of_another_county_does_not_exist(survey, sign_in):
    other = build.make_user("far", "county", build.make_county(name="他县", code="990902"))
    assert sign_in(other).get(survey.get_absolute_url()).status_code == 404


@pytest.fixture
def opened_by_two(survey, village, bureau, county, sign_in):
    """Two people of the county have the empty form open; the first has saved 12 answers."""
    other = sign_in(build.make_user("bureau2", "county", county))
    shown = {"shown": other.get(url(survey, village)).context["form"].carried}
    sign_in(bureau).post(url(survey, village), shown | {"invited": "30", "very_satisfied-yes": "12"})
    return lambda **typed: other.post(url(survey, village), shown | {"invited": "30"} | typed)


def test_what_only_the_other_one_entered_stays(opened_by_two):
    assert opened_by_two(**{"satisfied-no": "3"}).status_code == 302
    assert sorted(AnswerTally.objects.values_list("count", flat=True)) == [3, 12]


def test_what_both_entered_is_refused_once_and_names_what_is_stored(opened_by_two):
    page = opened_by_two(**{"very_satisfied-yes": "9"})
    assert page.status_code == 422 and "12" in page.context["form"].errors["very_satisfied-yes"][0]
    again = {"shown": page.context["form"].carried, "very_satisfied-yes": "9"}
    assert opened_by_two(**again).status_code == 302
    assert AnswerTally.objects.get().count == 9
