"""Where counts differ from what is published, and why: the reasons of late entries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators import causes, publish
from indicators.field_names import FIELD_NAMES
from indicators.models import IncidentCount, LateAttestation, Publication
from indicators.models.months import RESTATED, SURVEYED
from ledgers import books
from ledgers.models import LateChange, Row
from posts import places
from surveys.models import Sample, SurveyRound


def differences_for(user: User, publication: Publication) -> list[dict[str, Any]]:
    """Where today's counts differ, by village within the person's scope, with the reasons of late entries."""
    return _explained(user, publication.month, publish.differences(publication), publication)


def restated_for(user: User, publication: Publication) -> list[dict[str, Any]]:
    """What a restatement changed, in the same shape: it stays on the page of the publication."""
    before = Publication.objects.filter(
        county=publication.county_id, month=publication.month, number=publication.number - 1
    ).first()
    return _explained(
        user, publication.month, publish.restated_by(publication), before or publication, publication
    )


def _explained(
    user: User,
    month: date,
    differences: list[dict[str, Any]],
    since: Publication,
    until: Publication | None = None,
) -> list[dict[str, Any]]:
    inside = {membership.village_id for membership in places.expected(user, month)}
    by_village: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in differences:
        if one["village"].pk in inside:
            by_village[one["village"]].append(one | {"name": FIELD_NAMES[one["field"]]})
    if not may(user, "enter_survey"):
        by_village = {village: without_answers(fields) for village, fields in by_village.items()}
    reasons = reasons_of([village.pk for village in by_village], month)
    named = causes.of(user, [village.pk for village in by_village], month, since, until)
    found = []
    for village, fields in by_village.items():
        shown, more = causes.shortened(named.get(village.pk, []))
        found.append(
            {
                "village": village,
                "fields": fields,
                "reasons": reasons[village.pk],
                "causes": shown,
                "more": more,
            }
        )
    return found


def without_answers(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changed answers are shown without a number: one more "very dissatisfied" could be traced to a person."""
    shown = [one for one in fields if one["field"] not in SURVEYED]
    if len(shown) < len(fields):
        shown.append({"field": "answers", "name": _("Answers of villagers"), "is_hidden": True})
    return shown


def reasons_of(villages: Sequence[int], month: date) -> dict[int, list[str]]:
    """Each village's reasons, as ``book: reason``, without repetition; also those of late attestations and answers."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for book in books.row_models():
        rows: Any = book._default_manager
        late = rows.unprotected().filter(_counted_in(book, month), village__in=villages, is_late=True)
        for village, reason in late.exclude(reason="").order_by("pk").values_list("village_id", "reason"):
            found[village][f"{book._meta.verbose_name}: {reason}"] = None
    _add_changes(found, villages, month)
    _add_attestations(found, villages, month)
    _add_answers(found, villages, month)
    return defaultdict(list, {village: list(reasons) for village, reasons in found.items()})


def _counted_in(book: type[Row], month: date) -> Q:
    """Rows that the month counts by any of their days: made, handled or answered in it."""
    found = Q()
    for name in book.COUNTED_DAYS:
        found |= Q(**{f"{name}__gte": month, f"{name}__lt": calendar.end_of(month)})
    return found


def _add_changes(found: dict[int, dict[str, None]], villages: Sequence[int], month: date) -> None:
    """Of what holds on a span of days: leave, pairings, assignments, villages of a post, households."""
    for change in LateChange.objects.filter(village__in=villages, month=month).order_by("pk"):
        found[change.village_id][f"{change.cause_name}: {change.reason}"] = None


def _add_attestations(found: dict[int, dict[str, None]], villages: Sequence[int], month: date) -> None:
    late = LateAttestation.objects.filter(village__in=villages, month=month).order_by("pk")
    for village, reason in late.values_list("village_id", "reason"):
        found[village][f"{IncidentCount._meta.verbose_name}: {reason}"] = None


def _add_answers(found: dict[int, dict[str, None]], villages: Sequence[int], month: date) -> None:
    late = Sample.objects.filter(village__in=villages, round__month=month).exclude(late_reason="")
    for village, reason in late.order_by("pk").values_list("village_id", "late_reason"):
        found[village][f"{SurveyRound._meta.verbose_name}: {reason}"] = None


PENDING = """
WITH newest AS (
    SELECT DISTINCT ON (month) id, month FROM indicators_publication
    WHERE county_id = %(county)s AND month = ANY (%(months)s) ORDER BY month, number DESC
),
was AS (
    SELECT n.month, c.village_id, {columns} FROM indicators_publishedcounts c JOIN newest n ON n.id = c.publication_id
    WHERE c.station_id = ANY (%(stations)s)
),
now AS (
    SELECT month, village_id, {columns} FROM indicators_villagemonth
    WHERE month IN (SELECT month FROM newest) AND station_id = ANY (%(stations)s)
)
SELECT month, count(*) FROM was FULL JOIN now USING (month, village_id)
WHERE ({was}) IS DISTINCT FROM ({now}) GROUP BY month
"""


def pending(user: User, months: list[date]) -> dict[date, int]:
    """Villages whose counts differ today from what is published and not yet restated, for each month."""
    county = places.county_of(user)
    columns, was, now = (", ".join(f"{alias}{name}" for name in RESTATED) for alias in ("", "was.", "now."))
    stations = list(places.stations_of(user).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            PENDING.format(columns=columns, was=was, now=now),
            {"county": county.pk if county else 0, "months": months, "stations": stations},
        )
        return dict(cursor.fetchall())
