"""The ways from the page of a dispute to its protection."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from disputes.models import Dispute


def of(row: Dispute, user: Any) -> list[dict[str, Any]]:
    """For an officer: it is about violence; for the chief also: it was none."""
    if row.erased_on:
        return []
    if not row.is_protected and may(user, "protect_dispute"):
        return [_button("disputes:dispute-protect", row, _("It is about domestic violence"))]
    if row.is_protected and may(user, "lift_protection"):
        return [_button("disputes:dispute-lift", row, _("It is no domestic violence"))]
    return []


def _button(name: str, row: Dispute, label: str) -> dict[str, Any]:
    return {"url": reverse(name, args=[row.pk]), "label": label, "style": "quiet"}
