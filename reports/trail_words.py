"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

from reports import filter_words

BOOKS = {"monthly": _("Monthly report")}

WRITERS = {"filter": filter_words.in_words, "report_place": filter_words.place}

DETAILS = {"report_place": _("Place")}
