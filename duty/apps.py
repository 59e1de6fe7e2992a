from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class DutyConfig(AppConfig):
    name = "duty"
    verbose_name = _("Duty days and leave")
    granted_views = {"counted_arrivals": "duty_dutyday"}
    organisation_links = (Link("grant_leave", "duty:leave-list", _("Leave")),)

    def village_of_today(self, user: Any) -> int | None:
        """For ledgers/places.py."""
        from duty import arrivals  # the models are not there yet when this module is read

        return arrivals.village_of_today(user)

    def village_of_last_arrival(self, user: Any) -> int | None:
        """For ledgers/places.py."""
        from duty import arrivals

        return arrivals.village_of_last_arrival(user)

    def proposal_after(self, row: Any, user: Any) -> dict[str, Any] | None:
        """For ledgers/views/details.py."""
        from duty import arrivals

        found = arrivals.proposed(row, user)
        return found and {"template": "duty/_arrival_proposal.html", **found}
