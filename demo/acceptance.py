"""What the demo county must add up to in its full year, and how the years around it compare."""

from dataclasses import dataclass

from demo.timeline import Timeline

PEOPLE = 138_000
PAIRED_HOUSEHOLDS = 54
FIVE_NONE_VILLAGES = 69

# Totals of the full year. Households count once a year; household-months are 30 an officer and month.
FULL_YEAR = {
    "households": 7_800,
    "household_months": 8_280,
    "talks": 24_000,
    "good_deed": 317,
    "document": 7_608,
    "bulletin": 516,
    "donated_yuan": 26_000,
    "donations": 34,
    "law_talk": 188,
    "meeting": 251,
    "school": 66,
    "enterprise": 107,
    "disputes_handled": 165,
    "patrols": 375,
    "people_caught": 8,
}

# Incidents do not follow the work: 39 preventable cases, then 23, is -41 %.
CRIMINAL = {-1: 56, 0: 31, 1: 22}
PREVENTABLE = {-1: 39, 0: 23, 1: 15}
VILLAGES_WITH_INCIDENTS = {-1: 12, 0: 5, 1: 4}

GROWTH = {-1: 0.87, 0: 1.0, 1: 1.05}


@dataclass(frozen=True)
class Targets:
    """Totals by year: exact in the full year, a little less before it, a little more after it."""

    timeline: Timeline

    def total(self, what: str, year: int) -> int:
        return self.scaled(FULL_YEAR[what], year)

    def scaled(self, total: int, year: int) -> int:
        return round(total * GROWTH[year - self.timeline.year] * self.timeline.share_of(year))

    def cases(self, by_year: dict[int, int], year: int) -> int:
        return round(by_year[year - self.timeline.year] * self.timeline.share_of(year))
