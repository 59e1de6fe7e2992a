"""The results of a survey round: answers added up by village; of each question its rate, n, interval and rank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

import rules
from access import scope
from accounts.models import User
from formulas.satisfaction import OUTSIDE, Satisfaction, satisfaction, share_of_yes, shared_ranks
from formulas.suppression import Node
from posts.models import Membership
from surveys import hiding
from surveys.asked import of_county as villages_of_county
from surveys.asked import of_user as villages_of_user
from surveys.models import AnswerTally, Sample, SurveyRound
from surveys.questions import CELLS, COUNTED, Question

# The answers that speak for the village in a question of yes and no.
YES = {
    question: name
    for (question, answer), name in COUNTED.items()
    if answer == "yes" and question != Question.SATISFACTION
}
SILENT = {question: f"{question}_unsaid" for question in YES}
NAME_OF = {cell: COUNTED.get(cell) or SILENT[cell[0]] for cell in CELLS}
NAMES = ("invited", *NAME_OF.values())
Sums = dict[str, int]


@dataclass
class Result:
    """The answers of one village, or of all of them (``membership`` None), and what they say to ``question``."""

    sums: Sums
    question: str = Question.SATISFACTION.value
    membership: Membership | None = None
    is_entered: bool = True
    is_hidden: bool = False  # its few answers, or those of another place, would speak of persons
    is_counting: bool = False  # hidden until it is known of which places answers are hidden: for a minute
    rank: int | None = None
    line: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> Satisfaction:
        """The rate of the question; of the satisfaction that of variant A."""
        if self.question == Question.SATISFACTION:
            return satisfaction(self.sums, "A", fewest=fewest())
        return share_of_yes(self.sums, YES[self.question], fewest=fewest())

    @property
    def b(self) -> Satisfaction:
        return satisfaction(self.sums, "B", fewest=fewest())

    @property
    def outside(self) -> int:
        """Answers that count in no denominator: "do not know", "no answer", "did not say"."""
        if self.question == Question.SATISFACTION:
            return sum(self.sums[name] for name in OUTSIDE)
        return self.sums[SILENT[self.question]]

    def of(self, question: str) -> "Result":
        """The same answers, asked for another question."""
        return Result(self.sums, question, self.membership, self.is_entered)

    @property
    def is_few(self) -> bool:
        return 0 < self.rate.n < fewest()


@dataclass(frozen=True)
class Asked:
    """The part of a round that a page shows: the villages of one place, or of all that the person sees (``place`` None
    where that is a part of a place, as of a town of two stations)."""

    memberships: list[Membership]
    place: Node | None


def asked_of(user: User, survey: SurveyRound, level: str = "", key: int = 0) -> Asked:
    """The villages of the round that the person sees, of the place with the key where one is named."""
    found = villages_of_user(user, survey)
    if not level:
        where = scope.for_user(user)
        own = {"post": where.post_id, "station": where.station_id, "county": where.county_id}
        return Asked(found, next(((name, pk) for name, pk in own.items() if pk), None))
    inside = [one for one in found if keys_of(one)[f"{level}_id"] == key]
    is_part = level == "town" and not scope.for_user(user).county_id
    return Asked(inside, None if is_part else (level, key))


def keys_of(membership: Membership) -> dict[str, int]:
    """The places of a village of a round."""
    post = membership.post
    return {
        "village_id": membership.village_id,
        "post_id": post.pk,
        "station_id": post.station_id,
        "county_id": post.station.county_id,
        "town_id": membership.village.town_id,
    }


def of_round(
    survey: SurveyRound, memberships: Iterable[Membership], question: str = Question.SATISFACTION.value
) -> list[Result]:
    """One result a village, in the order of ``memberships``; ``is_entered``: answers were entered."""
    sums, entered = _sums(survey)
    return [
        Result(sums[membership.village_id], question, membership, membership.village_id in entered)
        for membership in memberships
    ]


def total(results: Iterable[Result], question: str = Question.SATISFACTION.value) -> Result:
    results = list(results)
    return Result({name: sum(result.sums[name] for result in results) for name in NAMES}, question)


def shown(
    user: User, survey: SurveyRound, asked: Asked, question: str = Question.SATISFACTION.value
) -> tuple[list[Result], Result]:
    """A result a village, and their sum, each marked where it is hidden."""
    found = of_round(survey, asked.memberships, question)
    added = total(found, question)
    hide(user, survey, found, added, asked.place)
    return found, added


def hide(user: User, survey: SurveyRound, found: Sequence[Result], added: Result, place: Node | None) -> None:
    """Mark the villages, and their sum ``added`` of the ``place``, whose answers are hidden: as in the
    figures of the month, for everybody alike (surveys/hiding.py)."""
    hidden = _hidden_of(user, survey, added.question)
    for one in found:
        keys = keys_of(one.membership) if one.membership else {}
        nodes = {(level, keys[f"{level}_id"]) for level in hiding.LEVELS if keys}
        one.is_counting = hidden is None
        one.is_hidden = one.is_few or hidden is None or ("village", keys.get("village_id")) in hidden
        if place is None and (hidden is None or nodes & hidden):
            added.is_hidden = True
    added.is_counting = hidden is None
    added.is_hidden |= added.is_few or hidden is None or place in hidden


def _hidden_of(user: User, survey: SurveyRound, question: str) -> set[Node] | None:
    if survey.state == SurveyRound.State.COUNTED:
        return hiding.of_figures(user, survey, question)
    everywhere = villages_of_county(survey)
    rows = [
        (keys_of(one.membership), one.rate.n)
        for one in of_round(survey, everywhere, question)
        if one.membership
    ]
    return hiding.hidden_places(rows, fewest())


def ranked(results: Iterable[Result]) -> list[Result]:
    """Entered villages, worst first, with shared ranks and their drawn intervals; those without a rate at the end."""
    entered = [result for result in results if result.is_entered]
    best_first = sorted(
        (one for one in entered if one.rate.rate is not None and not one.is_hidden),
        key=lambda one: -(one.rate.rate or 0),
    )
    ranks = shared_ranks([(one.rate.low, one.rate.high) for one in best_first])
    for one, rank in zip(best_first, ranks, strict=True):
        one.rank = rank
    _draw(best_first)
    return best_first[::-1] + [one for one in entered if one.rate.rate is None or one.is_hidden]


def lowest(results: Iterable[Result]) -> int:
    """Where the drawn scale begins, in percent: a round ten below the lowest interval."""
    lows = [one.rate.low for one in results if one.rate.low is not None and not one.is_hidden]
    return int(min(lows) * 10) * 10 if lows else 0


def fewest() -> int:
    """Below so many answers nothing is shown."""
    return rules.whole("survey.fewest_answers", on=timezone.localdate())


def _sums(survey: SurveyRound) -> tuple[dict[int, Sums], set[int]]:
    sums: dict[int, Sums] = defaultdict(lambda: dict.fromkeys(NAMES, 0))
    samples = dict(Sample.objects.filter(round=survey).values_list("village_id", "invited"))
    for village, invited in samples.items():
        sums[village]["invited"] = invited
    tallies = AnswerTally.objects.filter(round=survey)
    for village, question, answer, count in tallies.values_list("village_id", "question", "answer", "count"):
        sums[village][NAME_OF[question, answer]] += count
    return sums, set(samples)


def _draw(results: list[Result]) -> None:
    """Places on a line from ``lowest`` to 100 %, as per cent of its width."""
    start = lowest(results)
    for one in results:
        ends = {"low": one.rate.low, "at": one.rate.rate, "high": one.rate.high}
        one.line = {
            name: round((float(end or 0) * 100 - start) / (100 - start) * 100, 1)
            for name, end in ends.items()
        }
