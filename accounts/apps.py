from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards

# Failed tries: counted at the door, forgotten when a person signs in or out, lifted by the office.
FAILED_TRIES = (guards.Rule(("door", *guards.PEOPLE, "night"), guards.ALL),)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    guarded_tables = {
        "axes_accessattempt": FAILED_TRIES,
        "axes_accessattemptexpiration": FAILED_TRIES,
        "axes_accessfailurelog": FAILED_TRIES,
        "axes_accesslog": FAILED_TRIES,
    }
