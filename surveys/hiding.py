"""Of which places no answers are shown, so that no small number can be worked out: one rule for figures and rounds.

The figures store it with each village and month (indicators/hiding.py), and the pages of a round that counts ask them:
whoever serves at a station can not read the answers of the others, from which the rule follows. A round that does not
count yet is read by the county alone, and its hidden places are found here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from accounts.models import User
from formulas.suppression import Group, Node, hidden
from surveys.models import SurveyRound

LEVELS = ("village", "post", "town", "station", "county")
# What adds up to what; villages that go together into a post go together into its station, too.
GROUPS = (
    ("post", "village"),
    ("town", "village"),
    ("station", "post"),
    ("county", "station"),
    ("county", "town"),
)
Keys = Mapping[str, Any]  # {"village_id": 3, "post_id": 1, ...}


def hidden_places(rows: Iterable[tuple[Keys, int]], fewest: int) -> set[Node]:
    """The places that are hidden for one question: ``rows`` has every village of a county with its answers."""
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


def of_figures(user: User, survey: SurveyRound, question: str) -> set[Node] | None:
    """What the figures hide of a round that counts, of the places that the person reads; None while other answers or
    places are being counted. A higher room declares it on its AppConfig as ``hidden_answers``: (user, month,
    question)."""
    known = (getattr(config, "hidden_answers", None) for config in apps.get_app_configs())
    ask = next((one for one in known if one), None)
    found: set[Node] | None = ask(user, survey.month, question) if ask else None
    return found
