from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from posts.links import Link


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = _("Referrals")
    organisation_links = (Link("edit_bodies", "referrals:body-list", _("Bodies outside the police")),)
    granted_functions = {"referrals_ask(text[], text, integer, integer, timestamptz)": ("public",)}
