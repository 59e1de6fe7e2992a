"""The way from the page of a dispute to its papers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from disputes.models import Dispute
from documents.catalogue import FILE_TITLES
from ledgers.models import Row


def of(row: Row, user: Any) -> list[dict[str, Any]]:
    """The button of a dispute for those who print; nothing once its text was erased, of a protected one, and of one
    that is not mediated here."""
    if not isinstance(row, Dispute) or row.erased_on or row.is_protected or not may(user, "print_papers"):
        return []
    if row.procedure not in FILE_TITLES:
        return []
    return [
        {"url": reverse("documents:dispute-papers", args=[row.pk]), "label": _("Papers"), "style": "quiet"}
    ]
