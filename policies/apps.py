from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Row-level security")
    guarded_tables = {
        "auth_group": guards.NO_ACCESS,
        "auth_group_permissions": guards.NO_ACCESS,
        "auth_permission": guards.NO_ACCESS,
        "django_content_type": guards.open_to_all(),
        "django_migrations": guards.open_to_all(),
    }

    def ready(self) -> None:
        from policies import deployment, server_log  # noqa: F401  # they register checks
