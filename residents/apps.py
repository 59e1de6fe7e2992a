from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.links import Link


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = _("Residents")
    post_links = (Link("see_organisation", "data_requests:notice", _("Privacy notice")),)
    village_links = (
        Link("read_residents", "residents:household-list", _("Households still entered there")),
        Link("read_ledgers", "residents:premises-list", _("Premises")),
    )
    granted_functions = {
        "residents_relocate(bigint, bigint)": ("post", "station"),
        "residents_met_first(date, date, date[], bigint[])": ("emergency", *guards.PLACE_LEVELS),
        "residents_only_declined(date, date)": ("emergency", *guards.PLACE_LEVELS),
        "residents_looks(text, bigint[], text[])": ("post", "station"),
        "residents_carry_village(bigint, bigint[], text[], text[], text[])": ("county", "housekeeping"),
    }
    granted_views = {
        "counted_visits": "residents_visit",
        "counted_services": "residents_service",
        "counted_requests": "residents_request",
    }
