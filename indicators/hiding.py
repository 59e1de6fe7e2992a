"""Which answers of villagers are shown of no place in a month, for everybody alike (formulas/suppression.py).

Found for the whole county each time that a month with answers is counted, and stored with each village-month as bits:
one for each question and each level of place. So a reader of one station and one of the county are shown the same, and
a longer period hides what one of its months hides.
"""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from formulas.suppression import Group, Node, hidden
from indicators.figure import fewest_answers
from indicators.models import VillageMonth
from indicators.models.months import SURVEYED
from indicators.questions import QUESTIONS

PART = "part"
LEVELS = ("village", "post", "town", "station", "county")
# What adds up to what; villages that go together into a post go together into its station, too.
GROUPS = (
    ("post", "village"),
    ("town", "village"),
    ("station", "post"),
    ("county", "station"),
    ("county", "town"),
)


def bit(question: str, level: str) -> int:
    """The bit of ``VillageMonth.hidden_answers`` for a question and the village's place of the level."""
    return 1 << (list(QUESTIONS).index(question) * len(LEVELS) + LEVELS.index(level))


def hidden_at(level: str, bits: int | None) -> frozenset[str]:
    """The questions whose answers are hidden of a place of the level, by the bits of its village-months together.

    ``PART``: of some villages of a place, as a chief sees a town of two stations: what hides any of them hides it.
    """
    levels = LEVELS if level == PART else (level,)
    return frozenset(one for one in QUESTIONS if any((bits or 0) & bit(one, level) for level in levels))


def hide_few(month: date) -> None:
    """Find anew, in every county, what of the month is hidden, and store it. Called by the count of the month."""
    answered = reduce(or_, (Q(**{f"{name}__gt": 0}) for name in SURVEYED))
    rows = VillageMonth.objects.filter(answered | ~Q(hidden_answers=0), month=month).values(
        "pk", "hidden_answers", *(f"{level}_id" for level in LEVELS), *SURVEYED
    )
    by_county: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_county[row["county_id"]].append(row)
    changed: dict[int, list[int]] = defaultdict(list)
    for of_county in by_county.values():
        for row, bits in zip(of_county, bits_of(of_county, fewest_answers()), strict=True):
            if bits != row["hidden_answers"]:
                changed[bits].append(row["pk"])
    for bits, keys in changed.items():
        VillageMonth.objects.filter(pk__in=keys).update(hidden_answers=bits)


def bits_of(rows: list[dict[str, Any]], fewest: int) -> list[int]:
    """The bits of each row ``{village_id, post_id, ...}`` with its answers: all that have some in one county."""
    found = [0] * len(rows)
    for question, (_good, names) in QUESTIONS.items():
        places = _hidden([(row, sum(row[name] for name in names)) for row in rows], fewest)
        for number, row in enumerate(rows):
            for level in LEVELS:
                if (level, row[f"{level}_id"]) in places:
                    found[number] |= bit(question, level)
    return found


def _hidden(rows: list[tuple[dict[str, Any], int]], fewest: int) -> set[Node]:
    answers: dict[Node, int] = defaultdict(int)
    villages: dict[Node, set[int]] = defaultdict(set)
    members: dict[tuple[str, Node], set[Node]] = defaultdict(set)
    for row, n in rows:
        for level in LEVELS:
            place = (level, row[f"{level}_id"])
            answers[place] += n
            villages[place].add(row["village_id"])
        for whole, part in GROUPS:
            members[part, (whole, row[f"{whole}_id"])].add((part, row[f"{part}_id"]))
    groups = [Group(whole, tuple(sorted(inside))) for (_part, whole), inside in sorted(members.items())]
    return hidden(answers, groups, villages, fewest)
