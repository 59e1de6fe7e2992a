from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from pages.addresses import MonthConverter


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Addresses of several rooms have a month in their path."""
        register_converter(MonthConverter, "month")
