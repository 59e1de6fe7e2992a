"""Reads what hangs on a place or a person (``settings.OPEN_WORK``, posts/open_work.py)."""

from django.db import connection


def count(
    *,
    village: int | None = None,
    post: int | None = None,
    station: int | None = None,
    person: int | None = None,
) -> dict[str, int]:
    """Kind -> number, also of kinds of which there is none (indicators/sql/open_work.sql)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, n FROM indicators_open_work(%s, %s, %s, %s)", [village, post, station, person]
        )
        return dict(cursor.fetchall())
