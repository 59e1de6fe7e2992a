"""Which answers of villagers are shown of no place in a month, for everybody alike (formulas/suppression.py).

The rule is that of surveys/hiding.py. Found for the whole county each time that a month with answers is counted, and
stored with each village-month as bits: one for each question and each level of place. So a reader of one station and
one of the county are shown the same, and a longer period hides what one of its months hides.
"""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from accounts.models import User
from calendars import calendar
from formulas.suppression import Node
from indicators.figure import fewest_answers
from indicators.models import TouchedMonth, VillageMonth
from indicators.models.months import SURVEYED
from indicators.questions import QUESTIONS
from posts.models import Membership
from posts.querysets import open_on
from surveys.hiding import LEVELS, hidden_places
from surveys.models import AnswerTally
from surveys.questions import COUNTED, Question

PART = "part"


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
        places = hidden_places([(row, sum(row[name] for name in names)) for row in rows], fewest)
        for number, row in enumerate(rows):
            for level in LEVELS:
                if (level, row[f"{level}_id"]) in places:
                    found[number] |= bit(question, level)
    return found


def hidden_answers(user: User, month: date, question: str) -> set[Node] | None:
    """For the pages of a survey round (surveys/hiding.py): the places of the month whose answers to ``question`` are
    hidden, of those that the person reads; None while answers or places that changed are to be counted anew.

    Other entries of the month change nothing of it: of the running one there is one nearly every minute.
    """
    rows = list(
        VillageMonth.objects.visible_to(user)
        .filter(month=month)
        .values("village_id", "hidden_answers", *(f"{level}_id" for level in LEVELS), *SURVEYED)
    )
    touched = TouchedMonth.objects.filter(month=month, village__in=[row["village_id"] for row in rows])
    if touched.exists() and _to_be_counted(rows, month):
        return None
    code = _code_of(question)
    return {
        (level, row[f"{level}_id"])
        for row in rows
        for level in LEVELS
        if row["hidden_answers"] & bit(code, level)
    }


def _to_be_counted(rows: list[dict[str, Any]], month: date) -> bool:
    """Have the villages other answers by now, or do they belong elsewhere?"""
    keys = [row["village_id"] for row in rows]
    tallies = AnswerTally.objects.filter(round__month=month, round__state="counted", village__in=keys)
    answered: dict[tuple[int, str], int] = defaultdict(int)
    for village, asked, answer, n in tallies.values_list("village_id", "question", "answer", "count"):
        if name := COUNTED.get((asked, answer)):
            answered[village, name] += n
    places = {
        one.village_id: (one.post_id, one.village.town_id)
        for one in Membership.objects.filter(
            open_on(calendar.place_day(month)), village__in=keys
        ).select_related("village")
    }
    return any(
        places.get(row["village_id"], there) != there
        or any(row[name] != answered[row["village_id"], name] for name in COUNTED.values())
        for row in rows
        for there in [(row["post_id"], row["town_id"])]
    )


def _code_of(question: str) -> str:
    """The code of the indicator that counts the answers to a question."""
    if question == Question.SATISFACTION:
        return "satisfaction"
    yes = COUNTED[question, "yes"]
    return next(code for code, (_good, names) in QUESTIONS.items() if yes in names)
