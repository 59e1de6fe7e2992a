"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "referral_new": _("%(number)s was passed on to us; the answer is due on %(day)s."),
    "referral_taken": _("%(number)s, which you passed on, is taken on; the answer is due on %(day)s."),
    "referral_sent_back": _("%(number)s, which you passed on, was sent back. Read why."),
    "referral_answered": _("%(number)s, which you passed on, is answered."),
    "referral_withdrawn": _("%(number)s was withdrawn by its sender and needs no answer any more."),
}
