"""The page of what the boards point out by place and time (indicators/watch.py)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from access.pages import Page
from indicators import watch
from pages.views.base import ShowPage


class WatchList(Page, ShowPage):
    """Villages with unusually many preventable cases, and those where hazards of one kind gather."""

    verb = "see_board"
    template = "indicators/watch.html"

    def title(self) -> Any:
        return _("Places to look at")

    def context(self) -> dict[str, Any]:
        user, on = self.request.user, timezone.localdate()
        county = scope.for_user(user).county
        deviations = rules.whole("watch.deviations", on=on, county=county)
        villages = watch.unusual(user).select_related("village__town").order_by("-month", "village__code")
        hazards = (
            watch.gathering(user).select_related("village__town").order_by("-n", "village__code", "kind")
        )
        board, listed = reverse("indicators:incident-board"), reverse("hazards:hazard-list")
        return super().context() | {
            "unusual": [
                {
                    "row": one,
                    "url": f"{board}?month={one.month:%Y-%m}&village={one.village_id}",
                    "limit": (one.preventable_mean or 0) + deviations * (one.preventable_deviation or 0),
                }
                for one in villages
            ],
            "gathering": [
                {"row": one, "url": f"{listed}?village={one.village_id}&kind={one.kind}&open=on"}
                for one in hazards
            ],
            "months": watch.months(),
            "deviations": deviations,
            "before": rules.whole("watch.months", on=on),
            "before_least": rules.whole("watch.months_least", on=on),
            "cases_least": rules.whole("watch.cases_least", on=on, county=county),
            "alike_least": watch.alike_least(user),
        }
