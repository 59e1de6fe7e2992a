"""The code on a slip: 10 characters of 32 (50 bit), shown once, stored as a keyed hash; and what the public page says.

What is written of a slip: referrals/actions/slips.py.
"""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

import rules
from encryption import keyring
from folding import text as folding
from policies.acting import Acting, acting
from referrals.models import Slip

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


def of_row(kind: str, key: int) -> Slip | None:
    """The slip of the row, if one was made that still opens."""
    found = Slip.objects.filter(subject_kind=kind, subject_key=key).first()
    return found if found and not (found.ends_on and found.ends_on <= timezone.localdate()) else None


def opens(kind: str, key: int, code: str) -> bool:
    """Is this (``normal``) the code of the slip of the row?"""
    found = of_row(kind, key)
    hashes = [one.hex() for one in keyring.current().indexes(code, LABEL)]
    return found is not None and found.code_hash in hashes


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
