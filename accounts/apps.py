"""The room of accounts, and who may write the tables of django-axes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards

# Failed tries: counted at sign-in, forgotten when a person signs in or out, lifted by the account administrator.
FAILED_TRIES = (guards.Rule(("anonymous", *guards.PERSON_LEVELS, "housekeeping"), guards.READ_WRITE_DELETE),)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    guarded_tables = {
        "axes_accessattempt": FAILED_TRIES,
        "axes_accessattemptexpiration": FAILED_TRIES,
        "axes_accessfailurelog": FAILED_TRIES,
        "axes_accesslog": FAILED_TRIES,
    }
