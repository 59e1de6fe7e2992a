"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "import_divisions": _("imported divisions"),
}

DETAILS = {
    "villages": _("villages"),
}
