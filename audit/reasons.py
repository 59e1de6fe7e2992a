"""Why somebody read a hidden value: a closed list; the trail records one for every reading."""

import re

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

import rules

DIGITS = re.compile(r"\d(?:[\s-]?\d){6}")  # seven in a row: a telephone or identity number


class Why(TextChoices):
    CALL = "call", gettext_lazy("To call the person")
    SERVICE = "service", gettext_lazy("For papers or a service that was asked for")
    CHECK = "check", gettext_lazy("To check the entry with the person")
    DANGER = "danger", gettext_lazy("Danger to life or property")
    OTHER = "other", pgettext_lazy("why", "Another reason")


def check_words(why: str, words: str) -> None:
    """The words beside a reason: needed for another one, and never a number. Raises ValidationError."""
    if why == Why.OTHER and len(words.strip()) < _fewest_characters():
        raise ValidationError({"words": _("Say the reason in a few words.")})
    try:
        no_number(words)
    except ValidationError as fault:
        raise ValidationError({"words": fault}) from fault


def _fewest_characters() -> int:
    return rules.whole("reveal.words_characters", on=timezone.localdate())


def no_number(words: str) -> None:
    """A validator of reasons that stand on the trail for years. Raises ValidationError for a telephone or identity
    number in them."""
    if DIGITS.search(words):
        raise ValidationError(_("Leave the number out: the trail keeps what is written here."))
