"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

DETAILS = {
    "file": _("File"),
    "job": _("Task"),
    "sha256": "SHA-256",
}
