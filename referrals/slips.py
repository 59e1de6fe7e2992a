"""The code on a slip: 10 characters of 32 (50 bit), shown once, stored as a keyed hash; and what the public page says.

``note``, ``answered`` and ``end`` are called by whoever changes the request or the referral behind a slip.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

import rules
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from encryption import keyring
from folding import text as folding
from ledgers.models import Row
from policies.acting import Acting, acting
from referrals.models import OF_REFERRAL, Referral, Slip

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I
LENGTH = 10
LABEL, OF_ADDRESS = "referrals_slip.code", "referrals_publictry.address"
PUBLIC = Acting("public")
TOO_MANY = "too_many"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def written(code: str) -> str:
    """As it stands on paper: ``K7MPX-3WQ9T``."""
    return f"{code[:5]}-{code[5:]}"


def normal(typed: str) -> str:
    """What was typed, in one spelling: capitals, half width, without blanks and dashes; at most 40 characters of it."""
    return "".join(one for one in folding.plain(typed[:40]).upper() if one.isalnum())


def hashed(code: str) -> str:
    """The keyed hash under today's key."""
    return keyring.current().index(code, LABEL).hex()


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


def of_row(kind: str, key: int) -> Slip | None:
    """The slip of the row, if one was made that still opens."""
    found = Slip.objects.filter(subject_kind=kind, subject_key=key).first()
    return found if found and not (found.ends_on and found.ends_on <= timezone.localdate()) else None


def opens(kind: str, key: int, code: str) -> bool:
    """Is this (``normal``) the code of the slip of the row?"""
    found = of_row(kind, key)
    hashes = [one.hex() for one in keyring.current().indexes(code, LABEL)]
    return found is not None and found.code_hash in hashes


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


@dataclass(frozen=True)
class Answer:
    """What the public page says of a code: its state and the day of that. ``shown`` is empty for one that opens
    nothing, and ``TOO_MANY`` for whoever has asked too often.
    """

    shown: str = ""
    since: date | None = None


def ask(typed: str, address: str | None) -> Answer:
    """Ask for a code at the level ``public``, which may call one function and read no table (referrals/sql/ask.sql).

    The hash is worked out and looked up whatever was typed, so a code that is none takes as long as one that is.
    """
    now = timezone.now()
    hashes = [one.hex() for one in keyring.current().indexes(normal(typed), LABEL)]
    day = timezone.localdate()
    counted = keyring.current().index(f"{day} {address or ''}", OF_ADDRESS).hex()
    limits = (rules.whole("slip.tries_of_address", on=day), rules.whole("slip.misses_of_all", on=day))
    with acting(PUBLIC), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT shown, since FROM referrals_ask(%s, %s, %s, %s, %s)",
                       [hashes, counted, *limits, now])  # fmt: skip
        found = cursor.fetchone()
    return Answer(*found) if found else Answer()


def shown_days() -> int:
    """For how many days after the answer the code opens."""
    return rules.days("slip.shown_days", on=timezone.localdate()).days
