from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "disputes"
    verbose_name = _("Disputes")
    granted_functions = {"disputes_protected_accepted(date)": ("county",)}
    granted_views = {"counted_disputes": "disputes_dispute", "counted_rounds": "disputes_checkround"}
