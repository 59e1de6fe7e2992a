from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def number_behind(self, user: Any, url_name: str, query: Any) -> Any:
        """For ledgers/then.py."""
        from reports import drills  # the models are not there yet when this module is read

        return drills.number_behind(user, url_name, query)

    def why_it_changed(self, code: str, first: date, last: date, place: str) -> str:
        """For ledgers/then.py."""
        asked = {"of": code, "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", "place": place}
        return (
            f"{reverse('reports:why')}?{urlencode({name: value for name, value in asked.items() if value})}"
        )

    def what_it_means(self, code: str) -> str:
        """For ledgers/then.py."""
        return f"{reverse('reports:meanings')}#{code}"
