"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "household_came": _("A household has moved to %(village)s %(number)s on %(since)s."),
    "many_reveals": _(
        "%(at)s: %(person)s looks at more hidden numbers within an hour than the rule lets pass. The trail of the rows "
        "has each with its reason."
    ),
}
