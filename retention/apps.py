"""The room of periods and disposal; it registers the triggers that hold erased rows empty."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "retention"
    verbose_name = _("Periods and disposal")
    granted_functions = {
        "retention_forget(text, bigint[])": ("eraser",),
        "retention_take_out(text, bigint, text)": ("eraser",),
    }

    def ready(self) -> None:
        from retention import erased

        erased.watch()
