"""Reads what hangs on a place or a person (``settings.OPEN_WORK``, posts/open_work.py)."""

from django.db import connection

PLACES = "SELECT kind, n FROM indicators_open_work(%s, %s, %s, %s)"
HANDOVER = "SELECT kind, n FROM indicators_handover_work(%s)"


def count(
    *,
    village: int | None = None,
    post: int | None = None,
    station: int | None = None,
    person: int | None = None,
    handover: int | None = None,
) -> dict[str, int]:
    """Kind -> number, also of kinds of which there is none (indicators/sql/open_work.sql, handover_work.sql)."""
    with connection.cursor() as cursor:
        if handover is None:
            cursor.execute(PLACES, [village, post, station, person])
        else:
            cursor.execute(HANDOVER, [handover])
        return dict(cursor.fetchall())
