"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from audit.reasons import Why

VERBS = {
    "restore_backup": _("restored a backup"),
    "rotate_keys": _("sealed with a new key"),
}

DETAILS = {
    "key": _("key"),
    "left": _("left over"),
    "made_at": _("backup made at"),
    "why": _("What for"),
}

CHOICES = {"why": Why.choices}
