"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "arrive": _("arrived in the village"),
    "enter_arrival": _("entered an arrival later"),
    "confirm_arrival": _("confirmed an arrival"),
    "refuse_arrival": _("refused an arrival"),
    "withdraw_arrival": _("withdrew an arrival"),
    "confirm_withdrawal": _("confirmed that an arrival is withdrawn"),
    "grant_leave": _("granted leave"),
    "take_leave_back": _("took leave back"),
}

DETAILS = {
    "days": _("days"),
    "person": _("person"),
}
