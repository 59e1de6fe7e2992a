"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "issue_regulation": _("issued an edition of a regulation"),
    "end_regulation": _("ended a regulation"),
    "confirm_reading": _("confirmed having read a regulation"),
}

DETAILS = {
    "edition": _("edition"),
    "title": _("title"),
}
