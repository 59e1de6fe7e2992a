"""Citizen identity numbers (公民身份号码): one spelling, and the checks that need nothing but the number.

Sources: GB 11643-1999《公民身份号码》 for structure and check character, ISO 7064:1983 MOD 11-2 for its computation.
Six digits of the region, eight of the birthday, three in sequence, one check character. Regions are dissolved and
numbers keep them, so an unknown region is no fault. The 17th digit encodes the sex; it is not read.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from folding.text import plain

LENGTH = 18
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))  # 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2
CHECK = "10X98765432"
OLDEST = date(1900, 1, 1)


def normal(text: str) -> str:
    """``normal(" ９９０９０１ 19800101 001x ") == "99090119800101001X"``."""
    return plain(text).replace(" ", "").upper()


def check_character(first: str) -> str:
    """The last character of a number that begins with these 17 digits."""
    return CHECK[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def birthday(number: str) -> date | None:
    """The day that a normalised number contains; None when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def fault(text: str) -> str:
    """What is wrong with a number, in the user's language; nothing when it is sound."""
    number = normal(text)
    if len(number) != LENGTH or not (number.isascii() and number[:17].isdigit() and number[17] in CHECK):
        return _("An identity number has 17 digits and a last digit or X.")
    born = birthday(number)
    if born is None or not OLDEST <= born <= timezone.localdate():
        return _("The birthday in the number does not exist. Compare it digit by digit.")
    if check_character(number[:17]) != number[17]:
        return _("The last character does not fit the others. Compare them one by one.")
    return ""
