"""The period of each kind of record, and what happens then: models declare it, disposal.py acts.

Personal information is stored for the shortest time that its purpose needs (个人信息保护法 art. 19, 47), a log of the
network for six months at least (网络安全法 23(3)). A county may set other periods (``RETENTION_DAYS``), none below
the law.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import rules

GONE = "—"  # in the place of an erased text
LOG_DAYS = rules.newest(
    "trail.kept_days"
)  # 网络安全法 23(3): six months of network logs, 184 days in any year


class Then(models.TextChoices):
    """What is done with a row when its period is over."""

    ERASE = "erase", _("free text is erased, the count stays")
    ANONYMISE = "anonymise", _("made anonymous, the count stays")
    DELETE = "delete", _("deleted")
    BLOCKS = "blocks", _("deleted in whole sealed blocks, the seals stay")


@dataclass(frozen=True)
class Retention:
    """Rows are stored for ``days`` or ``years`` after the day in ``after`` (the first of several that is filled).

    ``whole_year``: the period runs from the end of that day's year. ``erases``: what is emptied. ``along``: relations
    whose rows are deleted with it. ``emptied_along``: relations whose rows stay without their ``PRIVATE_FIELDS``.
    ``only``: rows to which the rule applies. ``at_least``: days that the law demands. ``since``: what the day is named,
    where its field has no name for people.
    """

    after: tuple[str, ...]
    then: Then
    why: str | Promise
    years: int = 0
    days: int = 0
    whole_year: bool = False
    erases: tuple[str, ...] = ()
    along: tuple[str, ...] = ()
    emptied_along: tuple[str, ...] = ()
    only: Q | None = None
    at_least: int = 0
    since: str | Promise = ""

    def emptied(self, model: Any) -> tuple[str, ...]:
        """The fields in which nothing is left of an erased row: those named, else the private ones and the reason."""
        return self.erases or (*model.PRIVATE_FIELDS, "reason")

    def until(self, today: date, days: int | None = None) -> date:
        """Rows of a day before this one are disposed of ``today``; ``days`` replaces the declared period."""
        if days is not None:
            return today - timedelta(days=days)
        if self.whole_year:
            return date(today.year - self.years, 1, 1)
        if self.years:
            return date(today.year - self.years, today.month, min(today.day, 28))
        return today - timedelta(days=self.days)

    def length(self) -> str:
        """The period in words."""
        if self.years:
            return ngettext("%(n)s year", "%(n)s years", self.years) % {"n": self.years}
        if not self.days:
            return str(_("at once"))
        return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}

    @property
    def shortest(self) -> int:
        """Days of the declared period, for comparison with what the law demands."""
        return self.years * 365 + self.days
