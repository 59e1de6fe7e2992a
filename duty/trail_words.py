"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "arrive": _("arrived in the village"),
    "enter_arrival": _("entered an arrival later"),
    "confirm_arrival": _("confirmed an arrival"),
    "refuse_arrival": _("refused an arrival"),
    "withdraw_arrival": _("withdrew an arrival"),
    "confirm_withdrawal": _("confirmed that an arrival is withdrawn"),
    "open_handover": _("opened a hand-over"),
    "move_handover": _("moved the last day of a hand-over"),
    "void_handover": _("gave up a hand-over: the person stays"),
    "give_handover": _("signed a hand-over as who leaves"),
    "give_handover_in_place": _("signed a hand-over in the place of who leaves"),
    "take_handover": _("signed a hand-over as successor"),
    "give_back_handover": _("gave a hand-over back"),
    "close_handover": _("closed a hand-over"),
    "grant_leave": _("granted leave"),
    "take_leave_back": _("took leave back"),
}

DETAILS = {
    "days": _("days"),
    "person": _("person"),
    "last_day": _("last day"),
}
