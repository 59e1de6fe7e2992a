"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "publish_month": _("published the month"),
    "restate_month": _("restated the month"),
    "compute_month": _("computed the month"),
    "retire_indicator": _("gave up an indicator"),
    "reinstate_indicator": _("took up an indicator again"),
    "attest_incidents": _("attested the five-none"),
    "enter_case_hours": _("entered the hours of preventable cases"),
    "prepare_incidents": _("prepared the five-none"),
}

DETAILS = {
    "changed": _("changed"),
    "indicator": _("indicator"),
    "number": _("restatement"),
    "not_approved": _("published without the approval of"),
    "villages_restated": _("villages that changed"),
}
