"""Run inside Django as the database owner: tables, grants and demonstration data in one start of Django."""

import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

from ops.instance import write_private


def main(login: str, logins_file: Path) -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("grant_access", role=login)
    logins = StringIO()
    if os.environ.get("LOAD_DEMO") != "0":
        call_command("load_demo")
        call_command("demo_logins", stdout=logins)
    write_private(logins_file, logins.getvalue())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
