from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class PatrolsConfig(AppConfig):
    name = "patrols"
    verbose_name = _("Patrols")
    granted_views = {"counted_patrols": "patrols_patrol"}
    village_links = (
        Link("read_ledgers", "patrols:plan-list", _("Patrol plans")),
        Link("read_ledgers", "patrols:checkpoint-list", _("Checkpoints")),
    )

    def buttons_of(self, row: Any, user: Any) -> list[dict[str, Any]]:
        """For ledgers/views/details.py: from a patrol to the other posts that were on it."""
        from patrols import of_partners
        from patrols.models import Patrol

        return of_partners.buttons(row, user) if isinstance(row, Patrol) else []

    def beside_row(self, row: Any, user: Any) -> list[dict[str, Any]]:
        """For ledgers/views/details.py: a patrol's members, planned round and partners; a team's hours of duty."""
        from patrols import members, of_partners, of_rounds  # no models yet when this is read
        from patrols.models import Patrol
        from teams.models import Team

        if isinstance(row, Patrol):
            return [
                *members.of_patrol(row, user), *of_rounds.sections(row, user), *of_partners.sections(row, user),
            ]  # fmt: skip
        return members.of_team(row, user) if isinstance(row, Team) else []
