from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("Imports")
    organisation_links = (
        Link("arrange_organisation", "imports:import-create", _("Villages from a sheet")),
        Link("arrange_organisation", "imports:division-list", _("Division codes")),
    )
    register_links = (Link("import_households", "imports:import-create", _("Bring in a sheet")),)
    account_links = (Link("manage_accounts", "imports:import-create", _("Accounts from a sheet")),)
