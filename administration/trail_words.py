"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {"set_rule": _("set a rule")}

DETAILS = {
    "rule": _("rule"),
    "value": _("value"),
    "was": _("value before"),
    "replaced": _("taken back"),
}
