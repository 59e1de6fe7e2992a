from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class DutyConfig(AppConfig):
    name = "duty"
    verbose_name = _("Duty days and leave")
    organisation_links = (Link("grant_leave", "duty:leave-list", _("Leave")),)
