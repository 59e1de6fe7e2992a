from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Village meetings")
    granted_views = {"counted_meetings": "meetings_meeting"}

    def village_sections(self, village: Any, user: Any) -> list[dict[str, Any]]:
        """For posts/views/villages.py: the focus that the last meeting agreed on."""
        from meetings import focus  # the models are not there yet when this module is read

        return focus.sections(village, user)
