"""`python -m ops.migrate --role registry_app`: tables and rights of this release, as the owner, beside people who work.

A change of a table waits for whoever holds it, and everybody after it waits in turn. So it waits some seconds only,
lets the others go first, and tries again; what was migrated already stays. Django is imported late (ops/tables.py).
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

from ops.trouble import Trouble, report_trouble

LOCK_TIMEOUT = "4s"  # below that of a page's statement, which would be given up with it (policies/acting.py)
PAUSE = 5.0  # seconds in which those who waited go first
MOST_TRIES = 24
LOCK_NOT_AVAILABLE = "55P03"


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(prog="python -m ops.migrate")
    options.add_argument("--role", required=True)
    role = options.parse_args(arguments).role
    import django
    from django.core.management import call_command

    django.setup()
    patiently(lambda: call_command("migrate", interactive=False, verbosity=1))
    patiently(lambda: call_command("grant_access", role=role))


def patiently(change: Callable[[], object], pause: float = PAUSE, tries: int = MOST_TRIES) -> None:
    """Do ``change`` with a short wait for locks; again when somebody held one. Trouble after the last try."""
    from django.db import OperationalError, connection

    for attempt in range(1, tries + 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            change()
            return
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
                raise
            print(f"A table is in use; trying again in {pause:g} s ({attempt} of {tries}).", flush=True)
            if attempt < tries:
                time.sleep(pause)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', '0', false)")
    raise Trouble(
        "Somebody holds a table all the time (pg_stat_activity names the session). End that session and run this again."
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    with report_trouble():
        main(sys.argv[1:])
