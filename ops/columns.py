"""Tables for the terminal; a Chinese character is two columns wide."""

import unicodedata
from itertools import zip_longest


def aligned(text: str) -> str:
    """Lines whose cells are separated by tabs, as columns; other lines as they are."""
    rows = [line.split("\t") for line in text.splitlines()]
    table = [row for row in rows if len(row) > 1]
    widths = [max(map(width, column)) for column in zip_longest(*table, fillvalue="")]
    return "\n".join(padded(row, widths) if len(row) > 1 else row[0] for row in rows)


def padded(row: list[str], widths: list[int]) -> str:
    cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=False))
    return "   ".join(cells).rstrip()


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
