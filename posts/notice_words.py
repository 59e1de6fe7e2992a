"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "village_came": _("%(village)s belongs to your post from %(since)s on. Reason: %(reason)s"),
    "village_went": _("%(village)s belongs to %(post)s from %(since)s on. Reason: %(reason)s"),
    "village_stays": _("%(village)s does not go to %(post)s on %(since)s: the move was taken back."),
}
