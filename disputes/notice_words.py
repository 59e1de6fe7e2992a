"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "dispute_red": _("A dispute is marked red: look at it at once."),
    "protected_red": _("A dispute is marked red: look at it at once."),  # lines that were sent before
}
