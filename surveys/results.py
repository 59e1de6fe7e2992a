"""The results of a survey round: answers added up by village, rates with n and interval, shared ranks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

import rules
from formulas.rates import ratio
from formulas.satisfaction import OUTSIDE, SUBSTANTIVE, Satisfaction, satisfaction, shared_ranks
from posts.models import Membership
from surveys.models import AnswerTally, Sample, SurveyRound

SAW = {AnswerTally.Saw.YES.value: "saw_officer", AnswerTally.Saw.NO.value: "saw_no_officer"}
NAMES = ("invited", *SUBSTANTIVE, *OUTSIDE, *SAW.values())
Sums = dict[str, int]


@dataclass
class Result:
    """The answers of one village, or of all of them (``membership`` None)."""

    sums: Sums
    membership: Membership | None = None
    is_entered: bool = True
    rank: int | None = None
    line: dict[str, float] = field(default_factory=dict)

    @property
    def a(self) -> Satisfaction:
        return self._satisfaction("A")

    @property
    def b(self) -> Satisfaction:
        return self._satisfaction("B")

    def _satisfaction(self, variant: str) -> Satisfaction:
        fewest = rules.whole("survey.fewest_answers", on=timezone.localdate())
        return satisfaction(self.sums, variant, fewest=fewest)

    @property
    def outside(self) -> int:
        """Answers that count in no denominator."""
        return sum(self.sums[name] for name in OUTSIDE)

    @property
    def asked_of_seeing(self) -> int:
        return self.sums["saw_officer"] + self.sums["saw_no_officer"]

    @property
    def visibility(self) -> Decimal | None:
        return ratio(self.sums["saw_officer"], self.asked_of_seeing)


def of_round(survey: SurveyRound, memberships: Iterable[Membership]) -> list[Result]:
    """One result a village, in the order of ``memberships``; ``is_entered``: answers were entered."""
    sums, entered = _sums(survey)
    return [
        Result(sums[membership.village_id], membership, membership.village_id in entered)
        for membership in memberships
    ]


def total(results: Iterable[Result]) -> Result:
    results = list(results)
    return Result({name: sum(result.sums[name] for result in results) for name in NAMES})


def _sums(survey: SurveyRound) -> tuple[dict[int, Sums], set[int]]:
    sums: dict[int, Sums] = defaultdict(lambda: dict.fromkeys(NAMES, 0))
    samples = dict(Sample.objects.filter(round=survey).values_list("village_id", "invited"))
    for village, invited in samples.items():
        sums[village]["invited"] = invited
    tallies = AnswerTally.objects.filter(round=survey)
    for village, rating, saw, count in tallies.values_list("village_id", "rating", "saw_officer", "count"):
        sums[village][rating] += count
        if saw in SAW:
            sums[village][SAW[saw]] += count
    return sums, set(samples)


def ranked(results: Iterable[Result]) -> list[Result]:
    """Entered villages, worst first, with shared ranks and their drawn intervals; suppressed ones at the end."""
    entered = [result for result in results if result.is_entered]
    best_first = sorted(
        (one for one in entered if one.a.rate is not None), key=lambda one: -(one.a.rate or 0)
    )
    for one, rank in zip(
        best_first, shared_ranks([(one.a.low, one.a.high) for one in best_first]), strict=True
    ):
        one.rank = rank
    _draw(best_first)
    return best_first[::-1] + [one for one in entered if one.a.rate is None]


def lowest(results: Iterable[Result]) -> int:
    """Where the drawn scale begins, in percent: a round ten below the lowest interval."""
    lows = [one.a.low for one in results if one.a.low is not None]
    return int(min(lows) * 10) * 10 if lows else 0


def _draw(results: list[Result]) -> None:
    """Places on a line from ``lowest`` to 100 %, as per cent of its width."""
    start = lowest(results)
    for one in results:
        ends = {"low": one.a.low, "at": one.a.rate, "high": one.a.high}
        one.line = {
            name: round((float(end or 0) * 100 - start) / (100 - start) * 100, 1)
            for name, end in ends.items()
        }
