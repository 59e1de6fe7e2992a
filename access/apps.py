from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from access import scope


class AccessConfig(AppConfig):
    name = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        scope.reader()  # a SCOPE_READER that names nothing fails at the start
