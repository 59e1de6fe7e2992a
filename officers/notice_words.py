"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "digest": _("The weekly digest of the week from %(week)s on is ready."),
}
