"""What becomes of each old division and of each new code, once the lines are answered or proposed.

Of several old ones under one code one goes on, and the others are merged into it. Of several codes of an old one it
goes on as one, and the others are parts that were split off. Pure functions.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from imports.divisions.files import Division
from imports.divisions.matching import Line


@dataclass
class Settled:
    """``heirs``: who goes on under a code. ``merged`` and ``parts``: a line and the code of the other division."""

    lines: list[Line]
    news: Mapping[str, Division]
    heirs: dict[str, Line] = field(default_factory=dict)
    merged: list[tuple[Line, str]] = field(default_factory=list)
    parts: list[tuple[Line, str]] = field(default_factory=list)
    ended: list[Line] = field(default_factory=list)
    kept: list[Line] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def code_of(self) -> dict[int, str]:
        """By the key of an old division that goes on: its code from the day on."""
        return {line.old.key: code for code, line in self.heirs.items()}


def settle(lines: list[Line], news: Mapping[str, Division], weights: Mapping[int, int]) -> Settled:
    """``weights``: what hangs on each old division, by key. Of equals the one with more goes on."""
    found = Settled(lines, news)
    claims: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.is_kept:
            found.kept.append(line)
        elif not line.codes:
            found.ended.append(line)
        else:
            main = min(line.codes, key=lambda code: _distance(line, news[code]))
            claims[main].append(line)
            found.parts += [(line, code) for code in line.codes if code != main]
    for code, several in claims.items():
        heir = min(several, key=lambda line: (_distance(line, news[code]), -weights.get(line.old.key, 0)))
        found.heirs[code] = heir
        found.merged += [(line, code) for line in several if line is not heir]
    found.new = [code for code in news if code not in found.heirs]
    return found


def settle_open_questions(lines: list[Line], weights: Mapping[int, int]) -> list[Line]:
    """The lines that nobody has answered and on which something hangs; the others go by their code, or end."""
    claimed = {code for line in lines for code in line.codes}
    questions = []
    for line in lines:
        if line.by:
            continue
        if weights.get(line.old.key):
            questions.append(line)
        elif line.old.code in line.candidates and line.old.code not in claimed:
            line.codes, line.by = (line.old.code,), "code"
            claimed.add(line.old.code)
    return questions


def _distance(line: Line, row: Division) -> int:
    """How far a code lies from an old division: 0 both code and name, 1 the name, 2 the code, 3 neither."""
    if row.name == line.old.name:
        return 0 if row.code == line.old.code else 1
    return 2 if row.code == line.old.code else 3
