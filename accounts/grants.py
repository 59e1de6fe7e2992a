"""What the login role may do to each table. It owns nothing; migrations run as the owner."""

from django.apps import apps
from django.db import connection, models
from psycopg2 import sql

from audit.history import Change
from audit.models import AppendOnly

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
READ_ONLY_TABLES = ("django_migrations", "django_content_type")


def rights() -> dict[str, tuple[str, ...]]:
    """Table name -> privileges of the login role. Append-only tables are read and inserted into, never changed."""
    found = {
        model._meta.db_table: _rights_on(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # else it is no table of its own
    }
    return found | dict.fromkeys(READ_ONLY_TABLES, ("SELECT",))


def _rights_on(model: type[models.Model]) -> tuple[str, ...]:
    if issubclass(model, Change):
        return ("SELECT",)  # written by triggers alone
    return ("SELECT", "INSERT") if issubclass(model, AppendOnly) else ALL


def grant(role: str) -> int:
    """Take every right on the schema from ``role`` and give it just the listed ones; run as the owner."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        for statement in (
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        ):
            cursor.execute(sql.SQL(statement).format(name))
        for table, allowed in rights().items():
            cursor.execute(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(", ").join(map(sql.SQL, allowed)), sql.Identifier(table), name
                )
            )
    return len(rights())
