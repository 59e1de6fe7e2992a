"""House numbers (门牌号): one spelling for comparing and searching, and a key that sorts as an officer walks."""

import re

from folding.numerals import arabic
from folding.text import DOTS, plain

WIDTH = 8  # digits of a number in the sort key
SAME = str.maketrans({"號": "号", "組": "组", "棟": "栋", "幢": "栋", "衖": "弄", "樓": "楼", "單": "单"})
GROUP = re.compile(r"村民小组|村民组|小组")
# 88号-1, 88号之1, 88号1室 and 88-1 are one house: the words for number and room only part the digits.
PARTING = re.compile(rf"[号室户之第/\\_,，、 {re.escape(''.join(sorted(DOTS)))}]+")
LOOSE_DASH = re.compile(r"(?<![0-9a-z])-+|-+(?![0-9a-z])")


def folded(text: str) -> str:
    """``folded("８８－１号") == "88-1"``, ``folded("十组二号") == "10组2"``: digits and words of the place."""
    found = PARTING.sub("-", arabic(plain(text).translate(SAME)))
    found = GROUP.sub("组", LOOSE_DASH.sub("", re.sub("-+", "-", found)))
    return re.sub(r"(?<!\d)0+(?=\d)", "", found)


def in_order(text: str) -> str:
    """A key whose order of characters is the order of the numbers: 1组2号 before 1组10号 before 10组1号."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(WIDTH), folded(text))
