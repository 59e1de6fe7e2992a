"""The hours in which a village had preventable cases, as why a patrol is planned then: offered by the form of a plan.

The numbers are those of a room above: an AppConfig declares ``case_hours`` (user, villages -> by village, the words of
a part of the day and how many cases it had). They are about places and hours, of nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.models import User


@dataclass(frozen=True)
class Hours:
    """One part of the day in one village. ``key`` is what the form sends."""

    village: int
    hours: str
    cases: int
    of: int

    @property
    def key(self) -> str:
        return f"{self.village} {self.hours}"

    def words(self) -> str:
        """As it stands in the plan."""
        shown = {"hours": self.hours, "n": self.cases, "m": self.of}
        return _("%(hours)s: %(n)s of %(m)s preventable cases of the last months") % shown


def of_villages(user: User, villages: Iterable[int]) -> list[Hours]:
    """Those that had cases, by village, most cases first."""
    keys = list(villages)
    asked: list[Any] = [getattr(config, "case_hours", None) for config in apps.get_app_configs()]
    known: dict[int, dict[str, int]] = {}
    for ask in asked:
        known |= ask(user, keys) if ask and keys else {}
    return [
        Hours(village, hours, cases, sum(bands.values()))
        for village, bands in known.items()
        for hours, cases in sorted(bands.items(), key=lambda one: -one[1])
    ]
