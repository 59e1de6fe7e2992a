"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "write_digest": _("wrote the weekly digest"),
    "draw_households": _("drew households for a familiarity test"),
    "enter_familiarity": _("entered the result of a familiarity test"),
    "read_officer_year": _("read an officer's year"),
}

DETAILS = {
    "known": _("households known"),
    "drawn": _("households drawn"),
    "year": _("year"),
}
