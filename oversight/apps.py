from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class OversightConfig(AppConfig):
    name = "oversight"
    verbose_name = _("Oversight")
    organisation_links = (Link("grant_stand_in", "oversight:stand-in-list", _("Acting chief")),)
