"""The published figures of a village that are told in its meeting, as the room above hands them down.

``settings.TOLD_FIGURES`` names the value: this room knows no publication.
"""

from datetime import date
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Told(Protocol):
    def months(self, county: int) -> list[date]:
        """The published months of the county, the newest first."""
        ...

    def lines(self, village: int, month: date) -> list[str]:
        """The figures of the village as they were published for the month; none where it was not published."""
        ...


@cache
def told() -> Told:
    """What ``settings.TOLD_FIGURES`` names."""
    found: Told = import_string(settings.TOLD_FIGURES)
    return found
