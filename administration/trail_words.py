"""What the trail calls what is done in this room (pages/trail_words.py)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rules.declared import BY_CODE

VERBS = {
    "set_rule": _("set a rule"),
    "set_post_norm": _("set the norm of a post"),
    "set_holidays": _("entered the holidays of a year"),
    "propose_roles": _("proposed roles with a sheet of accounts"),
    "decide_roles": _("decided on proposed roles"),
    "withdraw_roles": _("withdrew proposed roles"),
}

DETAILS = {
    "assigned": _("roles"),
    "left_out": _("left out"),
    "rule": _("rule"),
    "value": _("value"),
    "was": _("value before"),
    "replaced": _("taken back"),
    "holiday_year": _("year"),
    "notice_number": _("number of the notice"),
}


def _rule(entry: Any, code: str) -> str:
    """What a rule is called, also one that is declared no more."""
    return str(BY_CODE[code][-1].name) if code in BY_CODE else str(_("a former rule"))


WRITERS = {"rule": _rule}
