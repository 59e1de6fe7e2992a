"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from training.models import Training

VERBS = {
    "hold_training": _("entered a training"),
    "correct_training": _("changed the training"),
    "withdraw_training": _("withdrew the training"),
    "note_attendance": _("noted who came"),
}

DETAILS = {
    "topic": _("topic of the training"),
    "came": _("who came, in number"),
    "not_there": _("taken off the list, in number"),
}

CHOICES = {"topic": Training.Topic.choices}
