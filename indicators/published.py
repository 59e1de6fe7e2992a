"""What a page of live figures says of the published months that it shows: since when, and where they differ today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scope
from access.rights import may
from accounts.models import User
from indicators import published_places
from indicators.models import Publication
from indicators.models.months import RESTATED
from indicators.published_places import OfPlace

# Each published month with its newest version, and in how many villages of the person's own place it differs today.
# A post reads the published counts of the whole county, but today's of its own villages alone: both sides are narrowed.
PUBLISHED = """
WITH newest AS (
    SELECT DISTINCT ON (p.month) p.month, p.id, p.number, p.published_at
    FROM indicators_publication p JOIN posts_county y ON y.id = p.county_id AND y.code = %(county)s
    WHERE p.month BETWEEN %(first)s AND %(last)s OR p.month = ANY (%(wanted)s::date[]) ORDER BY p.month, p.number DESC
),
stations AS (
    SELECT s.id FROM posts_station s JOIN posts_county y ON y.id = s.county_id AND y.code = %(county)s
    WHERE %(station)s::bigint IS NULL OR s.id = %(station)s::bigint
),
was AS (
    SELECT n.month, c.village_id, {columns} FROM indicators_publishedcounts c JOIN newest n ON n.id = c.publication_id
    WHERE c.station_id IN (SELECT id FROM stations) AND n.month BETWEEN %(first)s AND %(last)s
        AND (%(post)s::bigint IS NULL OR c.post_id = %(post)s::bigint)
),
now AS (
    SELECT month, village_id, {columns} FROM indicators_villagemonth
    WHERE month IN (SELECT month FROM newest) AND month BETWEEN %(first)s AND %(last)s
        AND station_id IN (SELECT id FROM stations) AND (%(post)s::bigint IS NULL OR post_id = %(post)s::bigint)
),
differ AS (
    SELECT month, count(*) AS villages FROM was FULL JOIN now USING (month, village_id)
    WHERE ({was}) IS DISTINCT FROM ({now}) GROUP BY month
)
SELECT n.month, n.id, n.number, n.published_at, coalesce(d.villages, 0), o.figures
FROM newest n LEFT JOIN differ d ON d.month = n.month
LEFT JOIN indicators_publishedplace o
    ON o.publication_id = n.id AND o.level = %(level)s AND o.key = %(key)s AND n.month = ANY (%(wanted)s::date[])
ORDER BY n.month
"""


@dataclass(frozen=True)
class Differing:
    """A published month whose counts differ today in ``villages`` villages; ``url``: its publication, if one may."""

    month: date
    villages: int
    url: str


@dataclass(frozen=True)
class Published:
    """``newest``: the last publication or restatement of the month shown, None while it is not published.

    ``figures``: those of the person's own place in the newest version of the months that were asked for.
    """

    month: date
    newest: Publication | None = None
    url: str = ""
    differing: list[Differing] = field(default_factory=list)
    figures: dict[date, OfPlace] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.newest is not None or bool(self.differing)

    @property
    def sentence(self) -> str:
        """The same for a file, in one line."""
        found = []
        if self.newest is not None:
            day = f"{timezone.localtime(self.newest.published_at):%Y-%m-%d}"
            words = {"month": f"{self.month:%Y-%m}", "day": day, "n": self.newest.number}
            is_first = self.newest.number == 0
            found.append(
                _("%(month)s was published on %(day)s.") % words
                if is_first
                else _("%(month)s was published; restatement %(n)s is of %(day)s.") % words
            )
        for one in self.differing:
            text = ngettext(
                "%(month)s: the counts of %(n)s village differ today from what is published.",
                "%(month)s: the counts of %(n)s villages differ today from what is published.",
                one.villages,
            )
            found.append(text % {"month": f"{one.month:%Y-%m}", "n": one.villages})
        return " ".join(found)


def of_period(user: User, first: date, last: date, wanted: Sequence[date] = ()) -> Published:
    """Of the month ``last``, and of every published month ``first`` .. ``last`` that differs today. One statement.

    ``wanted``: months of which the published figures of the person's own place are read along.
    """
    where = scope.for_user(user)
    level, key = published_places.own(user)
    columns, was, now = (", ".join(f"{alias}{name}" for name in RESTATED) for alias in ("", "was.", "now."))
    with connection.cursor() as cursor:
        cursor.execute(
            PUBLISHED.format(columns=columns, was=was, now=now),
            {"county": where.county, "station": where.station_id, "post": where.post_id, "first": first, "last": last,
             "wanted": list(wanted), "level": level, "key": key},
        )  # fmt: skip
        rows = cursor.fetchall()
    figures = {month: published_places.of_place(stored) for month, *_rest, stored in rows if stored}
    found = {
        month: (_publication(month, *values), differ)
        for month, *values, differ, _figures in rows
        if first <= month <= last
    }
    urls = {
        month: one.get_absolute_url() if may(user, "see_board") else "" for month, (one, _n) in found.items()
    }
    newest, _differ = found.get(last, (None, 0))
    differing = [Differing(month, n, urls[month]) for month, (_one, n) in found.items() if n]
    return Published(last, newest, urls.get(last, ""), differing, figures)


def _publication(month: date, pk: int, number: int, published_at: datetime) -> Publication:
    return Publication(pk=pk, month=month, number=number, published_at=published_at)


def of_month_and_year(user: User, month: date, wanted: Sequence[date] = ()) -> Published:
    """For pages that show the month and the year to date."""
    return of_period(user, date(month.year, 1, 1), month, wanted)
