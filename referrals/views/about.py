"""What the page of a row behind referrals shows of them, and its buttons."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from referrals import slips, subjects
from referrals.models import Referral


def about_row(kind: str, key: int, user: User) -> dict[str, Any]:
    """Template context for the page of a row behind referrals: those about it, and its slip."""
    rows = Referral.objects.visible_to(user).filter(subject_kind=kind, subject_key=key)
    return {
        "referrals": rows.select_related("body", "to_post", "to_station")
        if may(user, "see_referrals")
        else (),
        "slip": slips.of_row(kind, key) if may(user, "pass_on") else None,
    }


def buttons_of_row(kind: str, key: int, user: User) -> list[dict[str, Any]]:
    """The buttons 转办 and, where whoever asked gets one, 打印回执单 of a row that waits."""
    subject = subjects.subjects()[kind]
    if not may(user, subject.verb):
        return []
    query = f"?kind={kind}&key={key}"
    found = [{"url": reverse("referrals:referral-create") + query, "label": _("Pass on"), "style": "quiet"}]
    if subject.has_slip:
        slip = reverse("referrals:slip-create") + query
        found.append({"url": slip, "label": _("Print the slip"), "style": "quiet"})
    return found
