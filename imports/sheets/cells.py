"""What one cell says, whatever the spreadsheet program made of it. Used on every cell of every file."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

BLANKS = "\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff\u180e\u115f\u1160\u3164\u2800"
WIDE = {0xFF01 + number: 0x21 + number for number in range(94)}
# Letters, digits and the marks inside numbers; a full-width comma stays one, it belongs to a sentence.
HALF = str.maketrans(
    {wide: plain for wide, plain in WIDE.items() if chr(plain).isalnum() or chr(plain) in "-/.#()+:="}
    | dict.fromkeys(map(ord, BLANKS), " ")
)
SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")
DECIMAL_ZEROS = re.compile(r"(\d+)\.0+")
LONGEST_NUMBER = 40  # digits; more is no number that anybody has


def text(value: Any) -> str:
    """``text(" ８８－１　") == "88-1"``: trimmed of every kind of blank, half width; numbers and days as typed."""
    if isinstance(value, str):
        return " ".join(value.translate(HALF).split(" ")).strip() if value else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value)


def _number(value: float) -> str:
    """3.0 is 3; what is no finite number stays as the program wrote it."""
    return str(int(value)) if value.is_integer() else repr(value)


def whole(written: str) -> str:
    """``whole("1.3605E+10") == "13605000000" == whole("13605000000.0")``; anything else unchanged.

    For columns of numbers only: a house number may be 1E5.
    """
    found = DECIMAL_ZEROS.fullmatch(written)
    if found:
        return found[1]
    if not SCIENTIFIC.fullmatch(written):
        return written
    try:
        number = Decimal(written)
        is_short = abs(number.adjusted()) < LONGEST_NUMBER
        return str(int(number)) if is_short and number == number.to_integral_value() else written
    except InvalidOperation:
        return written
