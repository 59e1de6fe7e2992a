"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "village_merged": _(
        "%(village)s is merged into %(into)s from %(since)s on: its households and what is open about them go along."
    ),
    "village_split": _("A part of %(village)s is a village of its own from %(since)s on: %(into)s."),
    "village_ended": _(
        "%(village)s is abolished from %(since)s on: nothing is recorded there from that day on."
    ),
}
