"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "record": _("recorded"),
    "amend": _("changed"),
    "come_along": _("named who was there, too"),
    "go_on": _("goes on in the successor of the village"),
    "end_with_village": _("ended with the village"),
    "withdraw": _("withdrew"),
    "accept": _("accepted"),
    "give_back": _("gave back"),
    "take_back_verdict": _("took the verdict back"),
    "submit_month": _("submitted the month"),
    "approve_month": _("approved the month"),
    "approve_month_for_station": _("approved the month for the station"),
    "remind_station": _("reminded the station"),
    "give_back_month": _("gave the month back"),
    "close_month": _("closed the month"),
    "export": _("exported"),
    "take_numbers_out": _("took a number out of the history"),
}

DETAILS = {
    "copy": _("copy of a paper"),
    "done_by": _("who did it"),
    "field": _("Field"),
    "fields": _("Fields"),
    "late": _("late entry"),
    "month": _("Month"),
    "receipt": _("Receipt"),
    "taken_back": _("taken back"),
    "unreported_reason": _("why villages have not reported"),
}
