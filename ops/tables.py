"""Run inside Django as the database owner: tables, grants and demonstration data in one start of Django."""

import os
import sys

import django
from django.core.management import call_command


def main(login: str) -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("grant_access", role=login)
    if os.environ.get("LOAD_DEMO", "1") != "0":
        call_command("load_demo")


if __name__ == "__main__":
    main(sys.argv[1])
