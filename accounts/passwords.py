"""What a password must be, and when a new one is due.

Length and lists, no rules of composition and no fixed age, as ASVS 5.0 (6.2) asks. Where an inspection under the
multi-level protection scheme (GB/T 22239-2019, 8.1.4.1) asks for both, PASSWORD_NEEDS_CLASSES and PASSWORD_MAX_DAYS
bring them.
"""

import re
import secrets
import unicodedata
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User

LONGEST = 256
FEWEST_CHARACTERS = 5  # different ones
LEFT_OVER = 4  # letters beside LOCAL_WORDS and the own name
CLEAR = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else
FIRST_PASSWORD_HOLDS = timedelta(days=7)

# What anybody who guesses passwords of this registry tries first.
LOCAL_WORDS = (
    "派出所", "驻村", "警务室", "警务", "民警", "辅警", "公安", "台账", "登记", "管理员", "密码",
    "paichusuo", "zhucun", "jingwushi", "jingwu", "minjing", "fujing", "gongan", "taizhang", "guanliyuan", "mima",
    "registry", "village", "police", "post", "station", "county", "admin", "officer", "demo", "password", "welcome",
)  # fmt: skip
LOOKALIKES = str.maketrans("@04$5!1|3+7", "aoassiilett")


def plain(text: str) -> str:
    """One spelling for what reads the same: width, case."""
    return unicodedata.normalize("NFKC", text).casefold()


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


class LocalWordsValidator:
    """More than words of the office, the account and one's own name."""

    def validate(self, password: str, user: Any = None) -> None:
        left = plain(password)
        own = (getattr(user, "username", ""), getattr(user, "name", ""))
        for word in sorted({plain(one) for one in (*LOCAL_WORDS, *own) if one}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(letters(left)) < LEFT_OVER:
            raise ValidationError(_("This is little more than your name or words of the office and numbers."))

    def get_help_text(self) -> str:
        return _("More than your name, your account or words of the office with numbers.")


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
