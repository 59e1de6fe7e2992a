"""Disputes: accepted, mediated mostly by the village committees, some still open and a few of them old."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from demo import dispute_cases, sentences
from demo.check_rounds import write_check_rounds
from demo.dispute_parts import place_of, write_parts
from demo.plan import Beat, Plan
from demo.workload import entry, shares
from disputes.models import Dispute, DisputeNumber, numbers

STAGES, STAGE_WEIGHTS = ("agreed", "failed", "referred"), (94, 4, 2)
POLICE_KINDS = {"neighbour", "damage", "traffic"}
ACTS = {"neighbour": "disturbance", "damage": "damage"}  # what the police mediate, by type
ASKED_OF = {"marriage", "neighbour"}  # whether there is violence
POLICE_DAYS = 3  # police mediation takes place within three working days
OPEN_SINCE = (3, 5, 8, 12, 16, 21, 29, 41, 58, 77, 104)  # days before today
OF_FIRST_POST = 12  # one of them, so that the officer whom most try first has one to handle
CARRIED_OVER = {0: 3, 1: 8}  # accepted in December, handled in January: how many, by year


def write_disputes(plan: Plan) -> None:
    rng = plan.rng("disputes")
    rows: list[Dispute] = []
    for year in plan.timeline.years:
        rows += _handled(plan, year, rng)
    for days in OPEN_SINCE:
        beat = rng.choice(plan.beats)
        if days == OF_FIRST_POST:
            beat = plan.beats[0]
        rows.append(_dispute(beat, _duty_near(beat, plan.timeline.today - timedelta(days=days)), rng))
    cases = dispute_cases.accepted(plan)
    _number(plan, [*rows, *cases])
    write_check_rounds(plan, rows)
    places = plan.rng("places of disputes")
    for row in rows:
        row.place_handled = place_of(row, places)
    plan.enter([*rows, *cases])
    write_parts(plan, rows)
    dispute_cases.write_cases(plan, cases)


def _number(plan: Plan, rows: list[Dispute]) -> None:
    """The numbers that the posts gave, in the order of acceptance."""
    posts = {beat.post.pk: beat.post for beat in plan.beats}
    last: Counter[tuple[int, int]] = Counter()
    for row in sorted(rows, key=lambda one: (one.occurred_on, one.recorded_at)):
        key = row.post_id, row.occurred_on.year
        last[key] += 1
        row.number_post_id, row.number_year, row.number = *key, last[key]
        row.number_label = numbers.label(posts[row.post_id], key[1], last[key])
    for (post, year), number in sorted(last.items()):
        plan.write(DisputeNumber, post_id=post, year=year, last=number)


def _handled(plan: Plan, year: int, rng: Random) -> list[Dispute]:
    """The year's disputes by the month of their result."""
    counts = shares(plan, plan.targets.total("disputes_handled", year), year, rng)
    carried = CARRIED_OVER.get(year - plan.timeline.year, 0)
    rows: list[Dispute] = []
    for (place, month), count in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0])):
        for _ in range(count):
            rows.append(_settled(plan.beats[place], month, rng, from_december=len(rows) < carried))
    return rows


def _settled(beat: Beat, month: date, rng: Random, *, from_december: bool) -> Dispute:
    handled_on = rng.choice(beat.duty_in(month))
    new_year = date(handled_on.year, 1, 1)
    if from_december and month.month == 1:
        accepted_on = new_year - timedelta(days=rng.randint(1, 20))
    else:
        accepted_on = max(new_year, handled_on - timedelta(days=rng.randint(0, 24)))
    stage = rng.choices(STAGES, STAGE_WEIGHTS)[0]
    agreement = rng.choice(("oral", "written", "written")) if stage == "agreed" else ""
    result = rng.choice(sentences.RESULTS[stage])
    return _dispute(
        beat, accepted_on, rng, stage=stage, agreement=agreement, result=result, handled_on=handled_on
    )


def _dispute(beat: Beat, accepted_on: date, rng: Random, **values: Any) -> Dispute:
    weights = [often for often, _facts in sentences.DISPUTES.values()]
    kind = rng.choices(list(sentences.DISPUTES), weights)[0]
    return entry(
        Dispute,
        beat,
        accepted_on,
        rng,
        village=rng.choice(beat.villages).pk,
        by=beat.officer,
        kind=kind,
        violence="no" if kind in ASKED_OF else "",
        origin=rng.choices(("found", "applied", "entrusted"), (6, 3, 1))[0],
        host=(host := _host(kind, accepted_on, values.get("handled_on"), rng)),
        procedure="police" if host == "police" else "people",
        act=ACTS.get(kind, "other") if host == "police" else "",
        ground="kin" if host == "police" else "",
        parties=rng.choices((2, 3, 4), (88, 9, 3))[0],
        summary=rng.choice(sentences.DISPUTES[kind][1]),
        **values,
    )


def _host(kind: str, accepted_on: date, handled_on: date | None, rng: Random) -> str:
    """The village committee nearly always; the police only where that was quick and of their kind."""
    was_quick = handled_on is not None and (handled_on - accepted_on).days <= POLICE_DAYS
    if was_quick and kind in POLICE_KINDS and rng.random() < 0.6:
        return "police"
    return "town" if rng.random() < 0.06 else "village"


def _duty_near(beat: Beat, day: date) -> date:
    """The officer's last day in the villages up to ``day``."""
    return max(on for on in beat.duty if on <= day)
