"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from audit.reasons import Why

VERBS = {
    "rotate_keys": _("sealed with a new key"),
}

DETAILS = {
    "key": _("key"),
    "left": _("left over"),
    "why": _("What for"),
}

CHOICES = {"why": Why.choices}
