"""What the rows say today is sealed, too: each change of a tracked row leaves the SHA-256 of what it says afterwards.

A trigger writes it (``StoreState``, installed by ``tracked`` of audit/history.py), in the transaction of the change;
the worker seals it with the trail. ``findings`` holds the rows against their newest states, the states against one
another and the history: each change holds the row as it was, which is what the state before it is the hash of.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction
from psycopg2 import sql

from audit.blocks import Finding
from audit.models import HistoryRemoval, RowState
from audit.triggers import InOneFormat, compiled

SHOWN = 100  # broken rows of a table that are named, and of each kind; whoever has more has a new table


def _quoted(columns: Sequence[str], row: str) -> str:
    return ", ".join(f'{row}."{column}"' for column in columns)


def hash_of(columns: Sequence[str], row: str) -> str:
    """SQL: SHA-256 of the named values of a row as JSON, in the order of their names; empty ones are left out, so that
    a column that a table gets later changes no hash."""
    if not columns:
        return "NULL"
    values = _quoted(columns, row)
    as_json = ("(SELECT json_strip_nulls(row_to_json(x))::text FROM (SELECT ", values, ") AS x)")
    return "".join(("sha256(convert_to(", *as_json, ", 'UTF8'))"))


def _differ(columns: Sequence[str]) -> str:
    if not columns:
        return "false"
    return f"(ROW({_quoted(columns, 'OLD')}) IS DISTINCT FROM ROW({_quoted(columns, 'NEW')}))"


class StoreState(pgtrigger.Trigger):
    """Writes the state of the row after it was made, changed or deleted; nobody else writes one."""

    when = pgtrigger.After

    def __init__(self, model: Any, plain: Sequence[str], sealed: Sequence[str], *, is_update: bool) -> None:
        table, key = model._meta.db_table, model._meta.pk.column
        after = f"{hash_of(plain, 'NEW')}, {hash_of(sealed, 'NEW')}"
        insert = "INSERT INTO audit_rowstate (of_table, row_id, kind, hash, sealed) VALUES"
        if is_update:
            kind = f"CASE WHEN {_differ(plain)} THEN 'u' ELSE 's' END"
            func = f"{insert} ('{table}', NEW.\"{key}\", {kind}, {after}); RETURN NULL;"
            super().__init__(
                name="store_state_after_change", operation=pgtrigger.Update, func=func,
                condition=pgtrigger.Condition(f"({_differ([*plain, *sealed])})"),
            )  # fmt: skip
        else:
            func = (
                f"IF TG_OP = 'DELETE' THEN {insert} ('{table}', OLD.\"{key}\", 'd', NULL, NULL); "
                f"ELSE {insert} ('{table}', NEW.\"{key}\", 'i', {after}); END IF; RETURN NULL;"
            )
            super().__init__(name="store_state", operation=pgtrigger.Insert | pgtrigger.Delete, func=func)

    def compile(self, model: Any) -> Any:
        return compiled(self, model, InOneFormat)


def covered(model: Any) -> tuple[list[str], list[str]]:
    """The columns of the history, and the encrypted ones, in the order of their names."""
    history = model.pgh_event_model
    names = {one.name for one in history._meta.concrete_fields if not one.name.startswith("pgh_")}
    plain = sorted(str(one.column) for one in model._meta.concrete_fields if one.name in names)
    sealed = sorted(
        str(one.column) for one in model._meta.concrete_fields if isinstance(one, models.BinaryField)
    )
    return plain, sealed


def watch(model: Any) -> None:
    """Register the triggers of a tracked model."""
    plain, sealed = covered(model)
    for is_update in (False, True):
        pgtrigger.register(StoreState(model, plain, sealed, is_update=is_update))(model)


def tracked_models() -> list[Any]:
    """Every model whose rows have states."""
    return [model for model in apps.get_models() if getattr(model, "pgh_event_model", None) is not None]


def findings(chosen: Sequence[Any] | None = None) -> Iterator[Finding]:
    """Everything in the rows and their history that does not fit; block 0, for it is found beside the blocks.

    ``chosen``: of these models alone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'"
        )
        cursor.execute("SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 1")
        known = {model._meta.db_table for model in tracked_models()}
        for model in tracked_models() if chosen is None else chosen:
            for statement in _questions(model):
                cursor.execute(statement)
                for kind, row_id, number in cursor.fetchall():
                    at = f" (change {number})" if number else ""
                    yield Finding(0, kind, f"{model._meta.db_table} {row_id}{at}")
        cursor.execute(
            "SELECT DISTINCT of_table FROM audit_rowstate WHERE NOT of_table = ANY (%s)", [list(known)]
        )
        for (table,) in cursor.fetchall():
            yield Finding(0, "row deleted", f"{table}: a table that is there no more")


def _questions(model: Any) -> Iterator[sql.Composed]:
    """What finds what is broken: kind of finding, number of the row, and of the change where it is one."""
    plain, sealed = covered(model)
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "name": sql.Literal(model._meta.db_table),
        "key": sql.Identifier(model._meta.pk.column),
        "hash": sql.SQL(hash_of(plain, "r")),
        "sealed": sql.SQL(hash_of(sealed, "r")),
        "change": sql.Identifier(model.pgh_event_model._meta.db_table),
        "change_name": sql.Literal(model.pgh_event_model._meta.db_table),
        "before": sql.SQL(hash_of(plain, "c")),
        "most": sql.Literal(SHOWN),
        "removals": sql.Identifier(HistoryRemoval._meta.db_table),
        "states": sql.Identifier(RowState._meta.db_table),
        "states_name": sql.Literal(RowState._meta.db_table),
    }
    parts = {"newest": sql.SQL(NEWEST).format(**names), "story": sql.SQL(STORY).format(**names)}
    for text in QUESTIONS:
        yield sql.SQL(text).format(**names, **parts)


NEWEST = """
    WITH newest AS (
        SELECT DISTINCT ON (row_id) row_id, hash, sealed FROM {states} WHERE of_table = {name} ORDER BY row_id, id DESC
    )"""
# The states of a row in order, each with what it was before; the changes of each transaction in order. Left out are
# transactions of changes that had to go by law, or were cleaned, and what lies before the first state that is there:
# states go with their blocks when these are disposed of, and with the words of rows that are erased.
STORY = """
    WITH gone AS (
        SELECT DISTINCT (one ->> 0)::bigint AS tx
        FROM {removals} h, jsonb_array_elements(h.changes) AS one
        WHERE h.of_table IN ({change_name}, {states_name})
    ), story AS (
        SELECT row_id, id, tx, kind, hash, lag(hash) OVER whole AS before, lag(kind) OVER whole AS kind_before
        FROM {states} WHERE of_table = {name} WINDOW whole AS (PARTITION BY row_id ORDER BY id)
    ), said AS (
        SELECT row_id, tx, before, kind_before, row_number() OVER (PARTITION BY row_id, tx ORDER BY id) AS place
        FROM story WHERE kind IN ('u', 'd')
    ), changed AS (
        SELECT c.pgh_obj_id AS row_id, c.tx, c.pgh_id, {before} AS before,
               row_number() OVER (PARTITION BY c.pgh_obj_id, c.tx ORDER BY c.pgh_id) AS place
        FROM {change} c
    )"""
QUESTIONS = (  # kind of finding, row, change
    """{newest}
    SELECT CASE WHEN r.{key} IS NULL THEN 'row deleted' WHEN n.row_id IS NULL THEN 'row inserted'
                ELSE 'row changed' END, coalesce(r.{key}, n.row_id), 0
    FROM newest n FULL JOIN {table} r ON r.{key} = n.row_id
    WHERE (r.{key} IS NULL AND n.hash IS NOT NULL) OR (r.{key} IS NOT NULL AND (
        n.row_id IS NULL OR n.hash IS DISTINCT FROM {hash} OR n.sealed IS DISTINCT FROM {sealed})) LIMIT {most}""",
    """{story}
    SELECT 'history changed', coalesce(s.row_id, c.row_id), coalesce(c.pgh_id, 0) FROM said s
    FULL JOIN changed c ON c.row_id = s.row_id AND c.tx = s.tx AND c.place = s.place
    WHERE (s.row_id IS NULL OR c.row_id IS NULL OR (s.kind_before IS NOT NULL AND s.before IS DISTINCT FROM c.before))
      AND NOT EXISTS (SELECT FROM gone g WHERE g.tx = coalesce(s.tx, c.tx)) LIMIT {most}""",
    """{story}
    SELECT 'state changed', row_id, 0 FROM story
    WHERE (kind IN ('s', 'k') AND kind_before IS NOT NULL AND hash IS DISTINCT FROM before)
       OR (kind = 'i' AND kind_before <> 'd') OR (kind <> 'i' AND kind_before = 'd') LIMIT {most}""",
)
