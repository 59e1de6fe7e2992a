"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "file_agreement": _("kept a page of the agreement"),
    "withdraw_agreement": _("withdrew a page of the agreement"),
    "close_dispute": _("closed the dispute"),
    "reopen_dispute": _("took the dispute up again"),
}

DETAILS = {
    "copy": _("copy of an agreement"),
    "handled_on": _("handled on"),
    "stage": _("stage"),
}
