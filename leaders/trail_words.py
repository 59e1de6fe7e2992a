"""What the trail calls what is done in this room (pages/trail_words.py)."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "arrange_contact": _("arranged a contact point of a leader"),
    "end_contact": _("ended a contact point of a leader"),
    "enter_leader_log": _("entered a line of the leader's ledger"),
    "correct_leader_log": _("changed a line of the leader's ledger"),
    "follow_up_advice": _("entered what came of the advice"),
    "withdraw_leader_log": _("withdrew a line of the leader's ledger"),
}
