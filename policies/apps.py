from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Row-level security")
    guarded_tables = {
        "auth_group": guards.NOBODY,
        "auth_group_permissions": guards.NOBODY,
        "auth_permission": guards.NOBODY,
        "django_content_type": guards.open_to_all(),
        "django_migrations": guards.open_to_all(),
    }
