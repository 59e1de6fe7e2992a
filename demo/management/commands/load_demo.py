"""manage.py load_demo [--today YYYY-MM-DD]: the invented county, into an empty database."""

import os
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.loading import is_empty, load


class Command(BaseCommand):
    help = "Load the demo county into an empty database. The password of all its accounts: DEMO_PASSWORD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day on which the demo stands (today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["today"] or timezone.localdate()
        if today > timezone.localdate():
            raise CommandError(_("The day lies in the future."))
        if not settings.DEMO:
            self.stdout.write(_("These settings are for real use; nothing was loaded."))
            return
        if not is_empty():
            self.stdout.write(_("There is a county in the database already; nothing was loaded."))
            return
        started = time.monotonic()
        plan = load(today, _password())
        rows = sum(map(len, plan.rows.values()))
        done = _("%(rows)s rows loaded in %(seconds)s seconds.")
        self.stdout.write(done % {"rows": rows, "seconds": round(time.monotonic() - started)})


def _password() -> str:
    password = os.environ.get("DEMO_PASSWORD", "")
    if not password:
        raise CommandError(_("Set DEMO_PASSWORD: the password that all demo accounts will have."))
    return password
