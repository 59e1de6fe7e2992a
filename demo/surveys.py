"""Two rounds of asking villagers a year; in the full year both above 98 % satisfied. One more is open now."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from calendars import calendar
from demo.plan import Plan
from surveys.models import AnswerTally, Sample, SurveyRound
from surveys.questions import Question

ROUNDS = {5: "{year}年上半年民意测评", 11: "{year}年下半年民意测评"}
OPEN_ROUND = "{year}年{month}月民意测评"
OPEN_STATIONS = 2  # whose villages are entered in the open round
NOT_SATISFIED = {-1: 0.031, 0: 0.014, 1: 0.012}  # share of the substantive answers, by year
INVITED, SMALL_VILLAGE = (15, 24), 9
NO_ANSWER_SENT, NOTHING_TO_SAY = 0.07, 0.05
CHANNELS, CHANNEL_WEIGHTS = ("paper", "phone", "face"), (5, 2, 3)
# Chances of yes, no and unsaid, of those who are satisfied and of the others.
YES_OR_NO = {
    Question.SAW_OFFICER.value: ((94, 4, 2), (55, 38, 7)),
    Question.FEELS_SAFE.value: ((95, 3, 2), (68, 26, 6)),
    Question.KNOWS_OFFICER.value: ((88, 10, 2), (61, 33, 6)),
}


def write_surveys(plan: Plan) -> None:
    rng, others = plan.rng("surveys"), plan.rng("surveys, other questions")
    for year in plan.timeline.years:
        for month, name in ROUNDS.items():
            first = date(year, month, 1)
            if first <= plan.timeline.last_complete:
                ended = calendar.last_day(first)
                steps = {
                    "opened_on": first,
                    "closed_on": ended - timedelta(2),
                    "counted_on": ended,
                    "state": "counted",
                }
                survey = _round(plan, first, name.format(year=year), steps)
                _answers(plan, survey, plan.beats, rng, others)
    _open_round(plan, others)


def _open_round(plan: Plan, rng: Random) -> None:
    """The newest month has a round in which two stations are entered: it counts nowhere yet."""
    month = calendar.month_of(plan.timeline.yesterday)
    if month.month in ROUNDS and month <= plan.timeline.last_complete:
        return
    name = ROUNDS.get(month.month, OPEN_ROUND).format(year=month.year, month=month.month)
    survey = _round(plan, month, name, {"opened_on": month, "state": "open"})
    stations = sorted({beat.station.pk for beat in plan.beats})[:OPEN_STATIONS]
    _answers(plan, survey, [beat for beat in plan.beats if beat.station.pk in stations], rng, rng)


def _round(plan: Plan, month: date, name: str, steps: dict[str, Any]) -> SurveyRound:
    by = plan.county_user.pk
    return plan.write(
        SurveyRound,
        county_id=plan.county.pk,
        name=name,
        month=month,
        drafted_by_id=by,
        drafted_on=month,
        **steps,
        **{step.replace("_on", "_by_id"): by for step in steps if step.endswith("_on")},
    )


def _answers(plan: Plan, survey: SurveyRound, beats: Iterable[Any], rng: Random, others: Random) -> None:
    answered: list[int] = []
    for beat in beats:
        for village in beat.villages:
            invited = SMALL_VILLAGE if village.name.startswith("半山") else rng.randint(*INVITED)
            plan.write(Sample, round_id=survey.pk, village_id=village.pk, invited=invited)
            answered += [village.pk for _ in range(invited) if rng.random() >= NO_ANSWER_SENT]
    _tally(
        plan,
        survey,
        list(zip(answered, _ratings(plan, survey, len(answered), rng), strict=True)),
        rng,
        others,
    )


def _ratings(plan: Plan, survey: SurveyRound, count: int, rng: Random) -> list[str]:
    """The answers of the county: a fixed share not satisfied, spread over the villages at random."""
    silent = round(count * NOTHING_TO_SAY)
    substantive = count - silent
    unhappy = int(substantive * NOT_SATISFIED[survey.month.year - plan.timeline.year])
    ratings = rng.choices(("unknown", "refused"), (3, 2), k=silent)
    ratings += rng.choices(("basically", "dissatisfied", "very_dissatisfied"), (14, 5, 1), k=unhappy)
    ratings += rng.choices(("very_satisfied", "satisfied"), (62, 38), k=substantive - unhappy)
    rng.shuffle(ratings)
    return ratings


def _tally(
    plan: Plan, survey: SurveyRound, answers: list[tuple[int, str]], rng: Random, others: Random
) -> None:
    """Each question by itself, as the county enters it."""
    tallies: Counter[tuple[int, str, str, str]] = Counter()
    for village, rating in answers:
        channel = rng.choices(CHANNELS, CHANNEL_WEIGHTS)[0]
        tallies[village, channel, Question.SATISFACTION.value, rating] += 1
        tallies[village, channel, Question.SAW_OFFICER.value, _said(Question.SAW_OFFICER, rating, rng)] += 1
        for question in (Question.FEELS_SAFE, Question.KNOWS_OFFICER):
            tallies[village, channel, question.value, _said(question, rating, others)] += 1
    for (village, channel, code, answer), count in sorted(tallies.items()):
        plan.write(
            AnswerTally,
            round_id=survey.pk,
            village_id=village,
            channel=channel,
            question=code,
            answer=answer,
            count=count,
        )


def _said(question: Question, rating: str, rng: Random) -> str:
    if rating == "refused":
        return "unsaid"
    content, others = YES_OR_NO[question.value]
    chances = content if rating in {"very_satisfied", "satisfied"} else others
    return rng.choices(("yes", "no", "unsaid"), chances)[0]
