"""What the stations attested of the five-none: 69 of 74 villages met them in the full year.

Every complete month is reported in full, but for the last one, in which a post of three villages is missing.
In the running month the posts are prepared one after the other.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

from calendars import calendar
from demo import acceptance
from demo.plan import Beat, Plan
from demo.timeline import at
from indicators.models import CaseHours, IncidentCount, PreparedCount
from posts.models import Village

Category = IncidentCount.Category
Cases = Counter[tuple[int, date, Category]]
HOUR_WEIGHTS = (4, 1, 1, 5)  # of CaseHours.BANDS
SILENT_POST = -1  # the last post of the last station, whose month is still open; three villages


def write_incidents(plan: Plan) -> None:
    rng = plan.rng("incidents")
    cases = _cases(plan, rng)
    for month in plan.timeline.months:
        for place, beat in enumerate(plan.beats):
            if _has_reported(plan, place, month):
                for village in beat.villages:
                    _attest(plan, beat, village, month, cases)
                    _say_hours(plan, beat, village, month, cases[village.pk, month, Category.PREVENTABLE])


def _say_hours(plan: Plan, beat: Beat, village: Village, month: date, cases: int) -> None:
    """In which hours the preventable cases of a month that is over were: most of them in the evening and at night."""
    if not cases or month == plan.timeline.this_month:
        return
    rng = plan.rng(f"hours {village.pk} {month}")
    found = Counter(rng.choices(CaseHours.BANDS, HOUR_WEIGHTS, k=cases))
    after_the_month = calendar.last_day(month) + timedelta(days=1 + beat.post.pk % 3)
    plan.write(
        CaseHours, village_id=village.pk, post_id=beat.post.pk, station_id=beat.station.pk, month=month,
        typed_by_id=beat.clerk.pk, typed_at=plan.timeline.latest(at(after_the_month, 11, village.pk % 60)), **found,
    )  # fmt: skip


def _cases(plan: Plan, rng: Random) -> Cases:
    """Every case of the years by village, month and category; few villages have any."""
    cases: Cases = Counter()
    for year in plan.timeline.years:
        villages = _troubled(plan, year, rng)
        criminal = plan.targets.cases(acceptance.CRIMINAL, year)
        preventable = plan.targets.cases(acceptance.PREVENTABLE, year)
        for number in range(criminal):
            village = villages[number % len(villages)]
            month = rng.choice(_complete_months(plan, year))
            cases[village.pk, month, Category.CRIMINAL] += 1
            cases[village.pk, month, Category.PREVENTABLE] += number < preventable
    _add_an_accident(plan, cases, rng)
    return cases


def _troubled(plan: Plan, year: int, rng: Random) -> list[Village]:
    villages = [village for beat in plan.beats[: SILENT_POST - 1] for village in beat.villages]
    return rng.sample(villages, acceptance.VILLAGES_WITH_INCIDENTS[year - plan.timeline.year])


def _complete_months(plan: Plan, year: int) -> list[date]:
    months = [month for month in plan.timeline.months_of(year) if month < plan.timeline.this_month]
    return months or [plan.timeline.this_month]


def _add_an_accident(plan: Plan, cases: Cases, rng: Random) -> None:
    """One accident in the full year, in a village that had missed the five-none anyway."""
    year = plan.timeline.year
    hit = sorted({village for village, month, _category in cases if month.year == year})
    cases[rng.choice(hit), date(year, 8, 1), Category.DISASTER] += 1


def _has_reported(plan: Plan, place: int, month: date) -> bool:
    """The full year is always complete, so that its rate is that of 74 villages."""
    if month == plan.timeline.this_month:
        return place < len(plan.beats) * 0.6 * plan.timeline.elapsed(month)
    is_silent = place == len(plan.beats) + SILENT_POST
    return not (is_silent and month == plan.timeline.last_complete and month.year > plan.timeline.year)


def _attest(plan: Plan, beat: Beat, village: Village, month: date, cases: Cases) -> None:
    after_the_month = calendar.last_day(month) + timedelta(days=1 + beat.post.pk % 3)
    attested_at = plan.timeline.latest(at(after_the_month, 10, village.pk % 60))
    runs = month == plan.timeline.this_month
    model, step = (PreparedCount, "prepared") if runs else (IncidentCount, "attested")
    for category in Category:
        plan.write(
            model,
            village_id=village.pk,
            post_id=beat.post.pk,
            station_id=beat.station.pk,
            month=month,
            category=category.value,
            count=cases[village.pk, month, category],
            **{f"{step}_by_id": beat.clerk.pk, f"{step}_at": attested_at},
        )
