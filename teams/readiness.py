"""Who of a team can be put on a patrol: a member on the day, with consent, who has had the hours of training.

Called by the actions and forms of patrols (rooms above).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from teams.models import Member
from teams.models.members import hours_needed


@dataclass(frozen=True)
class Lack:
    """Why a member can not be put on a patrol: no member with consent on the day (``missing``
    is None), or hours missing."""

    member: Member
    missing: Decimal | None

    def briefly(self) -> str:
        """The same beside the name."""
        if self.missing is None:
            return _("no member with consent on this day")
        return _("lacks %(hours)s hours") % {"hours": f"{self.missing.normalize():f}"}

    def __str__(self) -> str:
        if self.missing is None:
            return _("%(name)s is no member with consent on this day.") % {"name": self.member}
        words = {"name": self.member, "hours": f"{self.missing.normalize():f}"}
        return _("%(name)s lacks %(hours)s hours of training.") % words


def lacks(members: Iterable[int], day: date, user: User) -> list[Lack]:
    """Those of the members (by key) who can not be put on a patrol of the day. Raises ValidationError for a member whom
    the person does not see."""
    keys, county = set(members), scope.for_user(user).county
    seen = {one.pk: one for one in Member.objects.visible_to(user).filter(pk__in=keys)}
    if keys - seen.keys():
        raise ValidationError(_("One of them is no member of a team of your villages."))
    rows = Member.objects.filter(pk__in=keys)
    ready = set(rows.trained_enough(day, county).values_list("pk", flat=True))
    lacking: Any = rows.trained_too_little(day, county)  # annotated
    untrained = {one.pk: one.missing for one in lacking}
    return [Lack(seen[key], untrained.get(key)) for key in sorted(keys - ready)]


def check_on_patrol(members: Iterable[int], day: date, user: User, *, field: str = "members") -> None:
    """ValidationError beside ``field`` that names everybody who can not be put on a patrol of the day, and why."""
    found = lacks(members, day, user)
    if found:
        needed = _("A patrol needs %(n)s hours of training of each.") % {
            "n": hours_needed(day, scope.for_user(user).county)
        }
        raise ValidationError({field: [*map(str, found), needed]})
