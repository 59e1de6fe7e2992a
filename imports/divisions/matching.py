"""Which division of the new files an old one goes on as: an answer first, then code and name, then proposals.

Pure functions over codes and names; ``plans`` makes steps of what they find. A proposal is preselected only when one
division fits alone: the same name in the same or the renamed town, then the same name in another town.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imports.divisions.files import Division
from posts.models.divisions import short_name

OF_TOWNS = re.compile("(街道办事处|民族乡|街道|地区|镇|乡)$")
ENDINGS = re.compile("(村|社区)$")


@dataclass(frozen=True)
class Old:
    """A town or village as it is before the day: ``key`` of its row, ``place`` the key of the town it lies in."""

    key: int
    code: str
    name: str
    place: int = 0


@dataclass
class Line:
    """An old division and the codes as which it goes on (several: it is split; none: it ends).

    ``by``: who says so: "answer", "code" (the files name it by its code), "proposal", or nobody yet (empty).
    ``is_kept``: it stays as it is though the files do not have it; ``is_given_up``: it ends, whatever hangs on it.
    """

    old: Old
    codes: tuple[str, ...] = ()
    by: str = ""
    candidates: tuple[str, ...] = ()
    is_kept: bool = False
    is_given_up: bool = False


@dataclass(frozen=True)
class Answers:
    """What the county says: old code -> new codes; those that end (注销), those that stay as they are (保留)."""

    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given_up: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()


def stem(name: str) -> str:
    """A village's name without its kind: a village committee that becomes a community stays one place."""
    return ENDINGS.sub("", short_name(name)) or name


def stem_of_town(name: str) -> str:
    """A town's name without 乡, 镇 and the like."""
    return OF_TOWNS.sub("", name) or name


def match_towns(
    olds: Iterable[Old],
    news: Mapping[str, Division],
    answers: Answers,
    villages: Mapping[int, set[str]],
    new_villages: Mapping[str, set[str]],
) -> list[Line]:
    """By code; of those without, by the stem of the name, or by having half of its villages' names.

    ``villages``: the villages' names by the key of the old town; ``new_villages``: those of the files by town code.
    """
    lines = [_answered(old, news, answers) for old in olds]
    _take_by_code(lines, news)
    free = news.keys() - _claimed(lines)
    for line in lines:
        if line.by:
            continue
        named = {code for code in free if stem_of_town(news[code].name) == stem_of_town(line.old.name)}
        names = villages.get(line.old.key, set())
        like = {code for code in free if 2 * len(names & new_villages.get(code, set())) >= len(names) > 0}
        line.candidates = tuple(sorted((named & like) or named or like))
    _propose(lines)
    return lines


def match_villages(
    olds: Iterable[Old], news: Mapping[str, Division], answers: Answers, homes: Mapping[int, set[str]]
) -> list[Line]:
    """``homes``: by the key of an old town the codes of the towns in which its villages go on."""
    lines = [_answered(old, news, answers) for old in olds]
    _take_same(lines, news)
    _ask_exchanged(lines, news, homes)
    _take_by_code(lines, news)
    _find_missing(lines, news, homes)
    _propose(lines)
    return lines


def _answered(old: Old, news: Mapping[str, Division], answers: Answers) -> Line:
    codes = tuple(code for code in answers.codes.get(old.code, ()) if code in news)
    given_up, kept = old.code in answers.given_up, old.code in answers.kept
    return Line(old, codes, "answer" if codes or given_up or kept else "", is_given_up=given_up, is_kept=kept)


def _claimed(lines: Iterable[Line]) -> set[str]:
    return {code for line in lines for code in line.codes}


def _take_same(lines: list[Line], news: Mapping[str, Division]) -> None:
    """The same code with the same name is the same village."""
    for line in lines:
        found = news.get(line.old.code)
        if not line.by and found is not None and found.name == line.old.name:
            line.codes, line.by = (found.code,), "code"


def _take_by_code(lines: list[Line], news: Mapping[str, Division]) -> None:
    """Another name under the same code is a new name, where nothing else fits."""
    claimed = _claimed(lines)
    for line in lines:
        if not line.by and not line.candidates and line.old.code in news and line.old.code not in claimed:
            line.codes, line.by = (line.old.code,), "code"


def _ask_exchanged(lines: list[Line], news: Mapping[str, Division], homes: Mapping[int, set[str]]) -> None:
    """A code with another name, whose own name stands elsewhere, or which another had: two fit, nobody chooses."""
    waiting = [line for line in lines if not line.by and line.old.code in news]
    claimed = _claimed(lines)
    by_name = _by(news[code] for code in news.keys() - claimed)
    other = {(line.old.place, line.old.name): line for line in lines if line.by != "code"}
    for line in waiting:
        row = news[line.old.code]
        if row.code in claimed:
            continue
        elsewhere = {
            one.code
            for one in by_name[line.old.name]
            if one.code != row.code and one.parent in homes[line.old.place]
        }
        taken = other.get((line.old.place, row.name))
        if elsewhere or (taken is not None and taken is not line):
            line.candidates = tuple(sorted(elsewhere | {row.code}))


def _find_missing(lines: list[Line], news: Mapping[str, Division], homes: Mapping[int, set[str]]) -> None:
    free = [news[code] for code in sorted(news.keys() - _claimed(lines))]
    by_name, by_stem = _by(free), defaultdict(list)
    for row in free:
        by_stem[stem(row.name)].append(row)
    for line in lines:
        if line.by or line.candidates:
            continue
        home = homes[line.old.place]
        line.candidates = (
            _codes(by_name[line.old.name], home)
            or _codes(by_stem[stem(line.old.name)], home)
            or _codes(by_name[line.old.name])
        )


def _by(rows: Iterable[Division]) -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    return found


def _codes(rows: list[Division], homes: set[str] | None = None) -> tuple[str, ...]:
    return tuple(row.code for row in rows if homes is None or row.parent in homes)


def _propose(lines: list[Line]) -> None:
    """Preselect the only candidate of a line that is no other line's."""
    wanted = Counter(code for line in lines if not line.by for code in line.candidates)
    for line in lines:
        if not line.by and len(line.candidates) == 1 and wanted[line.candidates[0]] == 1:
            line.codes, line.by = line.candidates, "proposal"
