"""The results of a survey round: answers added up by village; of each question its rate, n, interval and rank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

import rules
from access import scope
from access.rights import may
from accounts.models import User
from formulas.satisfaction import OUTSIDE, Satisfaction, satisfaction, share_of_yes, shared_ranks
from posts.models import Membership
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
    is_hidden: bool = False  # from whoever asks: its few answers would speak of persons
    rank: int | None = None
    line: dict[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> Satisfaction:
        """The rate of the question; of the satisfaction that of variant A."""
        if self.question == Question.SATISFACTION:
            return satisfaction(self.sums, "A", fewest=_fewest())
        return share_of_yes(self.sums, YES[self.question], fewest=_fewest())

    @property
    def b(self) -> Satisfaction:
        return satisfaction(self.sums, "B", fewest=_fewest())

    @property
    def outside(self) -> int:
        """Answers that count in no denominator: "do not know", "no answer", "did not say"."""
        if self.question == Question.SATISFACTION:
            return sum(self.sums[name] for name in OUTSIDE)
        return self.sums[SILENT[self.question]]

    def of(self, question: str) -> "Result":
        """The same answers, asked for another question."""
        return Result(self.sums, question, self.membership, self.is_entered)


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


def hide_few(results: Sequence[Result], user: User | AnonymousUser) -> None:
    """Mark the villages whose answers the person may not see.

    Whoever enters answers sees them. Nobody else sees those of fewer people than the least number; at a station or a
    post, which are rated by them, no village is shown beside one that is hidden: the sum would give it away.
    """
    if may(user, "enter_survey"):
        return
    is_rated = scope.for_user(user).county_id is None
    few = [one for one in results if one.is_entered and 0 < one.rate.n < _fewest()]
    for one in results if few and is_rated else few:
        one.is_hidden = True


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


def _fewest() -> int:
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
