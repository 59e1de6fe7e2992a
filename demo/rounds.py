"""In which order an officer gets round to the households of the post."""

from datetime import date
from random import Random

from demo.apportion import apportion
from demo.plan import Beat
from residents.models import Household

MET_EARLY = 150  # the households from which the first months of a year are drawn


class Rounds:
    """The households of one post, those longest not met in front."""

    def __init__(self, beat: Beat, rng: Random):
        self.beat = beat
        self.rng = rng
        self.waiting = [household for household in beat.households if household.opened_on is None]
        rng.shuffle(self.waiting)

    def year(self, counts: dict[date, int], repeats: int) -> dict[date, list[Household]]:
        """Who is met in which month: ``counts`` a month, ``repeats`` of them met before in the year."""
        self._put_hardship_early()
        later = apportion(repeats, [0, *list(counts.values())[1:]])
        met: dict[date, list[Household]] = {}
        known: list[Household] = []
        for (month, count), again in zip(counts.items(), later, strict=True):
            returned_to = self._again(known, again)
            new = self._next(count - len(returned_to))
            met[month] = [*returned_to, *new]
            known += new
        return met

    def _put_hardship_early(self) -> None:
        """Every household in hardship is met each year, but not all of them in January."""
        self.waiting.sort(key=lambda household: not household.is_hardship)
        early = self.waiting[:MET_EARLY]
        self.rng.shuffle(early)
        self.waiting[:MET_EARLY] = early

    def _again(self, known: list[Household], count: int) -> list[Household]:
        """Households in hardship are the ones that see their officer more than once a year."""
        in_hardship = [household for household in known if household.is_hardship]
        chosen_from = in_hardship if len(in_hardship) >= count else known
        return self.rng.sample(chosen_from, min(count, len(chosen_from)))

    def _next(self, count: int) -> list[Household]:
        """Those longest waiting; they go to the back, behind everybody else."""
        now, self.waiting = self.waiting[:count], self.waiting[count:]
        self.waiting += now
        return now
