"""Two things done in turn, again and again: their ratio holds where the seconds of a busy machine do not."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Deed = Callable[[], object]
Clock = Callable[[], float]


def nothing() -> None:
    """The usual preparation."""


@dataclass(frozen=True)
class Pair:
    """A goal: ``subject`` held against ``reference``. ``is_speed``: the ratio of speeds, at least ``limit``;
    else the ratio of times, at most ``limit``. ``at`` says whether medians or 95th percentiles count.
    ``at_prefecture``: the promise is made for tables of that size, where fixed costs no longer show.
    ``is_judged``: a promise is made at all; else the ratio is told for comparison.
    ``slack``: a subject that takes at most so many seconds longer keeps its promise whatever the ratio;
    a deed does it ``times`` times. ``clock``: seconds of what; of the wall unless said."""

    goal: str
    subject: str
    reference: str
    act: Deed
    compare: Deed
    limit: float
    is_speed: bool = False
    at: str = "median"
    at_prefecture: bool = False
    is_judged: bool = True
    slack: float = 0.0
    times: int = 1
    rounds: int = 15
    clock: Clock = perf_counter
    before: Deed = nothing
    before_reference: Deed | None = None

    @property
    def deeds(self) -> dict[str, tuple[Deed, Deed]]:
        """The reference runs twice a round: how far it is from itself is a part of the noise of this moment."""
        reference = (self.before_reference or self.before, self.compare)
        return {"subject": (self.before, self.act), "reference": reference, "again": reference}


@dataclass(frozen=True)
class Result:
    goal: str
    subject: str
    reference: str
    limit: float
    is_speed: bool
    at: str
    median: float
    p95: float
    noise: float
    is_promised: bool = True
    slack: float = 0.0
    longer: float = 0.0  # seconds between the medians

    @property
    def ratio(self) -> float:
        return self.median if self.at == "median" else self.p95

    @property
    def verdict(self) -> str:
        """A goal is missed only when the ratio lies beyond the limit by more than the noise."""
        over = self.limit / max(self.ratio, 1e-9) if self.is_speed else self.ratio / self.limit
        if over <= 1 or (self.slack and self.longer <= self.slack):
            return "met"
        if not self.is_promised:
            return "reported, not judged"
        return "in the noise" if over <= 1 + self.noise else "MISSED"


def measure(pair: Pair) -> Result:
    """Each round does all three, in another order than the round before; the first round only warms up."""
    took: dict[str, list[float]] = {name: [] for name in pair.deeds}
    names = list(took)
    for number in range(pair.rounds + 1):
        names = names[1:] + names[:1]
        for name in names:
            seconds = timed(*pair.deeds[name], pair.clock)
            if number:
                took[name].append(seconds)
    sides = ("reference", "subject") if pair.is_speed else ("subject", "reference")
    ratios = {at: compared(took, *sides, at) for at in ("median", "p95")}
    longer = (median(took["subject"]) - median(took["reference"])) / pair.times
    return Result(
        pair.goal, pair.subject, pair.reference, pair.limit, pair.is_speed, pair.at,
        **ratios, noise=noise(took, sides, pair.at), slack=pair.slack, longer=longer,
    )  # fmt: skip


def noise(took: dict[str, list[float]], sides: tuple[str, str], at: str) -> float:
    """By how much a ratio of this run may be wrong, 0.1 for a tenth.

    The largest of three: how far the reference is from itself, done twice a round; how far the ratio of the first
    half of the rounds is from that of the second; and, for 95th percentiles, whose two sides need not come from the
    same rounds, how far the reference has drifted from the one half to the other.
    """
    first, second = ({name: half(seconds) for name, seconds in took.items()} for half in (_first, _second))
    apart = [_apart(compared(took, "again", "reference", at), 1)]
    apart.append(_apart(compared(first, *sides, at), compared(second, *sides, at)))
    if at == "p95":
        apart.append(_apart(p95(first["reference"]), p95(second["reference"])))
    return max(apart)


def _first(seconds: list[float]) -> list[float]:
    return seconds[: (len(seconds) + 1) // 2]


def _second(seconds: list[float]) -> list[float]:
    return seconds[len(seconds) // 2 :]


def _apart(one: float, other: float) -> float:
    return max(one / other, other / one) - 1


def timed(before: Deed, deed: Deed, clock: Clock) -> float:
    before()
    gc.collect(0)
    gc.disable()
    start = clock()
    try:
        deed()
        return clock() - start
    finally:
        gc.enable()


def compared(took: dict[str, list[float]], top: str, bottom: str, at: str) -> float:
    """The median of the rounds' ratios, or one side's 95th percentile over the other's."""
    if at == "median":
        return median(one / other for one, other in zip(took[top], took[bottom], strict=True))
    return p95(took[top]) / p95(took[bottom])


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]
