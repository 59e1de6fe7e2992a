"""What somebody may not even type: domestic violence, by whoever does not see protected disputes."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from disputes.models import Dispute


def withheld(typed: Mapping[str, Any], user: User) -> str:
    """Why what is typed into the form of a dispute is neither stored nor shown again; empty where it is.

    The form, its draft on the server, and the copy in the browser go by this.
    """
    if typed.get("violence") != Dispute.Violence.YES or scope.for_user(user).sees_protected:
        return ""
    return _(
        "Domestic violence: an officer of the post enters this. Tell them at once. Nothing that you typed was kept."
    )
