"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "tick_outlier": _("ticked off an unusual look-up"),
    "open_emergency": _("opened an emergency view"),
    "end_emergency": _("ended the emergency view"),
    "acknowledge_emergency": _("acknowledged the emergency view"),
    "grant_stand_in": _("named an acting chief"),
    "end_stand_in": _("ended an acting chief"),
    "switch_place": _("changed between the own post and the chief's"),
}

DETAILS = {
    "verdict": _("verdict"),
    "emergency_view": _("emergency view"),
    "by_hand": _("made outside the pages"),
}
