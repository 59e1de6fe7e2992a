"""Run inside Django as the database owner: tables, grants and demonstration data in one start of Django."""

import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from ops import clock
from ops.instance import write_private


def main(login: str, logins_file: Path) -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("grant_access", role=login)
    if settings.CLOCK_OFFSET:  # the demonstration county goes up to the day of the trial clock
        with connection.cursor() as cursor:
            clock.set_ahead(cursor, settings.CLOCK_OFFSET)
        connection.close()  # the next session has the new search path
    logins = StringIO()
    if os.environ.get("LOAD_DEMO") != "0":
        call_command("load_demo")
        call_command("demo_logins", stdout=logins)
    write_private(logins_file, logins.getvalue())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
