"""A layout and its facts -> the data that templates/forms.typ prints."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

import segno

from documents.blocks import (
    Block,
    Contents,
    Each,
    Grid,
    Heading,
    Label,
    Labels,
    Large,
    Layout,
    Line,
    Lookup,
    Paragraph,
    Passage,
    Signature,
    TearOff,
    Value,
)

NAME = re.compile(r"\{\{ *([a-z_]+(?:\.[a-z_]+)*) *\}\}")
Scope = dict[str, Any]
MASK = 3  # any of the eight can be read


def filled(layout: Layout, facts: Any) -> list[dict[str, Any]]:
    """The blocks with their texts; ``facts`` is an instance of the form's dataclass. KeyError for an unknown fact."""
    return _blocks(layout, asdict(facts))


def text(pattern: str, scope: Scope) -> str:
    """The pattern with the facts in place of their names."""
    return NAME.sub(lambda found: str(_value(found[1], scope)), pattern)


def _value(path: str, scope: Scope) -> Any:
    value: Any = scope
    for name in path.split("."):
        value = value[name]
    return value


def _blocks(layout: Layout, scope: Scope) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in layout:
        if isinstance(block, Each):
            for item in scope[block.over]:
                found += _blocks(block.blocks, scope | {block.item: item})
        elif not (isinstance(block, Paragraph) and not text(block.text, scope)):
            found.append(_block(block, scope))
    return found


def _block(block: Block, scope: Scope) -> dict[str, Any]:
    if isinstance(block, Grid):
        return {"kind": "grid", "widths": block.widths, "head": block.head, "cells": _cells(block, scope)}
    if isinstance(block, Passage):
        heading, body = text(block.heading, scope), text(block.text, scope).strip()
        return {"kind": "passage", "heading": heading, "text": body, "lines": block.lines}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": text(block.text, scope)}
    if isinstance(block, Signature):
        return {"kind": "signature", "text": text(block.text, scope), "extra": text(block.extra, scope)}
    if isinstance(block, Large):
        return {"kind": "large", "label": block.label, "text": text(block.text, scope)}
    if isinstance(block, Contents):
        return {"kind": "contents", "rows": scope[block.over]}
    if isinstance(block, Heading):
        return {"kind": "heading", "text": text(block.text, scope)}
    if isinstance(block, TearOff):
        return {"kind": "tear", "text": block.text}
    if isinstance(block, Lookup):
        return _lookup(block, scope)
    if isinstance(block, Labels):
        return {
            "kind": "labels",
            "across": block.across,
            "labels": [_label(block, scope | {block.item: one}) for one in scope[block.over]],
        }
    raise TypeError(f"{block} is no block that is printed")


def _lookup(block: Lookup, scope: Scope) -> dict[str, Any]:
    """``squares``: the rows of the picture, 1 for a dark square; none without an address."""
    address = text(block.address, scope)
    squares = _squares(address)
    words = {"label": block.label, "code": text(block.code, scope), "text": text(block.text, scope)}
    return {"kind": "lookup", "address": address, "squares": squares, **words}


def _squares(words: str) -> list[list[int]]:
    return [list(row) for row in segno.make(words, error="m", micro=False).matrix] if words else []


def _label(block: Labels, scope: Scope) -> dict[str, Any]:
    code = text(block.code, scope)
    words = {"name": text(block.name, scope), "code": code, "text": text(block.text, scope)}
    return words | _picture(text(block.picture, scope) if block.picture else code)


def _picture(words: str) -> dict[str, Any]:
    """``path``: the dark runs of the picture as a path of SVG, each line a unit high; ``size``: lines of the picture.

    A village has a thousand labels: drawn as one path, and with a fixed mask, for the choice among eight takes 5 ms.
    """
    rows = [list(row) for row in segno.make(words, error="m", micro=False, mask=MASK).matrix] if words else []
    runs = [
        f"M{start} {y}.5h{len(run)}"
        for y, row in enumerate(rows)
        for start, is_dark, run in _runs(row)
        if is_dark
    ]
    return {"path": "".join(runs), "size": len(rows)}


def _runs(row: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    """Where each run of equal squares begins, its square, and the run."""
    start = 0
    for square, group in groupby(row):
        run = list(group)
        yield start, square, run
        start += len(run)


def _cells(grid: Grid, scope: Scope) -> list[dict[str, Any]]:
    found = []
    for row in grid.rows:
        if isinstance(row, Line):
            found += [_cell(cell, scope) for cell in row.cells]
            continue
        for item in scope[row.over]:
            inner = scope | {row.item: item}
            found += [_cell(cell, inner) for line in row.lines for cell in line.cells]
    return found


def _cell(cell: Label | Value, scope: Scope) -> dict[str, Any]:
    shown = {"text": text(cell.text, scope).strip(), "span": cell.span, "label": isinstance(cell, Label)}
    if isinstance(cell, Label):
        return shown | {"lines": 1, "rows": cell.rows}
    return shown | {"lines": cell.lines, "rows": 1}
