"""What the trail calls what is done in this room (pages/trail_words.py)."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices import words

VERBS = {
    "send_notice": _("posted a notice"),
    "finish_notice": _("saw to a notice"),
    "take_notice_away": _("took a notice away that was none any more"),
}

DETAILS = {
    "notice": _("notice"),
    "matter": _("matter"),
}

UNTOLD = {"matter"}  # the key by which a notice is sent once


def _notice(entry: Any, code: str) -> str:
    """The sentence of a notice without what it was about."""
    found = words.collected().get(code)
    return re.sub(r"%\(\w+\)s", "…", str(found)) if found else str(_("a former notice"))


WRITERS = {"notice": _notice}
