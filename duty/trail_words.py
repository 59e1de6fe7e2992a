"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "arrive": _("arrived in the village"),
    "grant_leave": _("granted leave"),
    "take_leave_back": _("took leave back"),
}

DETAILS = {
    "days": _("days"),
    "person": _("person"),
}
