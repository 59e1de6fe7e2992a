"""What was done for villagers: good deeds, documents delivered, bulletins, donations and more."""

from datetime import date
from random import Random
from typing import Any

from demo import sentences
from demo.apportion import apportion, portions
from demo.plan import Beat, Plan
from demo.premises import place_services
from demo.workload import entry, shares
from residents.models import Service

Kind = Service.Kind

# How much one row of a kind counts, drawn from these.
SIZES = {
    Kind.GOOD_DEED: (1, 1, 1, 2),
    Kind.DOCUMENT: (3, 5, 8, 12),
    Kind.BULLETIN: (1, 1, 2),
    Kind.LAW_TALK: (1,),
    Kind.SCHOOL: (1,),
    Kind.ENTERPRISE: (1, 2),
}
SMALLEST_GIFT = 100


def write_services(plan: Plan) -> None:
    rng = plan.rng("services")
    rows: list[Service] = []
    for year in plan.timeline.years:
        for kind, sizes in SIZES.items():
            rows += _kind(plan, year, kind, sizes, rng)
        rows += _donations(plan, year, rng)
    place_services(plan, rows)
    plan.enter(rows)


def _kind(plan: Plan, year: int, kind: Kind, sizes: tuple[int, ...], rng: Random) -> list[Service]:
    counts = shares(plan, plan.targets.total(kind.value, year), year, rng)
    return [
        _service(plan.beats[place], month, kind, rng, quantity=quantity)
        for (place, month), count in counts.items()
        for quantity in portions(count, sizes, rng)
    ]


def _service(beat: Beat, month: date, kind: Kind, rng: Random, **values: Any) -> Service:
    on = rng.choice(beat.duty_in(month))
    return entry(Service, beat, on, rng, kind=kind, note=rng.choice(sentences.SERVICES[kind]), **values)


def _donations(plan: Plan, year: int, rng: Random) -> list[Service]:
    """Gifts in whole hundreds that add up to the year's yuan, each signed by the officer and the clerk."""
    counts = shares(plan, plan.targets.total("donations", year), year, rng)
    gifts = [cell for cell, count in counts.items() for _ in range(count)]
    hundreds = plan.targets.total("donated_yuan", year) // SMALLEST_GIFT - len(gifts)
    extras = apportion(hundreds, [rng.choice((1, 2, 4, 9, 14)) for _gift in gifts])
    return [
        _gift(plan.beats[place], month, (1 + extra) * SMALLEST_GIFT, rng)
        for (place, month), extra in zip(gifts, extras, strict=True)
    ]


def _gift(beat: Beat, month: date, yuan: int, rng: Random) -> Service:
    signatures: dict[str, Any] = {"first_signature": beat.officer.name, "second_signature": beat.clerk.name}
    return _service(beat, month, Kind.DONATION, rng, yuan=yuan, **signatures)
