"""Finding the row of headings: under titles, over one or two rows, whatever stands above the table."""

import re
from collections.abc import Callable
from dataclasses import dataclass

LOOKED_AT = 15  # rows from the top
IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
NOISE = re.compile(r"[\s*＊:：、,，/\\._-]+")


@dataclass(frozen=True)
class Head:
    """``row``: number of the last row of the headings, counted from 1; 0 and no names where none was found."""

    row: int
    names: tuple[str, ...]
    title: str


def plain(heading: str) -> str:
    """``plain("联系 电话*（必填）") == "联系电话"``: what a heading is compared by."""
    return NOISE.sub("", IN_BRACKETS.sub("", heading)).lower()


def find(top: list[list[str]], is_known: Callable[[str], bool]) -> Head:
    """The row with the most known headings, and the row above it where that names groups of columns."""
    scores = [sum(bool(cell) and is_known(plain(cell)) for cell in row) for row in top]
    best = max(scores, default=0)
    if not best:
        return Head(0, (), "")
    place = scores.index(best)
    if place + 1 < len(top) and scores[place + 1] > 1 and _names_groups(top[place], top[place + 1]):
        place += 1
    names, first = list(top[place]), place
    if place and _names_groups(top[place - 1], names):
        names, first = _joined(top[place - 1], names), place - 1
    title = " ".join(cell for row in top[:first] for cell in row if cell)
    return Head(place + 1, tuple(names), title)


def _names_groups(above: list[str], below: list[str]) -> bool:
    """Two rows of headings: the same word stands under several cells, or cells without words under named ones."""
    named = [cell for cell in below if cell]
    gaps = any(not one and over for one, over in zip(below, above, strict=False))
    return sum(map(bool, above)) > 1 and (len(set(named)) < len(named) or gaps)


def _joined(above: list[str], below: list[str]) -> list[str]:
    """``成员一 | 姓名`` becomes 成员一姓名; a cell that stands over both rows keeps its one name."""
    joined, group = [], ""
    repeated = {name for name in below if below.count(name) > 1}
    for place in range(max(len(above), len(below))):
        over = above[place] if place < len(above) else ""
        under = below[place] if place < len(below) else ""
        group = over or group
        joined.append(f"{group}{under}" if under in repeated and under else under or over)
    return joined
