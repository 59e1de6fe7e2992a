"""What a run of all tests takes of that which is long by nature: another share each day.

Which pages a browser opens, in which roles and windows, which stories it walks, which forms are sent after an event. A
share of 0.1 makes ten turns; a cell's own turn follows from its name, so that ten days in a row walk every cell, and
all runs of one day walk the same. A share of 1 is all of it (``make journeys``, ``make matrix``). ``--day 2026-03-20``
takes the share of another day, to see again what was red there.
"""

import zlib
from collections.abc import Sequence
from datetime import date
from random import Random

from access.roles import Role

DAYS_OF_A_PAGE = 6
_asked_for: date | None = None


def choose_day(day: date | None) -> None:
    """The day of this run, where it is not today."""
    global _asked_for
    _asked_for = day


class Turns:
    def __init__(self, share: float, day: date | None = None):
        self.count = max(1, round(1 / share))
        self.day = (day or _asked_for or date.today()).toordinal()

    def has(self, name: str, role: Role | str) -> bool:
        """Is it the turn of this cell today?"""
        return (_number(f"{role} {name}") + self.day) % self.count == 0

    def dice(self) -> Random:
        """For a part of many cells, another one each day."""
        return Random(0 if self.count == 1 else self.day)

    def closely(self, name: str) -> bool:
        """Is it the turn of this page to be opened in the role that finds most on it, and checked by axe?"""
        return (_number(name) + self.day) % min(self.count, DAYS_OF_A_PAGE) == 0

    def windows(self, name: str, windows: Sequence[dict]) -> Sequence[dict]:
        """One of the windows, another one the next day; with a share of 1 each."""
        place = (_number(name) + self.day) % len(windows)
        return windows if self.count == 1 else windows[place : place + 1]

    def some(self, names: Sequence[str]) -> Sequence[str]:
        """One of the names, another one the next day; with a share of 1 all of them."""
        place = self.day % len(names)
        return names if self.count == 1 else names[place : place + 1]


def _number(text: str) -> int:
    """The same in every process, unlike ``hash``."""
    return zlib.crc32(text.encode())
