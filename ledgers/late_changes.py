"""The gate of closed months for what holds on a span of days (``settings.MONTH_GATE``, posts/closed_months.py).

Leave, pairings, assignments, villages of a post and households reach into every month of their days.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection, models
from django.utils import timezone

from ledgers import months
from posts.closed_months import Span

# The village-months of the spans with the post that answers for each: the one of the month's last day, in the running
# month today's (months.station_of). A span ends today, for no later month has figures. Months without post are open.
REACHED = """
SELECT DISTINCT s.village_id, month::date, m.post_id, p.station_id
FROM unnest(%(villages)s::bigint[], %(firsts)s::date[], %(lasts)s::date[]) AS s (village_id, first, last)
CROSS JOIN LATERAL generate_series(date_trunc('month', s.first), least(s.last, %(today)s), interval '1 month') AS month
CROSS JOIN LATERAL (SELECT least((month + interval '1 month - 1 day')::date, %(today)s::date) AS last) AS day
JOIN posts_membership m
  ON m.village_id = s.village_id AND m.starts_on <= day.last AND (m.ends_on IS NULL OR m.ends_on >= day.last)
JOIN posts_post p ON p.id = m.post_id
ORDER BY month::date, s.village_id
"""
Reached = tuple[int, date, int, int]  # village, month, post, station


def let_in(spans: Iterable[Span], late_reason: str, *, cause: type[models.Model], about: str = "") -> bool:
    """See posts/closed_months.py, which declares it."""
    reached = _reached(list(spans))
    asked = {(station, month) for _village, month, _post, station in reached}
    published = months.let_stations_in(asked, late_reason, field="late_reason")
    late = [one for one in reached if (one[3], one[1]) in published]
    _note(late, late_reason, cause, about)
    return bool(late)


def _reached(spans: list[Span]) -> list[Reached]:
    with connection.cursor() as cursor:
        cursor.execute(
            REACHED,
            {
                "villages": [span.village for span in spans],
                "firsts": [span.first for span in spans],
                "lasts": [span.last for span in spans],
                "today": timezone.localdate(),
            },
        )
        return list(cursor.fetchall())


def withhold(about: str, words: str) -> None:
    """Put ``words`` in the place of every reason that was given about the row: fewer people may read of it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_withhold_late(%s, %s)", [about, words])


def _note(late: list[Reached], reason: str, cause: type[models.Model], about: str) -> None:
    """Store the reason for each village and published month, with the name of whoever acts."""
    if late:
        villages, days, posts, _stations = map(list, zip(*late, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ledgers_note_late(%s::bigint[], %s::date[], %s::bigint[], %s, %s, %s)",
                [villages, days, posts, cause._meta.label_lower, reason, about],
            )
