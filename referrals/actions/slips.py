"""A slip gets a code, and says what became of its request or referral.

``note``, ``answered`` and ``end`` are called by whoever changes the request or the referral behind a slip.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
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
    slip.shown = Slip.Shown.PASSED_ON if _is_passed_on(kind, held.pk) else Slip.Shown.RECEIVED
    slip.save()
    trail.record("issue_slip", held, by=by)
    return code


def _is_passed_on(kind: str, key: int) -> bool:
    """A referral itself always is; a request is by one that was not withdrawn."""
    about = Referral.objects.filter(subject_kind=kind, subject_key=key)
    return kind == OF_REFERRAL or about.exclude(state=Referral.State.WITHDRAWN).exists()


def note(kind: str, key: int, shown: str) -> None:
    Slip.objects.filter(subject_kind=kind, subject_key=key, ends_on=None).update(shown=shown)


def answered(kind: str, key: int, day: date) -> None:
    """Whoever asked was told on ``day``: the code says so, and ends some time later."""
    today = timezone.localdate()
    ends_on = today + rules.days("slip.shown_days", on=today)
    Slip.objects.filter(subject_kind=kind, subject_key=key, ends_on=None).update(
        shown=Slip.Shown.ANSWERED, answered_on=day, ends_on=ends_on
    )


def end(kind: str, key: int) -> None:
    """The code opens nothing from now on."""
    Slip.objects.filter(subject_kind=kind, subject_key=key).update(ends_on=timezone.localdate())
