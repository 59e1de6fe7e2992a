from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards


class LedgersConfig(AppConfig):
    name = "ledgers"
    verbose_name = _("Ledgers")
    granted_functions = {
        "ledgers_note_late(bigint[], date[], bigint[], text, text, text)": (
            *guards.PLACE_LEVELS,
            "role_admin",
        ),
        "ledgers_withhold_late(text, text)": ("post", "station"),
        "ledgers_forget_drafts(text, bigint)": ("post", "station"),
    }
