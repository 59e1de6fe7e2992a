from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Trail")

    def ready(self) -> None:
        from audit import erased, keyring

        keyring.try_out()
        erased.watch()
