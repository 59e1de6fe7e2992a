"""Household visits: in every year the planned number of households, some of them met in several months."""

from datetime import date, timedelta
from itertools import groupby, pairwise
from random import Random
from typing import Any

from demo import sentences
from demo.apportion import apportion
from demo.plan import Beat, Plan
from demo.rounds import Rounds
from demo.workload import entry, shares
from ledgers.models import Row
from residents.models import Household, Visit

CALLED_TWICE_A_MONTH, ABSENT_FIRST, DECLINED = 0.03, 0.07, 0.015
RECORDED_TWICE_A_YEAR = 6
NEXT_VISIT_KNOWN = timedelta(days=60)  # older visits do not name a next one that never came


def write_visits(plan: Plan) -> None:
    rng = plan.rng("visits")
    rounds = [Rounds(beat, rng) for beat in plan.beats]
    visits: list[Visit] = []
    for year in plan.timeline.years:
        visits += _year(plan, year, rounds, rng)
    _name_next_visits(plan, visits, rng)
    plan.enter(visits)


def _year(plan: Plan, year: int, rounds: list[Rounds], rng: Random) -> list[Visit]:
    counts = shares(plan, plan.targets.total("household_months", year), year, rng)
    by_post = [
        {month: counts[place, month] for month in plan.timeline.months_of(year)}
        for place in range(len(rounds))
    ]
    after_the_first = [sum(list(by_month.values())[1:]) for by_month in by_post]
    met: list[Visit] = []
    others: list[Visit] = []
    for one, by_month, again in zip(
        rounds, by_post, apportion(_repeats(plan, year), after_the_first), strict=True
    ):
        for households in one.year(by_month, again).items():
            _month(one.beat, *households, met, others, rng)
    _share_out_talks(plan, year, met, rng)
    return met + others + [_twice(visit, plan, rng) for visit in rng.sample(met, _doubles(met))]


def _repeats(plan: Plan, year: int) -> int:
    """Household-months beyond a household's first; early in a year few have been met already."""
    more = plan.targets.total("household_months", year) - plan.targets.total("households", year)
    return round(more * plan.timeline.share_of(year))


def _month(
    beat: Beat, month: date, households: list[Household], met: list[Visit], others: list[Visit], rng: Random
) -> None:
    """One officer's month: somebody was met in each of ``households``; some calls before were in vain."""
    days = beat.duty_in(month)
    for household in households:
        on = _day_for(beat, household, days, rng)
        met.append(_met(beat, household, on, rng))
        if rng.random() < CALLED_TWICE_A_MONTH:
            met.append(_met(beat, household, rng.choice(days), rng))
        if rng.random() < ABSENT_FIRST:
            others += _in_vain(beat, household, on, rng)
        if rng.random() < DECLINED:
            others.append(_declined(beat, on, rng))


def _day_for(beat: Beat, household: Household, days: list[date], rng: Random) -> date:
    """A day on which the officer was in the household's own village, if there is one."""
    near = [day for day in days if beat.duty[day].pk == household.village_id]
    return rng.choice(near or days)


def _met(beat: Beat, household: Household, on: date, rng: Random) -> Visit:
    topics = rng.sample(Visit.Topic.values, rng.choice((1, 1, 2)))
    note = rng.choice(sentences.TALKS[Visit.Topic(topics[0])]) if rng.random() < 0.8 else ""
    return entry(
        Visit, beat, on, rng, village=household.village_id, household=household, topics=topics, note=note
    )


def _in_vain(beat: Beat, household: Household, met_on: date, rng: Random) -> list[Visit]:
    before = [day for day in beat.duty if timedelta(0) < met_on - day <= timedelta(days=10)]
    if not before:
        return []
    note = rng.choice(sentences.ABSENT)
    return [_not_met(beat, household, rng.choice(before), rng, outcome=Visit.Outcome.ABSENT, note=note)]


def _declined(beat: Beat, on: date, rng: Random) -> Visit:
    """No reason is asked for and none is written."""
    household = rng.choice([household for household in beat.households if household.opened_on is None])
    return _not_met(beat, household, on, rng, outcome=Visit.Outcome.DECLINED)


def _not_met(beat: Beat, household: Household, on: date, rng: Random, **values: Any) -> Visit:
    return entry(Visit, beat, on, rng, village=household.village_id, household=household, talks=0, **values)


def _share_out_talks(plan: Plan, year: int, met: list[Visit], rng: Random) -> None:
    """One person talked with at least; in a large household more, now and then with neighbours."""
    more = max(0, plan.targets.total("talks", year) - len(met))
    weights = [visit.household.members + 3 * rng.random() for visit in met]
    for visit, extra in zip(met, apportion(more, weights), strict=True):
        visit.talks = 1 + extra


def _doubles(met: list[Visit]) -> int:
    return min(RECORDED_TWICE_A_YEAR, len(met) // 100)


def _twice(visit: Visit, plan: Plan, rng: Random) -> Visit:
    """The same visit entered a second time, and withdrawn: it counts nowhere."""
    beat = plan.beats[visit.post_id - plan.beats[0].post.pk]
    again = _met(beat, visit.household, visit.occurred_on, rng)
    again.talks, again.recorded_at = visit.talks, visit.recorded_at + timedelta(minutes=4)
    again.state, again.reason = Row.State.WITHDRAWN, sentences.RECORDED_TWICE
    return again


def _name_next_visits(plan: Plan, visits: list[Visit], rng: Random) -> None:
    counted = [visit for visit in visits if visit.state != Row.State.WITHDRAWN]
    in_order = sorted(counted, key=lambda visit: (visit.household_id, visit.occurred_on, visit.recorded_at))
    for _household, group in groupby(in_order, key=lambda visit: visit.household_id):
        calls = list(group)
        for visit, following in pairwise(calls):
            _name_following(visit, following, rng)
        _name_expected(plan, calls[-1], rng)


def _name_following(visit: Visit, following: Visit, rng: Random) -> None:
    gap = (following.occurred_on - visit.occurred_on).days
    if 2 < gap <= 120 and rng.random() < 0.7:
        visit.next_visit_on = following.occurred_on - timedelta(days=rng.randint(0, min(5, gap - 1)))


def _name_expected(plan: Plan, visit: Visit, rng: Random) -> None:
    """The last visit so far: the next one lies ahead, or has been due for some days."""
    is_recent = plan.timeline.today - visit.occurred_on <= NEXT_VISIT_KNOWN
    if is_recent and visit.outcome == Visit.Outcome.MET:
        if visit.household.is_hardship or rng.random() < 0.3:
            visit.next_visit_on = visit.occurred_on + timedelta(days=rng.randint(28, 80))
