"""An attacker reads every figure of answers that one person can open, and solves the equations: nothing comes out of
villages, posts, towns and stations in which few have answered (formulas/suppression.py, indicators/hiding.py)."""

from datetime import date
from itertools import product

import pytest

from access.rights import may
from calendars.spans import Span
from indicators import compute
from indicators.figure import fewest_answers
from indicators.models import VillageMonth
from reports import exports, monthly, ranking
from reports.periods import Place
from surveys.models import AnswerTally, Sample, SurveyRound
from tests import build
from tests.drilling import QUESTIONS
from tests.formulas.test_suppression import is_solved
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
MONTHS = (JANUARY, FEBRUARY)
PERIODS = ((JANUARY, JANUARY), (FEBRUARY, FEBRUARY), (JANUARY, FEBRUARY))
LEVELS = ("station", "town", "post", "village")
SPANS = (Span.QUARTER, Span.HALF, Span.YEAR)
# Answers of each village in the two months: station, post, answers.
ASKED = (
    ("甲所", "一室", (9, 40)), ("甲所", "一室", (12, 30)), ("甲所", "二室", (18, 0)), ("甲所", "二室", (20, 4)),
    ("乙所", "三室", (30, 25)), ("乙所", "三室", (3, 12)), ("乙所", "四室", (50, 60)),
)  # fmt: skip


@pytest.fixture
def asked(county, bureau, in_march):
    stations = {name: build.make_station(county, name=name) for name in ("甲所", "乙所")}
    posts, villages = {}, []
    for number, (station, post, _answers) in enumerate(ASKED):
        place = posts.get(post) or build.make_post(stations[station], post)
        posts[post] = place
        villages.append(build.make_village(place, f"第{number}村"))
    for place, month in enumerate(MONTHS):
        survey = build.make_survey(county, month, bureau)
        for village, (_station, _post, answers) in zip(villages, ASKED, strict=True):
            n = answers[place]
            good, bad = n - n // 4, n // 4
            build.make_answers(
                survey, village, n + 5, satisfied=good, dissatisfied=bad, saw_officer__yes=good,
                saw_officer__no=bad, feels_safe__yes=good, feels_safe__no=bad, knows_officer__yes=good,
                knows_officer__no=bad,
            )  # fmt: skip
        compute.fill_month(month)
    return {"stations": stations, "posts": posts, "villages": villages}


def shown_to(user):
    """``{code: {(level, key, first, last): figure}}`` of all answers that the monthly report and comparison show."""
    found = {code: {} for code in QUESTIONS}
    rows = VillageMonth.objects.visible_to(user)
    places = [Place()] + [
        Place(level, key)
        for level in LEVELS
        for key in sorted(set(rows.values_list(f"{level}_id", flat=True)))
    ]
    for place, month, span in product(places, MONTHS, SPANS):
        for line in monthly.lines(user, month, place, span=span):
            if (code := line.indicator.code) in found:
                found[code][place.level, place.key, month, month] = line.month
                found[code][place.level, place.key, span.first(month), month] = line.year
    for level, (first, last) in product(
        LEVELS, ((JANUARY, JANUARY), (FEBRUARY, FEBRUARY), (JANUARY, FEBRUARY))
    ):
        for row in ranking.standings(user, first, last, level, "satisfaction"):
            for code in found.keys() & row.figures.keys():
                found[code][level, row.place.key, first, last] = row.figures[code]
    return found


def cells_of(user, level, key, first, last):
    """The villages and months that a figure adds up."""
    rows = VillageMonth.objects.visible_to(user).filter(month__gte=first, month__lte=last)
    rows = rows.filter(**{f"{level}_id": key}) if level else rows
    return set(rows.values_list("village_id", "month"))


def shown_on_rounds(user):
    """``{code: [...]}``: the villages and months of every number of answers that the pages of the rounds show: the
    round's own page, and the list of rounds of each place and period, to which figures lead."""
    client = PageClient()
    client.force_login(user)
    found = {code: [] for code in QUESTIONS}

    def add(code, result, cells):
        if not result.is_hidden and result.rate.n:
            found[code].append(cells)

    for survey, (code, question) in product(SurveyRound.objects.all(), QUESTIONS.items()):
        page = client.get(f"{survey.get_absolute_url()}?question={question}").context
        for one in page["ranked"]:
            add(code, one, {(one.membership.village_id, survey.month)})
        add(code, page["total"], {(one.membership.village_id, survey.month) for one in page["ranked"]})
    places = [("", 0)] + [(one.level, one.key) for one in places_of(user)]
    for (level, key), (first, last) in product(places, PERIODS):
        asked = {"from_month": f"{first:%Y-%m}", "to_month": f"{last:%Y-%m}"} | (
            {level: key} if level else {}
        )
        page = client.get("/figures/satisfaction/", asked).context
        for number, code in enumerate(QUESTIONS):
            for row in page["rows"]:
                month = row["round"].month
                add(code, row["rates"][number][1], cells_of(user, level, key, month, month))
            for _name, added in page["sums"][number : number + 1]:
                add(code, added, cells_of(user, level, key, first, last))
    return found


def places_of(user):
    rows = VillageMonth.objects.visible_to(user)
    return [
        Place(level, key)
        for level in LEVELS
        for key in sorted(set(rows.values_list(f"{level}_id", flat=True)))
    ]


def found_out(user, figures, on_rounds):
    """What the attacker works out of places with few answers; and how many figures were read."""
    answers = {
        (row.village_id, row.month): row.satisfied + row.dissatisfied for row in VillageMonth.objects.all()
    }
    some = {cell for cell, n in answers.items() if n}
    cells = {where: cells_of(user, *where) & some for where in figures}
    equations = [
        cells[where] for where, figure in figures.items() if figure.numerator is not None and cells[where]
    ]
    equations += [inside & some for inside in on_rounds if inside & some]
    few = {
        where: inside for where, inside in cells.items()
        if 0 < sum(answers[cell] for cell in inside) < fewest_answers()
    }  # fmt: skip
    few |= {cell: {cell} for cell in some if answers[cell] < fewest_answers()}
    return {where for where, inside in few.items() if is_solved(equations, inside)}, len(equations)


@pytest.mark.turns(3)
@pytest.mark.parametrize("role", ["county", "chief", "officer"])
def test_nobody_works_out_few_answers(asked, bureau, role):
    user = {
        "county": lambda: bureau,
        "chief": lambda: build.make_user("chief", "chief", asked["stations"]["甲所"]),
        "officer": lambda: build.make_user("officer", "officer", asked["posts"]["一室"], is_responsible=True),
    }[role]()
    on_rounds = shown_on_rounds(user) if may(user, "see_board") else {code: [] for code in QUESTIONS}
    figures = shown_to(user)
    for code in QUESTIONS:
        solved, read = found_out(user, figures[code], on_rounds[code])
        assert read and bool(on_rounds[code]) == (role != "officer") and not solved, code
    if role == "county":
        VillageMonth.objects.update(hidden_answers=0)  # hiding few answers alone is not enough
        figures = shown_to(user)
        for code, on_pages in shown_on_rounds(user).items():
            assert found_out(user, figures[code], [])[0], code
            assert found_out(user, figures[code], on_pages)[0], code


@pytest.mark.turns(3)
def test_the_same_is_hidden_from_the_chief_and_the_county(asked, bureau):
    chief = build.make_user("chief", "chief", asked["stations"]["甲所"])
    of_county, of_chief = (shown_to(user)["satisfaction"] for user in (bureau, chief))
    same = [where for where in of_chief if where in of_county and where[0] in ("village", "post", "station")]
    assert len(same) > 10
    assert [of_chief[where].is_hidden for where in same] == [of_county[where].is_hidden for where in same]


@pytest.mark.turns(4)
@pytest.mark.parametrize("code", ["satisfaction", "safety"])
def test_the_page_of_a_round_hides_what_the_figures_of_its_month_hide(asked, bureau, code):
    chief = build.make_user("chief", "chief", asked["stations"]["甲所"])
    for user, month in product((bureau, chief), MONTHS):
        client = PageClient()
        client.force_login(user)
        survey = SurveyRound.objects.get(month=month)
        page = client.get(f"{survey.get_absolute_url()}?question={QUESTIONS[code]}").context
        figures = shown_to(user)[code]
        on_page = {one.membership.village_id: one.is_hidden for one in page["ranked"]}
        assert on_page and any(on_page.values())
        assert on_page == {key: figures["village", key, month, month].is_hidden for key in on_page}
        assert page["total"].is_hidden == figures["", 0, month, month].is_hidden


def test_a_round_that_does_not_count_yet_hides_by_the_same_rule(asked, bureau, county):
    """The county alone reads it: no figure of it is stored."""
    shown = {}
    for state in ("counted", "closed"):
        SurveyRound.objects.filter(month=JANUARY).update(
            state=state, **({} if state == "counted" else {"counted_on": None, "counted_by": None})
        )
        client = PageClient()
        client.force_login(bureau)
        page = client.get(SurveyRound.objects.get(month=JANUARY).get_absolute_url()).context
        shown[state] = {one.membership.village_id: one.is_hidden for one in page["ranked"]}
    assert shown["closed"] == shown["counted"] and any(shown["closed"].values())


def test_while_answers_are_being_counted_nothing_is_shown(asked, bureau):
    tally = AnswerTally.objects.filter(round__month=FEBRUARY, answer="satisfied").first()
    AnswerTally.objects.filter(pk=tally.pk).update(count=tally.count - 1)
    client = PageClient()
    client.force_login(bureau)
    page = client.get(tally.round.get_absolute_url()).context
    assert page["total"].is_hidden and all(one.is_hidden for one in page["ranked"])
    compute.fill_touched()
    assert not client.get(tally.round.get_absolute_url()).context["total"].is_hidden


def test_a_period_with_a_hidden_month_hides_the_sum_and_the_change(asked, bureau):
    village = asked["villages"][0]
    place = Place("village", village.pk, str(village))
    line = next(one for one in monthly.lines(bureau, FEBRUARY, place) if one.indicator.code == "satisfaction")
    assert not line.month.is_hidden and line.month.denominator == 40
    assert line.year.is_hidden and line.on_previous is None
    assert exports.parts(line.year)[1:] == ["", ""]


def test_a_round_that_was_withdrawn_hides_nothing_any_more(asked):
    assert VillageMonth.objects.filter(month=JANUARY).exclude(hidden_answers=0).exists()
    AnswerTally.objects.filter(round__month=JANUARY).delete()
    Sample.objects.filter(round__month=JANUARY).delete()
    compute.fill_month(JANUARY)
    assert not VillageMonth.objects.filter(month=JANUARY).exclude(hidden_answers=0).exists()
