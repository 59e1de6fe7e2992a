from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = _("Teams")
    granted_functions = {"teams_numbers(date, numeric)": ("post", "station", "county")}

    def village_sections(self, village: Any, user: Any) -> list[dict[str, Any]]:
        """For posts/views/villages.py: what the teams cover there."""
        from teams import of_village

        return of_village.sections(village, user)

    def trainees(self, user: Any) -> list[Any]:
        """For training/coming.py."""
        from teams import trainees  # the models are not there yet when this module is read

        return trainees.of(user)

    def trainee_names(self, user: Any, keys: list[int]) -> dict[int, tuple[str, str]]:
        """For training/coming.py."""
        from teams import trainees

        return trainees.named(user, keys)
