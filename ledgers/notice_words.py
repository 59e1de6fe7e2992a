"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "month_not_submitted": _(
        "The county (%(who)s) asks for %(month)s: not submitted, it was due on %(due)s."
    ),
    "month_not_approved": _("The county (%(who)s) asks for %(month)s: not approved, it was due on %(due)s."),
}
