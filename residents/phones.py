"""One spelling for a telephone number, so that equal numbers are found as equal."""

import re

from folding.text import plain

FEWEST_DIGITS = 7  # a number with fewer is a beginning, a house number or an emergency call
COUNTRY = re.compile(r"^(\+86|0086)")
BETWEEN = re.compile(r"[\s().·•/-]")
NUMBER = re.compile(rf"\d{{{FEWEST_DIGITS},15}}")


def normal(text: str) -> str:
    """``normal("+86 154-0000 1234") == "15400001234"``; full-width digits become plain ones."""
    return COUNTRY.sub("", BETWEEN.sub("", plain(text)))


def is_whole(text: str) -> bool:
    """Is this a whole telephone number, not the beginning of a name or a house number?"""
    return bool(NUMBER.fullmatch(normal(text)))
