"""What the login role may do to each table: the guards of the models, told to the database.

The login role owns nothing and has no rights but those of the door; it takes on the group role of a level where a
transaction opens (audit/acting.py). Migrations run as the owner.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from psycopg2 import sql

from audit import guards
from audit.acting import ROLE_PREFIX
from audit.guards import Guard, Rule
from audit.history import Change

# Tables of libraries, which can not declare anything themselves.
# Failed tries: counted at the door, forgotten when a person signs in or out, lifted by the office.
AT_THE_DOOR: Guard = (Rule(("door", *guards.PEOPLE, "night"), guards.ALL),)
OF_LIBRARIES: dict[str, Guard] = {
    "pghistory_context": guards.NOBODY,
    "axes_accessattempt": AT_THE_DOOR,
    "axes_accessattemptexpiration": AT_THE_DOOR,
    "axes_accessfailurelog": AT_THE_DOOR,
    "axes_accesslog": AT_THE_DOOR,
    "auth_group": guards.NOBODY,
    "auth_group_permissions": guards.NOBODY,
    "auth_permission": guards.NOBODY,
    "django_content_type": guards.open_to_all(),
    "django_migrations": guards.open_to_all(),
    "posts_station_towns": guards.open_to_all(Rule(("county",), guards.ALL, guards.STATION_OF_OWN_COUNTY)),
}


# Functions that run as the owner, and the levels that may call them.
FUNCTIONS = {
    "posts_move_rows(bigint, bigint)": ("county",),
    "audit_dispose(bigint, bigint)": ("night",),
    "ledgers_forget(text, text, bigint[], text[])": ("eraser",),
}


class Unguarded(Exception):
    """A table says neither who may read it nor that nobody may."""


def declared() -> dict[str, Guard]:
    """Table -> its guard; raises Unguarded for a table without one."""
    tables = {
        model._meta.db_table: _guard_of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # else it is no table of its own
    }
    found = OF_LIBRARIES | {table: guard for table, guard in tables.items() if guard is not None}
    missing = sorted(tables.keys() - found.keys())
    if missing:
        raise Unguarded(", ".join(missing))
    return {table: guards.with_visitors(guard) for table, guard in found.items()}


def _guard_of(model: type[models.Model]) -> Guard | None:
    """What the model declares; the history of a row is seen by whoever sees the row, and written by triggers."""
    if issubclass(model, Change):
        return history_of(model.pgh_tracked_model)  # type: ignore[arg-type]  # set when it is made
    return getattr(model, "guard", None)


def history_of(model: type[models.Model]) -> Guard:
    """Read by everybody who reads the row; of a row that is gone by housekeeping alone."""
    readers = {
        level for rule in _guard_of(model) or () if guards.READ in rule.rights for level in rule.levels
    }
    seen = Rule(tuple(sorted(readers - {"door", "night"})), (guards.READ,))
    return (*guards.follows(model._meta.db_table, "pgh_obj_id", seen), Rule(("night",), (guards.READ,)))


def grant(role: str) -> int:
    """Make level roles, rights and policies anew, and let ``role`` take the levels on; run as the owner."""
    tables = declared()
    with connection.cursor() as cursor:
        for statement in (
            *_roles(role),
            *_nothing(role),
            *(one for table, guard in tables.items() for one in _guarded(table, guard)),
            *_functions(),
        ):
            cursor.execute(statement)
    return len(tables)


def _level(level: str) -> sql.Identifier:
    return sql.Identifier(ROLE_PREFIX + level)


def _roles(role: str) -> Iterator[sql.Composable]:
    """Each level is a group role. The door's rights are the login role's own; the others it must take on."""
    for level in guards.LEVELS:
        yield sql.SQL(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {name}) "
            "THEN CREATE ROLE {level} NOLOGIN; END IF; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(name=sql.Literal(ROLE_PREFIX + level), level=_level(level))
        inherits = sql.SQL("TRUE" if level == "door" else "FALSE")
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


def _nothing(role: str) -> Iterator[sql.Composable]:
    """Take away every right that an earlier version gave."""
    everyone = sql.SQL(", ").join([sql.Identifier(role), *map(_level, guards.LEVELS)])
    levels = sql.SQL(", ").join(map(_level, guards.LEVELS))
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(everyone)
    yield sql.SQL("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}").format(everyone)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(levels)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(levels)


def _functions() -> Iterator[sql.Composable]:
    """What runs as the owner: called by triggers and by the named levels; nobody else hangs a trigger on it."""
    everyone = sql.SQL(", ").join(map(_level, guards.LEVELS))
    yield sql.SQL(
        "DO $$ DECLARE one record; BEGIN FOR one IN SELECT oid::regprocedure AS name FROM pg_proc "
        "WHERE pronamespace = 'public'::regnamespace AND prosecdef LOOP "
        "EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one.name); END LOOP; END $$"
    )
    for name, levels in FUNCTIONS.items():
        yield sql.SQL("REVOKE ALL ON FUNCTION " + name + " FROM PUBLIC, {}").format(everyone)
        yield sql.SQL("GRANT EXECUTE ON FUNCTION " + name + " TO {}").format(
            sql.SQL(", ").join(map(_level, levels))
        )


def _guarded(table: str, guard: Guard) -> Iterator[sql.Composable]:
    """Grants and policies of one table; row-level security only where a rule names rows."""
    name = sql.Identifier(table)
    yield sql.SQL(
        "DO $$ DECLARE kept record; BEGIN FOR kept IN SELECT policyname FROM pg_policies "
        "WHERE schemaname = 'public' AND tablename = {text} LOOP "
        "EXECUTE format('DROP POLICY %I ON {table}', kept.policyname); END LOOP; END $$"
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
        guards.ADD: f"WITH CHECK ({written})",
        guards.CHANGE: f"USING ({where}) WITH CHECK ({written})",
    }
    return sql.SQL("CREATE POLICY {} ON {} FOR {} TO {} {}").format(
        sql.Identifier(label), table, sql.SQL(right), levels, sql.SQL(clauses.get(right, f"USING ({where})"))
    )
