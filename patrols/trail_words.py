"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "ask_partner": _("asked another post to a joint patrol"),
    "join_patrol": _("entered the part in a joint patrol"),
    "decline_patrol": _("said that the post was not on the joint patrol"),
    "take_partner_back": _("took the question to another post back"),
    "start_checkpoint": _("entered a checkpoint"),
    "change_checkpoint": _("changed the checkpoint"),
    "end_checkpoint": _("ended the checkpoint"),
    "start_plan": _("entered a patrol plan"),
    "change_plan": _("changed the patrol plan"),
    "end_plan": _("ended the patrol plan"),
    "make_round": _("made the round of the day"),
    "start_round": _("started the planned round"),
    "pass_point": _("passed a point of the round"),
    "take_back_point": _("took a tap on a point back"),
    "finish_round": _("finished the planned round"),
    "not_walked": _("said why the round was not walked"),
    "close_round": _("closed the round that was not finished"),
}

DETAILS = {
    "partner": _("partner post"),
    "code": _("short code"),
    "position": _("place in the order"),
    "device_time": _("time of the device"),
    "passed": _("points passed"),
    "planned": _("points planned"),
}
