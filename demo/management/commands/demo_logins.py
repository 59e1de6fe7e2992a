"""manage.py demo_logins: accounts to try, one of every role."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from demo.logins import shown_logins, table_of


class Command(BaseCommand):
    help = "Show accounts of the demo county, and their password if DEMO_PASSWORD is set."

    def handle(self, *args: Any, **options: Any) -> None:
        logins = shown_logins()
        if not logins:
            self.stdout.write(_("The demo county is not loaded."))
            return
        self.stdout.write(table_of(logins))
        if password := os.environ.get("DEMO_PASSWORD"):
            self.stdout.write(_("Password of all accounts: %(password)s") % {"password": password})
