from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class PatrolsConfig(AppConfig):
    name = "patrols"
    verbose_name = _("Patrols")
    granted_views = {"counted_patrols": "patrols_patrol", "counted_rounds": "patrols_plannedround"}
    village_links = (
        Link("read_ledgers", "patrols:plan-list", _("Patrol plans")),
        Link("read_ledgers", "patrols:checkpoint-list", _("Checkpoints")),
    )
