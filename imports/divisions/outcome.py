"""A plan in words and numbers: the same for the command, its JSON, the county's page and the trail."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from imports.divisions.matching import Line
from imports.divisions.plans import Plan
from imports.divisions.settling import Settled


@dataclass(frozen=True)
class Fate:
    """What becomes of one division: its code and name until the day, and from the day on (empty: none)."""

    key: int | None
    former_code: str
    former_name: str
    code: str = ""
    name: str = ""


@dataclass
class Changes:
    """What an import means for one level; a division that goes on may be renamed, recoded and moved at once."""

    new: list[Fate] = field(default_factory=list)
    renamed: list[Fate] = field(default_factory=list)
    recoded: list[Fate] = field(default_factory=list)
    moved: list[Fate] = field(default_factory=list)
    merged: list[Fate] = field(default_factory=list)
    split: list[Fate] = field(default_factory=list)
    closed: list[Fate] = field(default_factory=list)
    kept: list[Fate] = field(default_factory=list)
    reopened: list[Fate] = field(default_factory=list)
    unchanged: list[Fate] = field(default_factory=list)

    def counts(self, prefix: str = "") -> dict[str, int]:
        """How many of each, of the divisions whose codes begin with ``prefix``."""
        kinds = {kind.name: getattr(self, kind.name) for kind in fields(self)}
        return {
            name: sum((one.code or one.former_code).startswith(prefix) for one in several)
            for name, several in kinds.items()
        }


def of_towns(plan: Plan) -> Changes:
    found = _of(plan.towns, set())
    closed = {
        (town.code, town.name): key for key, town in plan.town_rows.items() if town.closed_on is not None
    }
    for one in [one for one in found.new if (one.code, one.name) in closed]:
        found.new.remove(one)
        found.reopened.append(Fate(closed[one.code, one.name], one.code, one.name, one.code, one.name))
    return found


def of_villages(plan: Plan) -> Changes:
    settled = plan.villages
    moved = {
        line.old.key
        for code, line in settled.heirs.items()
        if plan.home_of(settled.news[code]) != line.old.place
    }
    found = _of(settled, moved)
    found.reopened = [Fate(one.pk, one.code, one.name, one.code, one.name) for one in plan.reopened]
    asked = {line.old.key for line in plan.questions}
    found.closed = [one for one in found.closed if one.key not in asked]
    return found


def _of(settled: Settled, moved: set[int]) -> Changes:
    found = Changes()
    for code, line in settled.heirs.items():
        old, row = line.old, settled.news[code]
        fate = Fate(old.key, old.code, old.name, row.code, row.name)
        kinds = [
            *(["renamed"] if old.name != row.name else []),
            *(["recoded"] if old.code != row.code else []),
            *(["moved"] if old.key in moved else []),
        ]
        for kind in kinds or ["unchanged"]:
            getattr(found, kind).append(fate)
    found.merged = [_into(line, settled, code) for line, code in settled.merged]
    found.split = [_into(line, settled, code) for line, code in settled.parts]
    found.closed = [Fate(line.old.key, line.old.code, line.old.name) for line in settled.ended]
    found.kept = [Fate(line.old.key, line.old.code, line.old.name) for line in settled.kept]
    found.new = [Fate(None, "", "", code, settled.news[code].name) for code in settled.new]
    return found


def _into(line: Line, settled: Settled, code: str) -> Fate:
    return Fate(line.old.key, line.old.code, line.old.name, code, settled.news[code].name)


def has_changes(plan: Plan) -> bool:
    """Do the files say anything else than the registry?"""
    several = (of_towns(plan), of_villages(plan))
    return any(
        n for changes in several for kind, n in changes.counts().items() if kind not in {"unchanged", "kept"}
    )


def as_json(plan: Plan, *, is_saved: bool) -> dict[str, Any]:
    """Everything that changes, with what hangs on it; what nobody has confirmed or answered."""
    towns, villages = of_towns(plan), of_villages(plan)
    return {
        "since": str(plan.since),
        "saved": is_saved,
        "towns": towns.counts(),
        "villages": villages.counts(),
        "left_alone": plan.left_alone,
        "changes": [
            {"level": level} | one
            for level, changes in (("town", towns), ("village", villages))
            for one in _listed(changes, plan if level == "village" else None)
        ],
        "proposals": [_line(line, plan) for line in plan.proposals],
        "questions": [_line(line, plan) for line in plan.questions],
    }


def _listed(changes: Changes, plan: Plan | None) -> Iterator[dict[str, Any]]:
    for kind in fields(changes):
        if kind.name == "unchanged":
            continue
        for one in getattr(changes, kind.name):
            found = {"kind": kind.name} | {
                name: value for name, value in asdict(one).items() if name != "key"
            }
            hangs = plan and kind.name in {"merged", "split", "closed", "kept"} and plan.hanging.get(one.key)
            yield found | ({"hanging": asdict(hangs)} if hangs else {})


def _line(line: Line, plan: Plan) -> dict[str, Any]:
    news = {**plan.towns.news, **plan.villages.news}
    hangs = plan.hanging.get(line.old.key) if line.old.place else None
    return {
        "old": line.old.code,
        "old_name": line.old.name,
        "new": list(line.codes),
        "candidates": [{"code": code, "name": news[code].name} for code in line.candidates],
    } | ({"hanging": asdict(hangs)} if hangs else {})
