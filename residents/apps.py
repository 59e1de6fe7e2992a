from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = _("Residents")
    granted_views = {
        "counted_visits": "residents_visit",
        "counted_services": "residents_service",
        "counted_requests": "residents_request",
    }
