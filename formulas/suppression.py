"""Which figures from answers of villagers are hidden, so that no small number can be worked out from the others.

Called each time that a month with answers is counted (indicators/hiding.py). The rule is fixed: it depends on
the numbers of answers alone, never on what was answered or on who reads.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Node = tuple[str, int]  # level and key of a place
PRIME = (
    2**61 - 1
)  # the field in which the equations are solved: exact, and a false alarm is next to impossible
TOGETHER = 2  # hidden members that protect each other


@dataclass(frozen=True)
class Group:
    """A place and the places into which it falls."""

    whole: Node
    parts: tuple[Node, ...]


def hidden(
    answers: Mapping[Node, int],
    groups: Collection[Group],
    villages: Mapping[Node, Collection[int]],
    fewest: int,
    also: Iterable[Node] = (),
) -> set[Node]:
    """The places whose figure is hidden.

    ``answers``: how many each place has; ``villages``: the villages of each place. Hidden are places with fewer answers
    than ``fewest`` (but some), and ``also``. In each group whose whole is shown, hidden parts must be two at least and
    have ``fewest`` answers together: else the next smallest part is hidden too, at last the whole. What could still be
    solved from all that is shown, across towns and stations, is protected in the same way.
    """
    found = {node for node, n in answers.items() if 0 < n < fewest} | {
        node for node in also if answers.get(node)
    }
    while True:
        before = len(found)
        for group in groups:
            _protect(group, answers, found, fewest)
        if len(found) == before and not _protect_solved(answers, villages, found):
            return found


def _protect(group: Group, answers: Mapping[Node, int], found: set[Node], fewest: int) -> None:
    parts = [node for node in group.parts if answers.get(node)]
    while group.whole not in found and answers.get(group.whole):
        inside = [node for node in parts if node in found]
        if not inside or (len(inside) >= TOGETHER and sum(answers[node] for node in inside) >= fewest):
            return
        shown = [node for node in parts if node not in found]
        found.add(min(shown, key=lambda node: (answers[node], node)) if shown else group.whole)


def _protect_solved(
    answers: Mapping[Node, int], villages: Mapping[Node, Collection[int]], found: set[Node]
) -> bool:
    """Hide one more place where a hidden one follows from those that are shown; whether there was one."""
    solved = solvable(answers, villages, found)
    if not solved:
        return False
    of = set(villages[min(solved)])
    shown = [node for node, n in answers.items() if n and node not in found and of & set(villages[node])]
    found.add(min(shown, key=lambda node: (answers[node], node)))
    return True


def solvable(
    answers: Mapping[Node, int], villages: Mapping[Node, Collection[int]], found: Collection[Node]
) -> set[Node]:
    """The hidden places whose number is a linear combination of those that are shown."""
    some = {key for (level, key), n in answers.items() if level == "village" and n}
    known: dict[int, dict[int, int]] = {}  # by its leading village, each row reduced by those before

    def reduced(node: Node) -> dict[int, int]:
        row = {key: 1 for key in villages[node] if key in some}
        while row:
            lead = min(row)
            if lead not in known:
                return row
            factor = row[lead]
            for key, value in known[lead].items():
                left = (row.get(key, 0) - factor * value) % PRIME
                row.pop(key, None)
                if left:
                    row[key] = left
        return row

    for node, n in answers.items():
        if n and node not in found and (row := reduced(node)):
            lead = min(row)
            inverse = pow(row[lead], PRIME - 2, PRIME)
            known[lead] = {key: value * inverse % PRIME for key, value in row.items()}
    return {node for node in found if answers.get(node) and not reduced(node)}
