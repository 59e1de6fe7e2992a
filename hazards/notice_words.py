"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {"hazard_reopened": _("Hazard %(number)s is not put right: it is open again. Read why.")}
