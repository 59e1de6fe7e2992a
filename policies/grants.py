"""Install in the database what the models declare: their triggers, and what each level may do to which rows.

The login role owns nothing and has no rights but those of anonymous; it takes on the group role of a level where a
transaction opens (policies/acting.py). Migrations run as the owner, and so does ``manage.py grant_access`` after them.

Besides the ``guard`` of a model, an AppConfig may declare ``guarded_tables`` (tables of libraries and of many-to-many
fields, which can not declare anything themselves: table -> Guard), ``granted_views`` (views that read with the rights
of the role that asks: view -> the table whose readers may read it) and ``granted_functions`` (functions that run as the
owner: signature -> the levels that may call them).
"""

from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models
from pgtrigger import registry
from psycopg2 import sql

from policies import guards
from policies.acting import ROLE_PREFIX
from policies.guards import Guard, Rule


class Unguarded(Exception):
    """A table declares neither who may read it nor that nobody may."""


def declared() -> dict[str, Guard]:
    """Table -> its guard; raises Unguarded for a table without one."""
    tables = {
        model._meta.db_table: guard_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # else it is no table of its own
    }
    found: dict[str, Guard] = _of_apps("guarded_tables")
    found |= {table: guard for table, guard in tables.items() if guard is not None}
    missing = sorted(tables.keys() - found.keys())
    if missing:
        raise Unguarded(", ".join(missing))
    return {table: guards.with_emergency_level(guard) for table, guard in found.items()}


def guard_of(model: type[models.Model]) -> Guard | None:
    """What the model declares, or derives from another model (``derived_guard``)."""
    derived: Any = getattr(model, "derived_guard", None)
    guard: Guard | None = derived() if derived else getattr(model, "guard", None)
    return guard


def _of_apps(name: str) -> dict[str, Any]:
    """The declarations ``name`` of all AppConfigs together."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        found |= getattr(config, name, {})
    return found


def grant(role: str) -> int:
    """Make triggers, level roles, rights and policies anew, and let ``role`` take the levels on; run as the owner.

    Returns the number of tables.
    """
    tables = declared()
    install_triggers()
    with connection.cursor() as cursor:
        for statement in (
            *_roles(role),
            *_revoke_all(role),
            *(one for table, guard in tables.items() for one in _guarded(table, guard)),
            *_views(_of_apps("granted_views"), tables),
            *_functions(_of_apps("granted_functions")),
        ):
            cursor.execute(statement)
    return len(tables)


def install_triggers() -> None:
    """Create or replace the triggers that differ from what the models declare, drop those that none declares.

    A trigger that is up to date is left alone: replacing it would lock its table.
    """
    for model, trigger in registry.registered():
        status, _enabled = trigger.get_installation_status(model)
        if status != "INSTALLED":
            trigger.install(model)
    pgtrigger.prune()


def _level(level: str) -> sql.Identifier:
    return sql.Identifier(ROLE_PREFIX + level)


def _roles(role: str) -> Iterator[sql.Composable]:
    """Each level is a group role. The login role inherits the rights of anonymous; the others it must take on."""
    for level in guards.LEVELS:
        yield sql.SQL(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {name}) "
            "THEN CREATE ROLE {level} NOLOGIN; END IF; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(name=sql.Literal(ROLE_PREFIX + level), level=_level(level))
        inherits = sql.SQL("TRUE" if level == "anonymous" else "FALSE")
        yield sql.SQL(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_auth_members WHERE roleid = {name}::regrole "
            "AND member = {member}::regrole AND set_option AND inherit_option = {inherits}) "
            "THEN GRANT {level} TO {role} WITH INHERIT {inherits}, SET TRUE; END IF; END $$"
        ).format(
            name=sql.Literal(ROLE_PREFIX + level),
            member=sql.Literal(role),
            level=_level(level),
            role=sql.Identifier(role),
            inherits=inherits,
        )
        # The owner's commands act as a level too, as when they count a month.
        yield sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE").format(_level(level))


def _revoke_all(role: str) -> Iterator[sql.Composable]:
    """Take away every right that an earlier version gave."""
    everyone = sql.SQL(", ").join([sql.Identifier(role), *map(_level, guards.LEVELS)])
    levels = sql.SQL(", ").join(map(_level, guards.LEVELS))
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everyone)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(everyone)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(levels)
    readers = sql.SQL(", ").join(map(_level, guards.READING_LEVELS))
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(readers)


def _views(granted: dict[str, str], tables: dict[str, Guard]) -> Iterator[sql.Composable]:
    """A view shows each reader the rows of its table that the reader may see: the table's policies hold in it."""
    for view, table in granted.items():
        levels = dict.fromkeys(
            level for rule in tables[table] if guards.SELECT in rule.rights for level in rule.levels
        )
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(
            sql.Identifier(view), sql.SQL(", ").join(map(_level, levels))
        )


def _functions(granted: dict[str, tuple[str, ...]]) -> Iterator[sql.Composable]:
    """What runs as the owner: called by triggers and by the named levels; nobody else makes a trigger of it.

    Here, too, what an earlier version gave is taken away.
    """
    everyone = sql.SQL(", ").join(map(_level, guards.LEVELS))
    yield sql.SQL(
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT oid::regprocedure AS name, prosecdef FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND proowner = CURRENT_USER::regrole LOOP "
        "EXECUTE format('REVOKE ALL ON FUNCTION %s FROM {everyone}', one.name); "
        "IF one.prosecdef THEN EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one.name); END IF; "
        "END LOOP; END $$"
    ).format(everyone=everyone)
    for name, levels in granted.items():
        yield sql.SQL("REVOKE ALL ON FUNCTION " + name + " FROM PUBLIC")
        yield sql.SQL("GRANT EXECUTE ON FUNCTION " + name + " TO {}").format(
            sql.SQL(", ").join(map(_level, levels))
        )


def _guarded(table: str, guard: Guard) -> Iterator[sql.Composable]:
    """Grants and policies of one table; row-level security only where a rule names rows."""
    name = sql.Identifier(table)
    yield sql.SQL(
        "DO $$ DECLARE old record; BEGIN FOR old IN SELECT policyname FROM pg_policies "
        "WHERE schemaname = 'public' AND tablename = {text} LOOP "
        "EXECUTE format('DROP POLICY %I ON {table}', old.policyname); END LOOP; END $$"
    ).format(text=sql.Literal(table), table=name)
    by_row = any(rule.where for rule in guard)
    switch = "ENABLE" if by_row else "DISABLE"
    yield sql.SQL("ALTER TABLE {} " + switch + " ROW LEVEL SECURITY").format(name)
    for number, rule in enumerate(guard):
        levels = sql.SQL(", ").join(map(_level, rule.levels))
        for right in rule.rights:
            columns = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, rule.columns)))
            narrowed = columns if rule.columns else sql.SQL("")
            yield sql.SQL("GRANT {} {} ON {} TO {}").format(sql.SQL(right), narrowed, name, levels)
            if by_row:
                yield _policy(f"{number} {right.lower()}", name, right, levels, rule)


def _policy(
    label: str, table: sql.Identifier, right: str, levels: sql.Composable, rule: Rule
) -> sql.Composable:
    where = rule.where or "true"
    written = f"({where}) AND ({rule.check})" if rule.check else where
    clauses = {
        guards.INSERT: f"WITH CHECK ({written})",
        guards.UPDATE: f"USING ({where}) WITH CHECK ({written})",
    }
    return sql.SQL("CREATE POLICY {} ON {} FOR {} TO {} {}").format(
        sql.Identifier(label), table, sql.SQL(right), levels, sql.SQL(clauses.get(right, f"USING ({where})"))
    )
