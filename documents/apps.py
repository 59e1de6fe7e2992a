"""The room's configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Papers")
    post_links = (
        Link("print_papers", "documents:post-sheet", _("Sheet of the post")),
        Link("print_papers", "documents:blank-choose", _("Blank sheets")),
        Link("print_papers", "documents:card", _("Card of an officer")),
        Link("print_papers", "documents:work-book", _("Work book of the month")),
    )

    def buttons_of(self, row: Any, user: Any) -> list[dict[str, Any]]:
        """For ledgers/views/details.py."""
        from documents import buttons  # the models are not there yet when this module is read

        return buttons.of(row, user)

    def village_sections(self, village: Any, user: Any) -> list[dict[str, Any]]:
        """For posts/views/villages.py."""
        from documents import buttons

        return buttons.of_village(village, user)
