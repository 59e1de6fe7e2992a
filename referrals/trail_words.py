"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "pass_on": _("passed on"),
    "take_on": _("took on"),
    "send_back": _("sent back"),
    "finish_referral": _("entered the answer"),
    "withdraw_referral": _("withdrew the referral"),
    "tell_back": _("told the answer back"),
    "issue_slip": _("made a slip with a code"),
    "file_answer": _("kept a page of the answer"),
    "withdraw_answer": _("withdrew a page of the answer"),
    "add_body": _("added a body"),
    "change_body": _("changed the body"),
}

DETAILS = {
    "to": _("passed on to"),
    "referral": _("referral"),
    "has_consent": _("the person agrees that the name goes along"),
    "answered_on": _("answered on"),
    "told_back_on": _("told back on"),
    "told_how": _("how told"),
    "outcome": _("outcome"),
}
