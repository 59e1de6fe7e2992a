"""The country of the benchmarks is written by SQL, which a new column of a model does not know."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

SQL = Path(__file__).parents[2] / "benchmarks/sql"
INSERT = re.compile(r"INSERT INTO ([a-z]+_[a-z_]+)\s*\(([^)]+)\)")
NEEDED = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s
  AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'
"""


def inserts() -> Iterator[tuple[str, set[str]]]:
    """Table and columns of each statement that writes into a table of the registry."""
    for file in sorted(SQL.glob("*.sql")):
        for table, columns in INSERT.findall(file.read_text(encoding="utf-8")):
            yield table, {name.strip(' "\n') for name in columns.split(",")}


def test_every_column_that_must_be_filled_is_filled(db):
    found = {}
    with connection.cursor() as cursor:
        for table, columns in inserts():
            cursor.execute(NEEDED, [table])
            needed = {name for (name,) in cursor.fetchall()}
            assert needed, f"no table {table}"
            found[table] = needed - columns
    assert len(found) >= 20
    assert {table: names for table, names in found.items() if names} == {}
