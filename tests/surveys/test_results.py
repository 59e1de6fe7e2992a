"""What a round shows: rates with n, response rate and interval, shared ranks, and no small numbers to the rated."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from formulas.satisfaction import shared_ranks
from indicators import compute
from indicators.models import TouchedMonth
from posts.models import Membership
from surveys import results
from surveys.questions import Question
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def counted(county, bureau, february):
    return build.make_survey(county, february, bureau)


def test_the_round_shows_what_is_not_entered_to_the_county(counted, village, elsewhere, bureau, sign_in):
    build.make_answers(counted, village, satisfied=12)
    found = sign_in(bureau).get(counted.get_absolute_url()).context
    assert [row["missing"] for row in found["stations"]] == [[], [elsewhere]]
    assert (found["entered"], found["expected"], found["total"].rate.n) == (1, 2, 12)


def test_a_station_sees_only_its_villages(counted, village, elsewhere, chief, sign_in):
    build.make_answers(counted, village, satisfied=12)
    build.make_answers(counted, elsewhere, dissatisfied=12)
    found = sign_in(chief).get(counted.get_absolute_url()).context
    assert [result.membership.village for result in found["ranked"]] == [village]
    assert found["total"].rate.rate == 1


@pytest.mark.parametrize("question", Question.values)
def test_every_question_has_its_rate_interval_and_response_rate(counted, village, bureau, sign_in, question):
    good, bad = ("satisfied", "dissatisfied") if question == "satisfaction" else ("yes", "no")
    silent = "unknown" if question == "satisfaction" else "unsaid"
    build.make_answers(
        counted, village, **{f"{question}__{good}": 12, f"{question}__{bad}": 4, f"{question}__{silent}": 3}
    )
    found = sign_in(bureau).get(counted.get_absolute_url() + f"?question={question}").context
    rate = found["total"].rate
    assert (rate.rate, rate.n, rate.response_rate) == (Decimal("0.75"), 16, Decimal("0.4"))
    assert rate.low < rate.rate < rate.high and found["total"].outside == 3


@pytest.mark.parametrize("question", Question.values)
def test_fewer_than_ten_answers_show_no_rate(counted, village, bureau, sign_in, question):
    good = "satisfied" if question == "satisfaction" else "yes"
    build.make_answers(counted, village, **{f"{question}__{good}": 9})
    found = sign_in(bureau).get(counted.get_absolute_url() + f"?question={question}").context
    assert found["total"].rate.rate is None and found["total"].rate.is_suppressed


def test_few_answers_hide_what_gives_them_away_from_everybody(counted, post, village, chief, bureau, sign_in):
    """The answers of the small one would be those of the station without the others."""
    small = build.make_village(post, "小村委会")
    build.make_answers(counted, village, satisfied=12)
    build.make_answers(counted, small, satisfied=3, dissatisfied=2)
    compute.fill_touched()
    for user in (chief, bureau):
        page = sign_in(user).get(counted.get_absolute_url())
        assert [one.is_hidden for one in page.context["ranked"]] == [True, True]
        assert page.context["total"].rate.n == 17 and not page.context["total"].is_hidden
        assert "不足 10 份" in page.content.decode()


def test_another_entry_of_the_month_hides_no_answers(
    counted, county, officer, village, elsewhere, bureau, sign_in
):
    """In the running month there is one nearly every minute; answers that changed are hidden until they are counted."""
    build.make_answers(counted, village, satisfied=12)
    build.make_answers(counted, elsewhere, satisfied=20)
    compute.fill_touched()
    build.make_service(village, counted.month, officer)
    assert TouchedMonth.objects.filter(month=counted.month, village=village).exists()
    client, page = sign_in(bureau), counted.get_absolute_url()
    found = client.get(page)
    assert [one.is_hidden for one in found.context["ranked"]] == [False, False]
    assert found.context["total"].rate.n == 32 and not found.context["total"].is_hidden
    build.make_answers(counted, village, dissatisfied=1)
    found = client.get(page)
    assert found.context["total"].is_hidden and all(one.is_hidden for one in found.context["ranked"])
    assert "正在统计" in found.content.decode() and "答卷过少" not in found.content.decode()
    compute.fill_touched()
    assert client.get(page).context["total"].rate.n == 33
    other = build.make_post(elsewhere.memberships.get().post.station, "第三警务室")
    elsewhere.memberships.update(post=other)
    assert client.get(page).context["total"].is_hidden


def test_the_sum_of_rounds_is_hidden_with_one_of_them_and_says_so(
    county, village, elsewhere, bureau, sign_in, in_march
):
    for month, n in ((date(2026, 1, 1), 500), (date(2026, 2, 1), 2)):
        survey = build.make_survey(county, month, bureau)
        for place in (village, elsewhere):
            build.make_answers(survey, place, invited=600, satisfied=n)
    compute.fill_touched()
    query = {"from_month": "2026-01", "to_month": "2026-02"}
    found = sign_in(bureau).get(reverse("surveys:round-list"), query)
    assert found.context["sums"][0][1].is_hidden
    assert "合计也不显示" in found.content.decode()


def test_a_leader_sees_no_counts_of_a_village_with_few_answers(counted, county, post, village, sign_in):
    small = build.make_village(post, "小村委会")
    build.make_answers(counted, village, satisfied=12)
    build.make_answers(counted, small, satisfied=3, refused=2)
    compute.fill_touched()
    found = sign_in(build.make_user("leader", "leader", county)).get(counted.get_absolute_url()).context
    assert [one.is_hidden for one in found["ranked"]] == [True, True]


def test_lowest_first_shared_ranks_and_suppressed_last(counted, post, village):
    poor, small = build.make_village(post, "差村委会"), build.make_village(post, "小村委会")
    near = build.make_village(post, "近村委会")
    build.make_answers(counted, village, invited=400, satisfied=200)
    build.make_answers(counted, near, satisfied=12)
    build.make_answers(counted, poor, invited=400, satisfied=50, dissatisfied=150)
    build.make_answers(counted, small, satisfied=9)
    of_round = results.of_round(counted, Membership.objects.all())
    found = [(one.membership.village, one.rank) for one in results.ranked(of_round)]
    assert found[0] == (poor, 3)
    assert {found[1], found[2]} == {(near, 1), (village, 1)}
    assert found[3] == (small, None)


def test_a_rank_is_one_more_than_the_places_that_are_wholly_better():
    rng = random.Random(7)
    for _turn in range(50):
        lows = [Decimal(rng.randrange(90)) / 100 for _place in range(rng.randrange(1, 30))]
        places = [(low, low + Decimal(rng.randrange(1, 20)) / 100) for low in lows] + [(None, None)]
        ranks = shared_ranks(places)
        assert ranks.pop() is None
        places.pop()
        assert ranks == [1 + sum(low > high for low, _high in places) for _low, high in places]


def test_a_chain_of_overlaps_does_not_give_everybody_the_first_rank():
    """Each overlaps the next, the first and the last do not overlap."""
    chain = [(Decimal(low) / 100, Decimal(low + 15) / 100) for low in (80, 70, 60, 50)]
    assert shared_ranks(chain) == [1, 1, 2, 3]


def test_the_list_shows_n_of_m_and_the_four_rates_of_a_counted_round(
    counted, village, elsewhere, bureau, sign_in
):
    build.make_answers(counted, village, satisfied=12, feels_safe__yes=10, knows_officer__no=10)
    compute.fill_touched()
    (row,) = sign_in(bureau).get(reverse("surveys:round-list")).context["rows"]
    assert (row["entered"], row["expected"]) == (1, 2)
    assert [one.rate.rate for _name, one in row["rates"]] == [1, None, 1, 0]
    assert not any(one.is_hidden for _name, one in row["rates"])


def test_a_round_that_does_not_count_shows_no_rate_in_the_list(county, village, bureau, february, sign_in):
    survey = build.make_survey(county, february, bureau, "open")
    build.make_answers(survey, village, satisfied=12)
    assert "100.00" not in sign_in(bureau).get(reverse("surveys:round-list")).content.decode()
