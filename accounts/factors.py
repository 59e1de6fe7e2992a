"""The second factor: setting it up, asking for it, taking it away."""

import re
import secrets
import time
from base64 import b32encode
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from accounts import confirming, sessions
from accounts.models import Factor, RecoveryCode, User
from accounts.passwords import CLEAR
from audit import trail
from audit.versions import hold
from encryption.masks import UNREADABLE

SECRET_BYTES = 20  # as long as the hash of RFC 4226
CLOCKS_DIFFER_BY = 1  # half minutes before and after
CODES = 10
TRIES = 5
PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(days=1)


class Paused(Exception):
    """Too many codes were wrong; none is looked at before ``until``."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def has(user: User) -> bool:
    return Factor.objects.filter(user=user).exists()


def new_secret() -> str:
    return secrets.token_hex(SECRET_BYTES)


def spelled(secret: str) -> str:
    """The secret as an app takes it by hand: groups of four, without characters that are easily confused (base32)."""
    return " ".join(re.findall(".{4}", b32encode(bytes.fromhex(secret)).decode()))


def qr_code(user: User, secret: str) -> str:
    """The picture that an app reads, as the address of an image."""
    issuer = _("Village Post Registry")
    asked = urlencode(
        {"secret": b32encode(bytes.fromhex(secret)).decode(), "issuer": issuer}, quote_via=quote
    )
    address = f"otpauth://totp/{quote(issuer)}:{quote(user.username)}?{asked}"
    return segno.make(address, error="m").svg_data_uri(scale=4, border=3)


def step_of(secret: str, code: str, *, after: int) -> int | None:
    """The half minute that ``code`` belongs to; None for one that is wrong, too old, or not later than ``after``."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    clock = TOTP(bytes.fromhex(secret))
    clock.time = time.time()  # real time: the telephone knows no trial clock
    return clock.t() if clock.verify(int(code), CLOCKS_DIFFER_BY, after + 1) else None


@transaction.atomic
def set_up(user: User, secret: str, code: str) -> list[str] | None:
    """From now on sign-in asks for a code. Returns the recovery codes, to be shown once; None for a wrong code."""
    step = step_of(secret, code, after=-1)
    if step is None:
        return None
    try:
        with transaction.atomic():
            Factor.objects.create(user=user, secret=secret, last_step=step)
    except IntegrityError as there_is_one:
        raise PermissionDenied from there_is_one
    trail.record("set_up_factor", user, by=user)
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    """``3-k7pm-x2vd-9rth``: the number selects the hash to compare with; 59 bits, hashed like a password."""
    user.recovery_codes.all().delete()
    codes = [f"{n}-" + "-".join(_group() for _each in range(3)) for n in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, number=n, code_hash=make_password(code)) for n, code in enumerate(codes)
    )
    return codes


def _group() -> str:
    return "".join(secrets.choice(CLEAR) for _each in range(4))


@transaction.atomic
def accepts(user: User, code: str) -> bool:
    """Is it the code of this half minute, or a recovery code? Each is taken once. Raises Paused.

    Of a secret that can not be read no code is right; a recovery code still opens.
    """
    factor = Factor.objects.select_for_update().get(user=user)
    until = paused_until(factor)
    if until:
        raise Paused(until)
    code = re.sub(r"\s", "", code).lower()
    secret: Any = factor.secret
    step = None if secret is UNREADABLE else step_of(secret, code, after=factor.last_step)
    if step is None and not _takes_recovery_code(user, code):
        factor.wrong, factor.wrong_at = factor.wrong + 1, timezone.now()
        factor.save(update_fields=["wrong", "wrong_at"])
        trail.record("factor_failed", user, by=None, tries=factor.wrong)
        return False
    factor.last_step = step if step is not None else factor.last_step
    factor.wrong = 0
    factor.save(update_fields=["last_step", "wrong"])
    return True


def paused_until(factor: Factor) -> datetime | None:
    """After each five wrong codes in a row a pause, twice as long each time, from wherever they come.

    Only who knows the password reaches this check, so that strangers can not lock the person out.
    """
    rounds, rest = divmod(factor.wrong, TRIES)
    if not rounds or rest or factor.wrong_at is None:
        return None
    until = factor.wrong_at + min(PAUSE * 2 ** min(rounds - 1, 10), LONGEST_PAUSE)
    return until if until > timezone.now() else None


def _takes_recovery_code(user: User, code: str) -> bool:
    if not re.fullmatch(r"\d(-[2-9a-z]{4}){3}", code):
        return False
    row = user.recovery_codes.filter(number=int(code[0])).first()
    if row is None or not check_password(code, row.code_hash):
        return False
    row.delete()
    trail.record("use_recovery_code", user, by=user, left=user.recovery_codes.count())
    return True


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """The factor and the recovery codes are gone, and so is the confirmation; every session ends. Never one's own.

    Once somebody else than ``by`` has confirmed the person (administration/confirming.py), the next sign-in asks to set
    up another authenticator.
    """
    if user.pk == by.pk:
        raise PermissionDenied
    held = hold(user)
    confirming.ask_after_factor(held, by=by)
    held.confirmed_at = None
    held.save(update_fields=["confirmed_at"])
    Factor.objects.filter(user=held).delete()
    held.recovery_codes.all().delete()
    sessions.end_all(held)
    trail.record("reset_factor", held, by=by)
