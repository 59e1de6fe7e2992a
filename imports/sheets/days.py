"""Days and years in the spellings of sheets."""

import re
from datetime import date, timedelta

SPELLING = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月?)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
CLOSED = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR = re.compile(r"(\d{4})\s*年?")
SERIAL = re.compile(r"\d{5}")
FIRST_OF_SERIALS = date(1899, 12, 30)  # day 0 of Excel's 1900 system, with its leap day that never was


def day(written: str) -> date | None:
    """The day of 2020-01-02, 2020/1/2, 2020.1.2, 2020年1月2日, 20200102 or a serial number of Excel; else None."""
    found = SPELLING.fullmatch(written) or CLOSED.fullmatch(written)
    if found and found[3]:
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    return FIRST_OF_SERIALS + timedelta(days=int(written)) if SERIAL.fullmatch(written) else None


def year(written: str) -> int | None:
    """The year of a day, of 1980, 1980年 or 1980年5月; else None."""
    if found := YEAR.fullmatch(written):
        return int(found[1])
    if whole_day := day(written):
        return whole_day.year
    month = SPELLING.fullmatch(written)
    return int(month[1]) if month and not month[3] else None
