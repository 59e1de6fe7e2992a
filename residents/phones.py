"""One spelling for a telephone number, so that equal numbers are found as equal."""

import re
from functools import lru_cache

from folding.text import plain

FEWEST_DIGITS = 7  # a number with fewer is a beginning, a house number or an emergency call
COUNTRY = re.compile(r"^(\+86|0086)")
BETWEEN = re.compile(r"[\s().·•/-]")
TAIL = re.compile(r"\d{4}")
ENDING = re.compile(r"\d{4,15}")
NUMBER = re.compile(rf"\d{{{FEWEST_DIGITS},15}}")


@lru_cache(maxsize=1_000)
def normal(text: str) -> str:
    """``normal("+86 154-0000 1234") == "15400001234"``; full-width digits become plain ones.

    A row that is saved asks for it five times: for the number, its index, its tail.
    """
    return COUNTRY.sub("", BETWEEN.sub("", plain(text)))


def stored(text: str) -> str:
    """As a number is stored: one spelling of a whole one, which a link can dial and of which a mask is made."""
    return normal(text) if is_whole(text) else text


def is_whole(text: str) -> bool:
    """Is this a whole telephone number, not the beginning of a name or a house number?"""
    return bool(NUMBER.fullmatch(normal(text)))


def tail(text: str) -> str:
    """The last four digits, by which people know a number; empty for what is no number of four and more digits."""
    number = normal(text)
    return number[-4:] if ENDING.fullmatch(number) else ""


def is_tail(text: str) -> bool:
    """May these be the last four digits of a number?"""
    return bool(TAIL.fullmatch(normal(text)))
