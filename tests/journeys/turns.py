"""Which cells of page and role a run walks beyond the first, at which page and in which window axe looks, and which
form is opened in large text: another share each day.

A share of 0.1 makes ten turns; a cell's own turn follows from its name, so that ten days in a row walk every cell, and
all runs of one day walk the same. A share of 1 is all of it (``make journeys``).
"""

import zlib
from collections.abc import Sequence
from datetime import date

from access.roles import Role


class Turns:
    def __init__(self, share: float, day: date | None = None):
        self.count = max(1, round(1 / share))
        self.day = (day or date.today()).toordinal()

    def has(self, name: str, role: Role) -> bool:
        """Is it the turn of this cell today?"""
        return (_number(f"{role} {name}") + self.day) % self.count == 0

    def closely(self, name: str) -> bool:
        """Is it the turn of this page to be checked by axe, which takes as long as to open it? Every third day."""
        return (_number(name) + self.day) % min(self.count, 3) == 0

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
