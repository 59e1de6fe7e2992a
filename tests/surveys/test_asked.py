"""The villages of a round: what was entered before a village ended in the month stays, as in the figures."""

from datetime import date

import pytest
from django.urls import reverse

from ledgers.models import StationMonth
from posts.models import Village
from surveys import actions, answer_actions, asked
from surveys.models import SurveyRound
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def ended(survey, post, village, enter):
    """A village of the post that was entered and abolished within the month of the round."""
    other = build.make_village(post, name="并入村委会")
    enter(survey, village, satisfied=12, dissatisfied=3)
    enter(survey, other, satisfied=20)
    Village.objects.filter(pk=other.pk).update(closed_on=date(2026, 2, 16))
    survey.refresh_from_db()
    return other


@pytest.fixture
def counted(survey, ended, bureau):
    survey = actions.close_round(survey, by=bureau)
    return actions.count_round(survey, by=bureau)


@pytest.mark.parametrize("who", ["bureau", "chief"])
def test_a_village_that_ended_in_the_month_stays_in_the_round(
    counted, figures, february, request, sign_in, who
):
    user = request.getfixturevalue(who)
    answer = sign_in(user).get(counted.get_absolute_url())
    shown = answer.context["total"].rate
    assert (answer.context["entered"], answer.context["expected"]) == (2, 2)
    figure = figures(february)["satisfaction"]
    assert (shown.satisfied, shown.n) == (figure.numerator, figure.denominator) == (32, 35)


def test_neither_another_station_nor_a_month_after_its_end_asks_for_it(survey, ended, stranger, bureau):
    assert ended.pk not in [one.village_id for one in asked.of_user(stranger, survey)]
    later = actions.draft(SurveyRound(name="下一轮", month=date(2026, 3, 1)), by=bureau)
    assert ended.pk not in [one.village_id for one in asked.of_county(later)]


def test_one_that_was_not_entered_is_not_missed(survey, post, village, enter, bureau):
    other = build.make_village(post, name="并入村委会")
    Village.objects.filter(pk=other.pk).update(closed_on=date(2026, 2, 16))
    enter(survey, village, satisfied=12)
    assert [one.village_id for one in asked.of_county(survey)] == [village.pk]


def test_closing_names_the_villages_that_are_not_entered(survey, village, elsewhere, enter, bureau, sign_in):
    enter(survey, village, satisfied=12)
    page = sign_in(bureau).get(reverse("surveys:round-close", args=[survey.pk]))
    assert page.context["missing"] == [elsewhere]
    assert (page.context["entered"], page.context["expected"]) == (1, 2)


def offered(page):
    return [value for value, _label in page.context["form"].fields["month"].widget.choices]


def test_a_new_round_offers_the_months_that_take_one(draft, station, bureau, sign_in):
    client, url = sign_in(bureau), reverse("surveys:round-create")
    StationMonth.objects.create(station=station, month=date(2026, 1, 1), state="published")
    found = offered(client.get(url))
    assert found[0] == "2026-03-01"
    assert not {"2026-02-01", "2026-01-01"} & set(found)
    assert offered(client.get(reverse("surveys:round-edit", args=[draft.pk])))[1] == "2026-02-01"


def test_a_county_without_a_free_month_is_told_so(county, station, bureau, sign_in):
    for year, month in [(2025, n) for n in range(3, 13)] + [(2026, 1), (2026, 2)]:
        StationMonth.objects.create(station=station, month=date(year, month, 1), state="published")
    actions.draft(SurveyRound(name="本月一轮", month=date(2026, 3, 1)), by=bureau)
    page = sign_in(bureau).get(reverse("surveys:round-create"))
    assert offered(page) == []
    assert "次月 1 日" in page.content.decode()


def test_the_answers_of_a_village_that_ended_are_corrected_in_the_grid(counted, ended, bureau, sign_in, grid):
    page = sign_in(bureau).get(grid(counted, ended))
    assert ended.pk in [row["membership"].village_id for row in page.context["form"].rows]
    cells = {answer_actions.INVITED: 40, ("satisfaction", "satisfied"): 19}
    answer_actions.correct_counted(counted, "paper", {ended.pk: cells}, by=bureau, reason="数错一份")
    after = sign_in(bureau).get(counted.get_absolute_url())
    assert after.context["total"].rate.n == 34
    assert [one.village_id for one in after.context["corrections"]] == [ended.pk]
