"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

DETAILS = {"today": _("Day")}

VERBS = {
    "load_demo": _("loaded the demonstration county"),
}
