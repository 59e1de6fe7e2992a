from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")
    granted_functions = {
        "indicators_open_work(bigint, bigint, bigint, bigint)": ("county", "role_admin"),
    }
