"""The two fonts of papers, and what of a text they can print.

Noto Serif SC (宋体) for what is filled in, Noto Sans SC (黑体) for titles and labels, both under the SIL Open Font
License, come with a package of the lock file: nothing depends on what the machine has installed.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

FOLDER = Path(pylopdf_fonts_zh_cn.serif_path()).parent
FILES = (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())
MISSING = "〓"  # what printers set for a character that they do not have; the paper then says so at its foot
# Beyond this many signs without a blank a line could not be broken and would run out of its cell.
UNBROKEN = re.compile(r"[!-~]{16}(?=[!-~])")
BREAK = "\u200b"  # a place where a line may end; it is not printed


@cache
def known() -> frozenset[int]:
    """The code points that both fonts have: 30,000 characters, among them those of all names of GB 18030 level 2."""
    maps = [TTFont(path, lazy=True).getBestCmap() for path in FILES]
    return frozenset(maps[0]).intersection(*maps[1:])


def printable(text: str) -> str:
    """The text as a paper prints it: its lines, without signs that steer a terminal or turn the direction of reading,
    and ``MISSING`` in place of what the fonts do not have.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    shown = "".join(_sign(one) for one in text)
    return UNBROKEN.sub(lambda found: found[0] + BREAK, shown)


def _sign(one: str) -> str:
    if one == "\n" or ord(one) in known():
        return one
    category = unicodedata.category(one)
    if category == "Zs":
        return " "
    return "" if category in {"Cc", "Cf", "Mn", "Zl", "Zp"} else MISSING
