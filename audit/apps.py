"""The room of the trail, and who may call its functions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Trail")
    guarded_tables = {"pghistory_context": guards.NO_ACCESS}
    granted_functions = {
        "audit_dispose(bigint, bigint)": ("housekeeping",),
        "audit_seen(text, text, bigint[])": ("station", "auditor"),
    }
