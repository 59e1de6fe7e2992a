"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "assign_hazard": _("assigned the hazard"),
    "rectify_hazard": _("noted that the hazard was put right"),
    "verify_hazard": _("verified the hazard"),
    "reopen_hazard": _("opened the hazard again"),
    "file_hazard_picture": _("kept a photograph of the hazard"),
    "withdraw_hazard_picture": _("withdrew a photograph of the hazard"),
}

DETAILS = {
    "rectified_on": _("put right on"),
    "verified_on": _("verified on"),
    "proof": _("proof"),
}
