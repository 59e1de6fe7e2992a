"""Two rounds of asking villagers a year; in the full year both above 98 % satisfied."""

from collections import Counter
from datetime import date
from random import Random

from demo.plan import Plan
from surveys.models import AnswerTally, Sample, SurveyRound

ROUNDS = {5: "{year}年上半年民意测评", 11: "{year}年下半年民意测评"}
NOT_SATISFIED = {-1: 0.031, 0: 0.014, 1: 0.012}  # share of the substantive answers, by year
INVITED, SMALL_VILLAGE = (15, 24), 9
NO_ANSWER_SENT, NOTHING_TO_SAY = 0.07, 0.05
CHANNELS, CHANNEL_WEIGHTS = ("paper", "phone", "face"), (5, 2, 3)


def write_surveys(plan: Plan) -> None:
    rng = plan.rng("surveys")
    for year in plan.timeline.years:
        for month, name in ROUNDS.items():
            if date(year, month, 1) <= plan.timeline.last_complete:
                _round(plan, date(year, month, 1), name.format(year=year), rng)


def _round(plan: Plan, month: date, name: str, rng: Random) -> None:
    survey = plan.write(
        SurveyRound,
        county_id=plan.county.pk,
        name=name,
        month=month,
        opened_by_id=plan.county_user.pk,
    )
    answered: list[int] = []
    for beat in plan.beats:
        for village in beat.villages:
            invited = SMALL_VILLAGE if village.name.startswith("半山") else rng.randint(*INVITED)
            plan.write(Sample, round_id=survey.pk, village_id=village.pk, invited=invited)
            answered += [village.pk for _ in range(invited) if rng.random() >= NO_ANSWER_SENT]
    _tally(plan, survey, list(zip(answered, _ratings(plan, survey, len(answered), rng), strict=True)), rng)


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


def _tally(plan: Plan, survey: SurveyRound, answers: list[tuple[int, str]], rng: Random) -> None:
    tallies = Counter(
        (village, rng.choices(CHANNELS, CHANNEL_WEIGHTS)[0], rating, _saw(rating, rng))
        for village, rating in answers
    )
    for (village, channel, rating, saw), count in sorted(tallies.items()):
        plan.write(
            AnswerTally,
            round_id=survey.pk,
            village_id=village,
            channel=channel,
            rating=rating,
            saw_officer=saw,
            count=count,
        )


def _saw(rating: str, rng: Random) -> str:
    if rating == "refused":
        return "unsaid"
    chances = (94, 4, 2) if rating in {"very_satisfied", "satisfied"} else (55, 38, 7)
    return rng.choices(("yes", "no", "unsaid"), chances)[0]
