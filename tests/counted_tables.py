"""Which tables and columns the figures read, worked out from the SQL that counts (indicators/sql/fill_month.sql)."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
FILL = ROOT / "indicators" / "sql" / "fill_month.sql"
RELATION = re.compile(r"\b(?:FROM|JOIN)\s+([a-z]+_[a-z_]+)\b")
VIEW = re.compile(r"CREATE VIEW (counted_[a-z]+) .*? FROM ([a-z_]+) WHERE (.*?);", re.DOTALL)
WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "([a-z_]+)"')
SET = re.compile(r'(?:SET|,) "([a-z_]+)" = ')


def _plain(sql: str) -> str:
    return re.sub(r"--.*", "", sql)


@cache
def views() -> dict[str, tuple[str, set[str]]]:
    """View of a book -> its table and the words of its condition."""
    found = {}
    for path in ROOT.glob("*/sql/counted_*.sql"):
        for view, table, condition in VIEW.findall(_plain(path.read_text(encoding="utf-8"))):
            found[view] = table, set(re.findall(r"\w+", condition))
    return found


@cache
def read_by_figures() -> dict[str, set[str]]:
    """Table -> the columns that some part of the count names. Too many rather than too few: a part names its words."""
    known = {model._meta.db_table: model for model in apps.get_models()}
    source = _plain(FILL.read_text(encoding="utf-8")).split("counted AS (")[0]
    found: dict[str, set[str]] = {}
    for part in re.split(r"\n\),\n", source):
        words = set(re.findall(r"\w+", part))
        for relation in RELATION.findall(part):
            table, condition = views().get(relation, (relation, set()))
            if table in known:
                columns = {field.column for field in known[table]._meta.concrete_fields}
                found.setdefault(table, set()).update(columns & (words | condition))
    return found


def written_for_figures(sql: str) -> str:
    """The table, when the statement writes rows or columns of it that a figure reads; else nothing."""
    write = WRITE.match(sql)
    if write is None:
        return ""
    verb, table = write.groups()
    counted = read_by_figures().get(table, set())
    if verb == "UPDATE":
        changed = set(SET.findall(sql.split(" WHERE ", 1)[0]))
        return table if changed & counted else ""
    return table if counted else ""
