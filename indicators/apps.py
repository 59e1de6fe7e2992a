from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies.guards import ASSIGNED_LEVELS


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")
    granted_functions = {
        "indicators_open_work(bigint, bigint, bigint, bigint)": ("county", "role_admin"),
        # who has left signs as well, at whatever level
        "indicators_handover_work(bigint)": ASSIGNED_LEVELS,
    }
