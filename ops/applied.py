"""Which text of each migration made the tables of a database: noted beside Django's own table of migrations.

Until 1.0 migrations are squashed under their old names, so that a name alone does not tell which tables it made.
Called by ops/tables.py inside Django, as the owner of the database.
"""

import ast
import hashlib
import inspect
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

from ops.environment import ROOT

TABLE = "django_migrations"
DIGITS = 16

Key = tuple[str, str]  # app and name, as Django has it


def changed(loader: MigrationLoader) -> list[Key]:
    """Applied migrations whose text is not the one by which they were applied.

    One that was applied without a note (`manage.py migrate`) is taken for unchanged.
    """
    noted = notes()
    now = digests(loader, noted.keys() & {name_of(key) for key in loader.applied_migrations})
    return sorted(key for key, digest in now.items() if noted[name_of(key)] != digest)


def note_applied() -> None:
    """To be called after `migrate`: the text of each migration of this code, as it stands now."""
    loader = MigrationLoader(connection)
    applied = {name_of(key) for key in loader.applied_migrations}
    found = {name_of(key): digest for key, digest in digests(loader, applied).items()}
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {TABLE} IS %s", [json.dumps(found)])


def notes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s))", [TABLE])
        [(text,)] = cursor.fetchall()
    return dict(json.loads(text)) if text else {}


def digests(loader: MigrationLoader, names: Iterable[str]) -> dict[Key, str]:
    ours = {app.label for app in apps.get_app_configs() if is_ours(Path(app.path))}
    wanted = set(names)
    return {
        key: digest(migration)
        for key, migration in loader.disk_migrations.items()
        if key[0] in ours and name_of(key) in wanted
    }


def digest(migration: migrations.Migration) -> str:
    """Of the code without comments and layout, and of the SQL that it reads from files."""
    source = Path(inspect.getfile(type(migration))).read_text(encoding="utf-8")
    code = ast.parse(source)
    code.body = [line for line in code.body if not isinstance(line, ast.Expr)]  # the docstring
    total = hashlib.sha256(ast.dump(code).encode())
    for sql in sql_of(migration.operations):
        total.update(f"\0{sql}".encode())
    return total.hexdigest()[:DIGITS]


def sql_of(operations: Iterable[Any]) -> Iterator[Any]:
    for operation in operations:
        if isinstance(operation, migrations.RunSQL):
            yield operation.sql
        elif isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from sql_of(operation.database_operations)


def name_of(key: Key) -> str:
    return ".".join(key)


def is_ours(folder: Path) -> bool:
    return folder.is_relative_to(ROOT) and not folder.is_relative_to(ROOT / ".venv")
