"""What a password must be, and when a new one is due.

Length and lists, no rules of composition and no fixed age, as ASVS 5.0 (6.2) asks. Where an inspection under the
multi-level protection scheme (GB/T 22239-2019, 8.1.4.1) asks for both, PASSWORD_NEEDS_CLASSES and PASSWORD_MAX_DAYS
bring them.
"""

import re
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import guessable
from accounts.guessable import LOOKALIKES, plain
from accounts.models import User

LONGEST = 256
FEWEST_CHARACTERS = 5  # different ones
LEFT_OVER = 4  # letters beside what is guessed (accounts/guessable.py)
CLEAR = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else
FIRST_PASSWORD_HOLDS = timedelta(days=7)


def letters(text: str) -> str:
    return "".join(one for one in text if one.isalpha())


class CommonValidator(CommonPasswordValidator):
    """Django's list of 20,000 passwords that were found in breaches, with the usual disguises taken off."""

    def validate(self, password: str, user: Any = None) -> None:
        simple = plain(password)
        bare = simple.strip("0123456789!@#$%^&*()_+-=.,?~ ")
        spelled = simple.translate(LOOKALIKES)
        seen = {simple, simple[::-1], bare, spelled, letters(spelled), letters(bare.translate(LOOKALIKES))}
        if seen & self.passwords or len(set(simple)) < FEWEST_CHARACTERS or _is_repeated(simple):
            raise ValidationError(_("Many people use this password or one like it; it is tried first."))

    def get_help_text(self) -> str:
        return _(
            "Not one that many people use: three or four unrelated words are easy to keep and hard to guess."
        )


def _is_repeated(text: str) -> bool:
    """``abc1abc1abc1``: one short piece, again and again."""
    return re.fullmatch(r"(.{1,4})\1+", text) is not None


class GuessableValidator:
    """More than names, places, words of the office, well-known words, dates and keys in a row."""

    def validate(self, password: str, user: Any = None) -> None:
        own = (getattr(user, name, "") for name in ("username", "name", "badge"))
        if guessable.letters_left(password, own) < LEFT_OVER:
            raise ValidationError(
                _("This is little more than names, places, words that many use, dates or keys in a row.")
            )

    def get_help_text(self) -> str:
        return _("More than names, places, words of the office or love, dates and keys in a row.")


class LongestValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most %(n)s characters.") % {"n": LONGEST})

    def get_help_text(self) -> str:
        return ""


CLASSES = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())


class ClassesValidator:
    """PASSWORD_NEEDS_CLASSES of the four classes: small letters, capitals, digits, signs. Off by default."""

    def validate(self, password: str, user: Any = None) -> None:
        found = sum(any(map(belongs, password)) for belongs in CLASSES)
        if found < settings.PASSWORD_NEEDS_CLASSES:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        if not settings.PASSWORD_NEEDS_CLASSES:
            return ""
        text = _("At least %(n)s of: small letters, capital letters, digits, signs.")
        return text % {"n": settings.PASSWORD_NEEDS_CLASSES}


def first_password() -> str:
    """Sixteen characters that can be read out (79 bits): ``kp7m-x2vd-9rth-eq4w``."""
    return "-".join("".join(secrets.choice(CLEAR) for _each in range(4)) for _group in range(4))


def is_due(user: User) -> bool:
    """Must the person choose a new password before anything else?"""
    return user.must_change_password or bool(
        settings.PASSWORD_MAX_DAYS
        and user.password_changed_at < timezone.now() - timedelta(days=settings.PASSWORD_MAX_DAYS)
    )


def is_spent(user: User) -> bool:
    """A first password that nobody used for a week opens nothing (ASVS 5.0, 6.4.1)."""
    return user.must_change_password and user.password_changed_at < timezone.now() - FIRST_PASSWORD_HOLDS
