"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "arrival_refused": _("Your arrival of %(day)s was not confirmed and does not count. Reason: %(reason)s"),
    "withdrawal_refused": _("Your arrival of %(day)s stays and counts. Reason: %(reason)s"),
    "handover_overdue": _("The hand-over of %(post)s (last day %(day)s) is not closed in time. See to it."),
}
