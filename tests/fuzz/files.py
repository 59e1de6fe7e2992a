"""Malformed division files: what spreadsheets, editors, networks and mischief make of a good one."""

import random
from collections.abc import Callable

from tests.imports.test_import_divisions import COUNTIES, TOWNS, VILLAGES

GOOD = (COUNTIES, TOWNS, VILLAGES)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "gbk",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "big5",
    "cp1252",
    "shift_jis",
)
CELLS = (
    "", " ", "9.90101E+11", "9.90101100200e11", "990101100200.0", "９９０１０１１００２００", "-990101100200", "=1+1",
    "=HYPERLINK(1)", "@SUM(A1)", "+86", "'990101100200", "NULL", "#REF!", "\0", "a\0b", '"', '""',
    '"open', "a,b", "a\nb", "a\r\nb", "\ufeff", "\u202e", "村" * 61, "村" * 5_000, "x" * 140_000, "²", "0" * 12,
    "9" * 400,    "<script>", "'; DROP TABLE posts_village; --", "\x1b[31m", "\u2028", "990101100001",
)  # fmt: skip
Change = Callable[[random.Random, str], str]


def cell(dice: random.Random, text: str) -> str:
    """Another value in one cell, or in one cell of every row."""
    lines = text.split("\n")
    column, odd = dice.randrange(3), dice.choice(CELLS)
    for number in range(1, len(lines) - 1) if dice.random() < 0.3 else [dice.randrange(len(lines))]:
        cells = lines[number].split(",")
        cells[column % len(cells)] = odd
        lines[number] = ",".join(cells)
    return "\n".join(lines)


def cut(dice: random.Random, text: str) -> str:
    return text[: dice.randrange(len(text))]


def doubled(dice: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
    return "".join(lines)


def ends(dice: random.Random, text: str) -> str:
    """Line ends of every kind in one file."""
    return "".join(
        line + dice.choice(["\n", "\r\n", "\r", "\n\n", "\x0b", "\x85"]) for line in text.splitlines()
    )


def marks(dice: random.Random, text: str) -> str:
    return "\ufeff" * dice.randrange(1, 4) + text


def quoted(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(['"', '""', "'", '","', "\t", ";", "\\"]) + text[at:]


def header(dice: random.Random, text: str) -> str:
    first, _mark, rest = text.partition("\n")
    odd = [
        "",
        first.upper(),
        first.replace("code", "编码"),
        first + "," + first,
        first.replace(",", ";"),
        "name",
    ]
    return dice.choice(odd) + "\n" + rest


def long(dice: random.Random, text: str) -> str:
    return text + dice.choice(
        ["x" * 2_000_000, "a,b,c\n" * 20_000, "," * 500_000, "\n" * 500_000, '"' * 300_000]
    )


def foreign(dice: random.Random, text: str) -> str:
    return (
        dice.choice(["PK\x03\x04\x14", "%PDF-1.7", "<html><table>", "{}", "\x89PNG\r\n", "\xd0\xcf\x11\xe0"])
        + text
    )


CHANGES: tuple[Change, ...] = (cell, cell, cell, cell, cut, doubled, ends, marks, quoted, header, foreign)


def malformed(number: int) -> tuple[bytes, ...]:
    """The three files of try ``number``: one to three changes in one of them, in some encoding, maybe damaged."""
    dice = random.Random(number)
    texts, which = list(GOOD), dice.randrange(3)
    for _time in range(dice.randint(1, 3)):
        texts[which] = dice.choice(CHANGES)(dice, texts[which]) or "\n"
    if number % 40 == 0:
        texts[which] = long(dice, texts[which])
    encoding = dice.choice(ENCODINGS) if dice.random() < 0.5 else "utf-8"
    contents = [text.encode("utf-8", "replace") for text in texts]
    contents[which] = texts[which].encode(encoding, "replace")
    if dice.random() < 0.2 and contents[which]:
        at = dice.randrange(len(contents[which]))
        contents[which] = (
            contents[which][:at] + dice.randbytes(dice.randint(1, 9)) + contents[which][at + 1 :]
        )
    return tuple(contents)
