"""Chinese numerals as digits: ``arabic("十二组一百零三号") == "12组103号"``."""

import re

SPELLINGS = ("〇零", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {letter: digit for digit, letters in enumerate(SPELLINGS) for letter in letters}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
TENS = {"廿": 20, "卅": 30}
RUN = re.compile(f"[{''.join([*DIGITS, *UNITS, *TENS])}]+")


def arabic(text: str) -> str:
    """Every run of numerals becomes a number; digit by digit where it has no unit (二〇三 is 203)."""
    return RUN.sub(lambda run: str(_number(run[0])), text)


def _number(numerals: str) -> int:
    if not set(numerals) & (UNITS.keys() | TENS.keys()):
        return int("".join(str(DIGITS[letter]) for letter in numerals))
    total, digit = 0, 0
    for letter in numerals:
        if letter in DIGITS:
            digit = DIGITS[letter]
            continue
        total += TENS.get(letter) or (digit or 1) * UNITS[letter]
        digit = 0
    return total + digit
