"""Numbers of people inside a text: identity, telephone and bank card numbers, in any spelling.

Sources: GB 11643-1999 (identity number: region, birthday, sequence, check character), the numbering plan of the
ministry (mobile numbers of 11 digits that begin with 13 to 19, landlines with their area code), ISO/IEC 7812 (cards).
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import Enum

from folding.text import plain

GROUPS = re.compile(r"\d+x?(?:[ .·•-]\d+x?)*")  # digits, and digits that a single mark parts
FEWEST_IN_A_GROUP = 3  # 2026-03-20 before a number is no part of it
IDENTITY = re.compile(r"[1-9]\d{5}((?:19|20)\d\d)(\d\d)(\d\d)\d{3}[\dx]")
PHONE = re.compile(r"(?:(?:00)?86)?(?:1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7})")
CARD = re.compile(r"[3-69]\d{15,18}")


class Kind(Enum):
    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"


def found(text: str) -> Kind | None:
    """The first kind of number that stands in the text; nothing of a date, an amount or a house number."""
    kinds = {_kind(number) for number in _candidates(text)}
    return next((kind for kind in Kind if kind in kinds), None)


def _candidates(text: str) -> Iterator[str]:
    """Every run of digits, and every way of joining neighbouring runs that one mark parts."""
    for run in GROUPS.findall(plain(text)):
        groups = re.split(r"[ .·•-]", run)
        for first in range(len(groups)):
            joined = ""
            for group in groups[first:]:
                joined += group
                yield joined
                if len(group) < FEWEST_IN_A_GROUP:
                    break


def _kind(number: str) -> Kind | None:
    if (parts := IDENTITY.fullmatch(number)) and _is_day(*map(int, parts.groups())):
        return Kind.IDENTITY
    if PHONE.fullmatch(number):
        return Kind.PHONE
    return Kind.CARD if CARD.fullmatch(number) and is_luhn(number) else None


def _is_day(year: int, month: int, day: int) -> bool:
    """A number with a slip in another digit is still somebody's: the check character is not asked."""
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def is_luhn(number: str) -> bool:
    """Does the last digit check the others (ISO/IEC 7812)?"""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
