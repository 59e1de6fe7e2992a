"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "send_notice": _("posted a notice"),
    "finish_notice": _("saw to a notice"),
}

DETAILS = {
    "notice": _("notice"),
    "matter": _("matter"),
}
