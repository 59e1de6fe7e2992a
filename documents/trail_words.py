"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {"print": _("printed"), "keep_template": _("put a template of a form into use")}
NAMED = {
    "print": lambda entry: entry.detail.get("form", ""),
    "keep_template": lambda entry: entry.detail.get("form", ""),
}
DETAILS = {"form": _("Paper"), "version": _("Version"), "format": _("Format")}
