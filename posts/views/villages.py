"""The page of one village: what it is called from which day to which, its posts, and what became of it."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.rights import may
from pages.views.base import ShowPage
from posts.models import Village, VillageCode, VillageProfile


class VillageDetail(Page, ShowPage):
    """A village of the person's county, with the codes, names and towns that it had and will have."""

    verb = "see_organisation"
    template = "posts/village_detail.html"
    kwargs: dict[str, int]

    def get_row(self) -> Village:
        where = scope.for_user(self.request.user)
        county = where.county_id or where.above[1] or 0
        villages = Village.objects.filter(town__county=county).select_related("town")
        return get_object_or_404(villages, pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        village = self.row
        succession = {"village", "successor", "village__town", "successor__town"}
        return super().context() | {
            "title": village,
            "codes": with_town_names(list(village.codes.select_related("town").order_by("since"))),
            "names": village.names.order_by("since"),
            "memberships": with_last_days(village),
            "successions": village.successions.select_related(*succession),
            "origins": village.origins.select_related(*succession),
            "profile": VillageProfile.objects.on(timezone.localdate()).filter(village=village).first(),
            "back_url": reverse("posts:organisation"),
            "list_title": _("Organisation"),
            "beside": sections_of(village, self.request.user),
            "may_arrange": may(self.request.user, "arrange_organisation"),
        }


def sections_of(village: Village, user: Any) -> list[dict[str, Any]]:
    """What higher rooms show of the village (``village_sections`` of their AppConfigs): title and lines of each."""
    known = (getattr(config, "village_sections", None) for config in apps.get_app_configs())
    return [section for ask in known if ask for section in ask(village, user)]


def with_last_days(village: Village) -> list[dict[str, Any]]:
    """Each post of the village with the last day there; that of an abolished village ends with it."""
    end = village.closed_on - timedelta(days=1) if village.closed_on else None
    return [
        {"row": one, "last_day": min(filter(None, (one.ends_on, end)), default=None)}
        for one in village.memberships.select_related("post__station").order_by("starts_on")
    ]


def with_town_names(codes: list[VillageCode]) -> list[dict[str, Any]]:
    """Each code with its days and the names that the town had in them, in the order of the days."""
    found = []
    for code in sorted(codes, key=lambda one: str(one.since or "")):
        of_town = list(code.town.codes.order_by("since"))
        of_town.sort(key=lambda one: str(one.since or ""))
        names = [one for one in of_town if overlap(code, one)]
        found.append(
            {
                "row": code,
                "town": " → ".join(dict.fromkeys(one.name for one in names)) or code.town.name,
                "last_day": code.last_day,
            }
        )
    return found


def overlap(one: Any, other: Any) -> bool:
    """Do two spans of days since .. until (the last one outside) meet?"""
    begins_before = one.until is None or other.since is None or other.since < one.until
    ends_after = other.until is None or one.since is None or one.since < other.until
    return begins_before and ends_after
