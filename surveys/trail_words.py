"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from surveys.models import AnswerTally

VERBS = {
    "open_round": _("opened a survey round"),
    "enter_answers": _("entered survey answers"),
}

DETAILS = {
    "answered": _("answers"),
    "channel": _("channel"),
    "invited": _("people asked"),
}

CHOICES = {"channel": AnswerTally.Channel.choices}
