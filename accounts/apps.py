"""The room of accounts, and who may write the tables of django-axes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from policies import guards

# Counters of failed tries: at the level of sign-in alone, also when a person types a wrong old password or the account
# administrator lifts a pause (accounts/throttling.py). Nobody's own level sees who failed, or makes a lock.
FAILED_TRIES = (guards.Rule(("anonymous",), guards.READ_WRITE_DELETE),)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    guarded_tables = {
        "axes_accessattempt": FAILED_TRIES,
        "axes_accessattemptexpiration": FAILED_TRIES,
        "axes_accessfailurelog": guards.NO_ACCESS,
        "axes_accesslog": guards.NO_ACCESS,
    }
