from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = _("Hazards")
    granted_views = {"counted_hazards": "hazards_hazard"}
    village_links = (Link("read_ledgers", "hazards:hazard-list", _("Hazards")),)

    def buttons_of(self, row: Any, user: Any) -> list[dict[str, Any]]:
        """For ledgers/views/details.py: from a patrol, or a team, to the form of what was found."""
        from hazards import of_patrol, of_team  # the models are not there yet when this module is read

        return [*of_patrol.buttons(row, user), *of_team.buttons(row, user)]

    def village_sections(self, village: Any, user: Any) -> list[dict[str, Any]]:
        """For posts/views/villages.py: the problem list of a village."""
        from hazards import of_village

        return of_village.sections(village, user)

    def beside_row(self, row: Any, user: Any) -> list[dict[str, Any]]:
        """For ledgers/views/details.py: what came of a patrol, what the members of a team reported."""
        from hazards import of_patrol, of_team

        return [*of_patrol.sections(row, user), *of_team.sections(row, user)]
