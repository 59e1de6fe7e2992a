"""What an import of divisions would do, worked out before anything is saved.

The command and the county's page show a plan, ask what is open, and give it to ``saving``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from imports.divisions import hanging, mapping_file, matching, settling
from imports.divisions.files import TOWNS, VILLAGES, Division, Sheet
from imports.divisions.hanging import Hanging
from imports.divisions.matching import Line, Old
from imports.divisions.settling import Settled
from posts import dated
from posts.models import Succession, Town, TownCode, Village, VillageCode, VillageName


@dataclass
class Plan:
    """``questions``: villages on which something hangs and whose successor nobody has chosen.

    ``hanging`` is by the key of a village: of those that end, are merged, split or asked about. ``left_alone``:
    counties of the file for which it names no town.
    """

    since: date
    counties: list[Division]
    towns: Settled
    villages: Settled
    reopened: list[Village]
    hanging: dict[int, Hanging]
    questions: list[Line] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    town_rows: dict[int, Town] = field(default_factory=dict)
    village_rows: dict[int, Village] = field(default_factory=dict)

    @property
    def proposals(self) -> list[Line]:
        """What nobody has confirmed yet."""
        return [line for line in (*self.towns.lines, *self.villages.lines) if line.by == "proposal"]

    def home_of(self, row: Division) -> int | None:
        """The key of the town in which the village of the new files lies; None for a new town."""
        heir = self.towns.heirs.get(row.parent)
        return heir.old.key if heir else None


def prepare(
    sheets: list[Sheet],
    decisions: dict[str, list[str]],
    since: date,
    *,
    before: dict[str, list[str]] | None = None,
) -> Plan:
    """Compare the files with what holds on the day. Raises FaultyFiles for answers that fit nothing.

    ``before``: answers of before, of which those are left out that fit nothing any more.
    """
    county_rows, town_rows, village_rows = (sheet.divisions for sheet in sheets)
    described = {town.parent for town in town_rows.values()}
    counties = [row for row in county_rows.values() if row.code in described]
    codes = [row.code for row in counties]
    known_towns = {town.pk: town for town in Town.objects.filter(county__code__in=codes)}
    known = {one.pk: one for one in Village.objects.filter(town__in=known_towns).select_related("town")}
    old_villages = _old_villages(known, since)
    old_towns = _old_towns(known_towns, since)
    if before:
        codes = [old.code for old in (*old_towns, *old_villages)]
        decisions = mapping_file.fitting(before, codes, town_rows | village_rows) | decisions
    towns = _towns(old_towns, old_villages, town_rows, village_rows, decisions)
    homes = _homes(towns, old_villages, village_rows)
    told = mapping_file.answers(decisions, [old.code for old in old_villages], village_rows, VILLAGES.digits)
    lines = matching.match_villages(old_villages, village_rows, told, homes)
    uncertain = [line.old.key for line in lines if line.by != "code"]
    weighed = hanging.of_villages(uncertain, since)
    weights = {key: one.weight for key, one in weighed.items()}
    questions = settling.settle_open_questions(lines, weights)
    villages = settling.settle(lines, village_rows, weights)
    changed = [
        *villages.ended,
        *villages.kept,
        *(line for line, _code in (*villages.merged, *villages.parts)),
    ]
    weighed |= hanging.of_villages({line.old.key for line in changed} - weighed.keys(), since)
    _keep_towns_of_kept(towns, villages)
    plan = Plan(
        since, counties, towns, villages, [], weighed, questions, town_rows=known_towns, village_rows=known
    )
    plan.reopened = _reopened(known, villages)
    plan.left_alone = [row.name for row in county_rows.values() if row.code not in described]
    return plan


def _old_villages(known: dict[int, Village], since: date) -> list[Old]:
    """The villages that are not closed, as they are on the day."""
    going = {key: one for key, one in known.items() if one.closed_on is None}
    codes, names = (dated.values_on(model, going, since) for model in (VillageCode, VillageName))
    return [
        Old(
            key,
            codes.get(key, {}).get("code", one.code),
            names.get(key, {}).get("name", one.name),
            codes.get(key, {}).get("town_id", one.town_id),
        )
        for key, one in going.items()
    ]


def _old_towns(known: dict[int, Town], since: date) -> list[Old]:
    """The towns that are not closed, as they are on the day."""
    going = {key: town for key, town in known.items() if town.closed_on is None}
    values = dated.values_on(TownCode, going, since)
    return [
        Old(key, values.get(key, {}).get("code", town.code), values.get(key, {}).get("name", town.name))
        for key, town in going.items()
    ]


def _towns(
    olds: list[Old],
    old_villages: list[Old],
    town_rows: dict[str, Division],
    village_rows: dict[str, Division],
    decisions: dict[str, list[str]],
) -> Settled:
    names: dict[int, set[str]] = defaultdict(set)
    for old in old_villages:
        names[old.place].add(old.name)
    told = mapping_file.answers(decisions, [old.code for old in olds], town_rows, TOWNS.digits)
    lines = matching.match_towns(olds, town_rows, told, names, _names_by_town(village_rows.values()))
    return settling.settle(lines, town_rows, {key: len(found) for key, found in names.items()})


def _names_by_town(rows: Iterable[Division]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.parent].add(row.name)
    return found


def _homes(towns: Settled, old_villages: list[Old], village_rows: dict[str, Division]) -> dict[int, set[str]]:
    """By the key of an old town: the codes as which it goes on; of one that ends, where half of its villages stand."""
    names: dict[int, set[str]] = defaultdict(set)
    for old in old_villages:
        names[old.place].add(old.name)
    there = _names_by_town(village_rows.values())
    found = {line.old.key: set(line.codes) for line in towns.lines}
    for key, own in names.items():
        if not found.get(key):
            found[key] = {code for code, others in there.items() if 2 * len(own & others) >= len(own)}
    return found


def _keep_towns_of_kept(towns: Settled, villages: Settled) -> None:
    """A town stays while a village that is kept lies in it."""
    places = {line.old.place for line in villages.kept}
    for line in [line for line in towns.ended if line.old.key in places]:
        towns.ended.remove(line)
        towns.kept.append(line)


def _reopened(known: dict[int, Village], villages: Settled) -> list[Village]:
    """Closed villages whose code and name are in the files again; one that was merged does not come back."""
    free = {code: villages.news[code].name for code in villages.new}
    closed = [one for one in known.values() if one.closed_on is not None and free.get(one.code) == one.name]
    merged = Succession.objects.filter(village__in=closed, kind=Succession.Kind.MERGED).values_list("village")
    gone = {key for (key,) in merged}
    latest = {
        one.code: one for one in sorted(closed, key=lambda one: str(one.closed_on)) if one.pk not in gone
    }
    villages.new = [code for code in villages.new if code not in latest]
    return list(latest.values())
