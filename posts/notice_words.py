"""The sentences of this room's notices (notices/words.py)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "village_came": _("%(village)s belongs to your post from %(since)s on. Reason: %(reason)s"),
    "village_went": _("%(village)s belongs to %(post)s from %(since)s on. Reason: %(reason)s"),
    "village_stays": _("%(village)s does not go to %(post)s on %(since)s: the move was taken back."),
    "password_reset": _("%(at)s: %(who)s reset the password of %(person)s. Did the person ask for it?"),
    "factor_reset": _("%(at)s: %(who)s reset the second factor of %(person)s. Did the person ask for it?"),
    "pause_lifted": _("%(at)s: %(who)s lifted the pause of %(person)s after failed tries."),
    "account_switched": _("%(at)s: %(who)s closed or reopened the account of %(person)s."),
    "role_changed": _("%(at)s: %(who)s changed where %(person)s serves: %(place)s."),
    "stand_in_changed": _("%(at)s: %(who)s changed who stands in for the chief: %(person)s, %(place)s."),
}
