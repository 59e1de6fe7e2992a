from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def number_behind(self, user: Any, url_name: str, query: Any) -> Any:
        """For ledgers/then.py."""
        from reports import drills  # the models are not there yet when this module is read

        return drills.number_behind(user, url_name, query)
