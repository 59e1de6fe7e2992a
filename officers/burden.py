"""What the registry costs those who fill it (减负): minutes a week by form, fields nobody fills, files nobody fetches.

Minutes come from the times of the trail: from a person's entry before to the one that writes, at most as many as the
rule says, so that a pause counts as no work. It is an estimate of all people of the posts together, never of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Count, Q
from django.utils import timezone

import rules
from access import scope
from accounts.models import User
from audit.models import Entry
from formulas.rounding import half_up
from ledgers import books
from ledgers.models import Row
from officers.years import AT_POSTS
from pages import trail_words
from posts.closed_months import overlapping
from posts.models import Assignment

WEEKS = 4
READS = ("read", "list", "reveal", "read_extract", "export", "download", "denied", "sign_in", "print")
SECONDS = 60
# One statement: the time since the person's entry before, of each entry that writes something in a book or register.
SPENT = """
    SELECT action, subject_type, count(*), sum(least(spent, %(most)s))
    FROM (
        SELECT action, subject_type, actor_id,
               coalesce(extract(epoch FROM at - lag(at) OVER (PARTITION BY actor_id ORDER BY at, id)), 0) AS spent
        FROM audit_entry
        WHERE at >= %(since)s AND actor_id = ANY(%(people)s)
    ) entries
    WHERE subject_type <> '' AND action <> ALL(%(reads)s)
    GROUP BY action, subject_type
"""


@dataclass(frozen=True)
class FormTime:
    """One form: how often it was sent, minutes for each time, and minutes a week for each person at a post."""

    form: str
    times: int
    minutes_each: Decimal
    minutes_a_week: Decimal


@dataclass(frozen=True)
class EmptyField:
    """An optional field that nobody filled in ``rows`` new rows of the book."""

    book: str
    field: str
    rows: int


@dataclass(frozen=True)
class Unfetched:
    """A list or report of which files were made and none of ``made`` was fetched within a week after."""

    title: str
    made: int


def by_form(user: User, today: date) -> tuple[list[FormTime], int]:
    """The forms of the last four weeks, the dearest first, and how many people served at posts of the county."""
    first = today - timedelta(weeks=WEEKS)
    county = scope.for_user(user).county_id or 0
    served = Assignment.objects.filter(
        overlapping(first, today), role__in=AT_POSTS, post__station__county=county
    )
    people = sorted(set(served.values_list("user", flat=True)))
    most = rules.whole("burden.minutes_most", on=today) * SECONDS
    with connection.cursor() as cursor:
        cursor.execute(SPENT, {"most": most, "since": _begin(first), "people": people, "reads": list(READS)})
        rows = cursor.fetchall()
    found = [_time(*row, people=len(people)) for row in rows]
    return sorted(found, key=lambda one: (-one.minutes_a_week, one.form)), len(people)


def _time(action: str, subject: str, times: int, seconds: Decimal, *, people: int) -> FormTime:
    minutes = Decimal(seconds) / SECONDS
    return FormTime(
        _form_name(action, subject),
        times,
        half_up(minutes / times, 1),
        half_up(minutes / WEEKS / max(1, people), 1),
    )


def _form_name(action: str, subject: str) -> str:
    verb = trail_words.collected("VERBS").get(action, action)
    try:
        return f"{apps.get_model(subject)._meta.verbose_name} · {verb}"
    except LookupError:  # of a model that is no more
        return str(verb)


def empty_fields(user: User, today: date) -> list[EmptyField]:
    """Optional fields of the books that no row of the last 90 days has, of books with such rows."""
    days = rules.days("burden.field_days", on=today)
    found = []
    for model in books.row_models():
        rows = model.objects.visible_to(user).filter(recorded_at__gte=_begin(today - days)).order_by()
        optional = dict(_optional(model))
        if not optional:
            continue
        filled = {f"n_{name}": Count("pk", filter=which) for name, which in optional.items()}
        counts = rows.aggregate(rows=Count("pk"), **filled)
        if counts["rows"]:
            found += [
                EmptyField(
                    str(model._meta.verbose_name_plural),
                    str(field.verbose_name),
                    counts["rows"],
                )
                for field in model._meta.concrete_fields
                if field.name in optional and not counts[f"n_{field.name}"]
            ]
    return found


def _optional(model: type[Row]) -> Iterator[tuple[str, Q]]:
    """The fields of the model that somebody types and may leave empty, each with what makes a row have it."""
    common = {field.name for field in Row._meta.get_fields()}
    for field in model._meta.concrete_fields:
        if field.name in common or not field.editable or not (field.blank or field.null):
            continue
        if isinstance(field, models.BooleanField) or field.name in model.ADDED_LATER:
            continue
        has: Q = ~Q(**{f"{field.attname}__isnull": True}) if field.null else Q()
        if isinstance(field, models.CharField | models.TextField):
            has &= ~Q(**{field.attname: ""})
        elif isinstance(field, ArrayField | models.JSONField) or not field.null:
            has &= ~Q(**{field.attname: field.get_default()})
        yield field.name, has


def unfetched(user: User, today: date) -> list[Unfetched]:
    """The lists and reports exported in the county of which no file was fetched lately; most first."""
    since = _begin(today - rules.days("burden.field_days", on=today))
    county = scope.for_user(user).county_id
    entries = Entry.objects.filter(county_id=county, at__gte=since)
    fetched = set(
        entries.filter(action="download").order_by().values_list("detail__sha256", flat=True).distinct()
    )
    made: dict[str, list[str]] = {}
    rows = entries.filter(action="export", detail__has_key="sha256").order_by()
    for book, digest in rows.values_list("detail__book", "detail__sha256"):
        made.setdefault(book or "", []).append(digest)
    found = [
        Unfetched(_export_name(book), len(digests))
        for book, digests in made.items()
        if not fetched.intersection(digests)
    ]
    return sorted(found, key=lambda one: (-one.made, one.title))


def _export_name(book: str) -> str:
    words: Any = trail_words.collected("BOOKS").get(book)
    if words is not None:
        return str(words)
    try:
        return str(apps.get_model(book)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return book


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
