"""A slip gets a code, and says what became of its request or referral.

``note``, ``answered`` and ``end`` are called by whoever changes the request or the referral behind a slip.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

import rules
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from ledgers.models import Row
from referrals.models import OF_REFERRAL, Referral, Slip
from referrals.slips import hashed, new_code


@transaction.atomic
def issue(kind: str, row: Row, *, by: User) -> str:
    """A new code for the row, whose former one ends. Returns it: it is stored nowhere.

    The row is locked: nobody passes it on while its slip is written. Gone or Stale when it changed since it was read.
    """
    if not may(by, "pass_on"):
        raise PermissionDenied
    held, code = hold(row), new_code()
    slip = Slip.objects.select_for_update(of=("self",)).filter(subject_kind=kind, subject_key=held.pk).first()
    slip = slip or Slip(subject_kind=kind, subject_key=held.pk)
    slip.placed_like(held)
    slip.code_hash, slip.ends_on, slip.answered_on = hashed(code), None, None
    slip.shown, slip.since = _state_of(kind, held)
    slip.save()
    trail.record("issue_slip", held, by=by)
    return code


def _state_of(kind: str, row: Any) -> tuple[str, date]:
    """The state with its day. A referral itself is always passed on; a request by one that was not withdrawn."""
    if kind == OF_REFERRAL:
        return Slip.Shown.PASSED_ON, row.sent_on
    about = Referral.objects.filter(subject_kind=kind, subject_key=row.pk)
    sent_on = about.exclude(state=Referral.State.WITHDRAWN).aggregate(day=Max("sent_on"))["day"]
    return (Slip.Shown.PASSED_ON, sent_on) if sent_on else (Slip.Shown.RECEIVED, row.occurred_on)


def note(kind: str, row: Row) -> None:
    """The row was passed on, or what passed it on is withdrawn: its slip says so, with the day."""
    shown, since = _state_of(kind, row)
    Slip.objects.filter(subject_kind=kind, subject_key=row.pk, ends_on=None).update(shown=shown, since=since)


def answered(kind: str, key: int, day: date) -> None:
    """Whoever asked was told on ``day``: the code says so, and ends some time later."""
    today = timezone.localdate()
    ends_on = today + rules.days("slip.shown_days", on=today)
    Slip.objects.filter(subject_kind=kind, subject_key=key, ends_on=None).update(
        shown=Slip.Shown.ANSWERED, since=day, answered_on=day, ends_on=ends_on
    )


def end(kind: str, key: int) -> None:
    """The code opens nothing from now on."""
    Slip.objects.filter(subject_kind=kind, subject_key=key).update(ends_on=timezone.localdate())
