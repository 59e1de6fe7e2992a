"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from surveys.models import AnswerTally

VERBS = {
    "draft_survey": _("drafted a survey round"),
    "change_survey": _("changed a draft of a survey round"),
    "delete_survey": _("deleted a draft of a survey round"),
    "open_survey": _("opened a survey round"),
    "close_survey": _("closed a survey round"),
    "count_survey": _("counted a survey round"),
    "enter_answers": _("entered survey answers"),
    "correct_answers": _("corrected survey answers"),
}

DETAILS = {
    "answered": _("answers"),
    "channel": _("channel"),
    "entered": _("villages entered"),
    "expected": _("villages of the round"),
    "invited": _("people asked"),
    "without_reason": _("why without the others"),
}

CHOICES = {"channel": AnswerTally.Channel.choices}
