"""Run inside Django as the database owner: tables, grants and demonstration data in one start of Django.

Ends with the exit code ``OTHER_TABLES``, and prints which migrations, when the tables were not made by this code.
Django is imported late, so that ops/preparation.py can import this module at no cost.
"""

import os
import sys
from io import StringIO
from pathlib import Path

from ops import clock
from ops.instance import write_private
from ops.migrate import patiently

OTHER_TABLES = 3


def main(login: str, logins_file: Path) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from ops import applied

    django.setup()
    if strange := strange_migrations():
        print(", ".join(strange))
        sys.exit(OTHER_TABLES)
    patiently(lambda: call_command("migrate", interactive=False, verbosity=0))
    applied.note_applied()
    patiently(lambda: call_command("grant_access", role=login))
    if settings.CLOCK_OFFSET:  # the demonstration county goes up to the day of the trial clock
        with connection.cursor() as cursor:
            clock.set_ahead(cursor, settings.CLOCK_OFFSET)
        connection.close()  # the next session has the new search path
    logins = StringIO()
    if os.environ.get("LOAD_DEMO") != "0":
        call_command("load_demo")
        call_command("demo_logins", stdout=logins)
    write_private(logins_file, logins.getvalue())


def strange_migrations() -> list[str]:
    """Migrations that the database has and this code has not, or has with another text, or without what they need.

    Then the tables are of another version of the code, which squashed its migrations or moved a model to another app.
    Libraries are left out: they squash theirs on their own, and Django knows how to go on.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.exceptions import InconsistentMigrationHistory
    from django.db.migrations.loader import MigrationLoader

    from ops import applied

    loader = MigrationLoader(connection)
    libraries = {app.label for app in apps.get_app_configs() if not applied.is_ours(Path(app.path))}
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    strange = sorted(key for key in loader.applied_migrations if key not in known and key[0] not in libraries)
    if strange := strange + applied.changed(loader):
        return [f"{app}.{name}" for app, name in strange]
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        return [str(error)]
    return []


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
