"""What a referral is about, as far as this room needs to know it: handed down by the rooms above as values.

``settings.REFERRAL_SUBJECTS`` names them (config/referral_subjects.py). The receiver's pages ask nothing here: they
show the referral alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from access.rights import may
from accounts.models import User
from audit.versions import hold
from ledgers.models import Row
from referrals.models import Referral


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A kind of row that can be passed on.

    ``kind``: a value of ``Referral.Subject``. ``verb``: who passes it on. ``check`` raises ValidationError for a row
    that waits for nothing. ``begin``: what the form begins with: words, name, due day and whether it is urgent.
    ``tell_url``: where whoever asked is told back; empty: on the referral's own page; ``tell_verb``: by whom.
    ``has_slip``: whoever asked gets a slip with a code. ``passed``: told when it was passed on, and to whom;
    ``taken_back``: when the sender has withdrawn that.
    """

    kind: str
    model: type[Row]
    check: Callable[[Any], None]
    begin: Callable[[Any], "Beginning"]
    verb: str = "pass_on"
    tell_url: Callable[[Any], str] | None = None
    tell_verb: str = "pass_on"
    has_slip: bool = False
    passed: Callable[[Any, Referral, User], None] | None = None
    taken_back: Callable[[Any, Referral, User], None] | None = None

    def find(self, user: User, key: int) -> Any:
        """The row, if the person may see it and pass it on; else None."""
        if not may(user, self.verb):
            return None
        return self.model.objects.visible_to(user).select_related("village").filter(pk=key).first()

    def held(self, user: User, row: Row) -> Any:
        """The row, locked until the transaction ends; PermissionDenied outside the scope or without the right."""
        if not may(user, self.verb) or self.find(user, row.pk) is None:
            raise PermissionDenied
        return hold(row, self.model.objects.visible_to(user))


@dataclass(frozen=True)
class Beginning:
    """What a form that passes a row on begins with."""

    asked: str
    name: str = ""
    due_on: date | None = None
    is_urgent: bool = False


@cache
def subjects() -> dict[str, Subject]:
    """Kind -> its declaration; ImportError for a name that leads nowhere."""
    found = [import_string(name) for name in settings.REFERRAL_SUBJECTS]
    return {one.kind: one for one in found}


def of_kind(kind: str) -> Subject | None:
    """The declaration of a kind; None for a problem, which has no row behind it, and for what is none."""
    return subjects().get(kind)
