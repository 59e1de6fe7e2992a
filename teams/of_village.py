"""What the teams cover in a village, on its page (teams/apps.py)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from posts.models import Village
from teams import coverage


def sections(village: Village, user: User) -> list[dict[str, Any]]:
    """Functions n of 6 with those that miss, members trained n of m, households in groups n of m; nothing of a village
    that the person does not serve today.
    """
    found = coverage.of_village(user, village, timezone.localdate()) if may(user, "read_ledgers") else None
    if found is None:
        return []
    missing = _("Missing: %(functions)s") % {"functions": "、".join(found.missing)} if found.missing else ""
    of_village = f"?village={village.pk}&running=on"
    members = f"{reverse('teams:member-list')}{of_village}" if may(user, "see_members") else ""
    lines = [
        _line(_("Functions"), found.covered, found.of, f"{reverse('teams:team-list')}{of_village}", missing)
        if found.teams
        else {
            "url": f"{reverse('teams:team-list')}{of_village}",
            "name": _("No team"),
            "why": missing,
            "mark": f"0 / {found.of}",
            "style": "bad",
        },
        _line(_("Members trained"), found.trained, found.members, members),
        _line(
            _("Households in groups"),
            found.grouped,
            found.households,
            f"{reverse('teams:group-list')}{of_village}",
        ),
    ]
    more = reverse("teams:covered")
    return [{"title": _("Teams"), "lines": lines, "more": more, "more_label": _("What is covered")}]


def _line(name: str, part: int, whole: int, url: str, why: str = "") -> dict[str, Any]:
    style = "good" if whole and part >= whole else "warn"
    return {"url": url, "name": name, "why": why, "mark": f"{part} / {whole}", "style": style}
