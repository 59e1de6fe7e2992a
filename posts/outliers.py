"""Unusual look-ups: counted once a week for every person, against fixed floors and against peers of the same role.

A count is flagged when it is above the larger of the floor and three times the median of the peers, so that a busy
season flags nobody and a quiet one does not flag the first who works.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.models import Entry
from posts import scope
from posts.models import Assignment, Outlier, Role
from posts.models.assignments import COUNTY_ROLES
from posts.roles import may

Reason = Outlier.Reason
LOOKS = ("read", "list", "reveal")
TIMES_THE_MEDIAN = 3
FLOORS = {Reason.LOOKUPS: 50, Reason.NIGHT: 10, Reason.REVEALS: 20, Reason.DENIALS: 10}
NIGHT_FROM, NIGHT_TO = 22, 6
AUDITED = (Role.CHIEF, *COUNTY_ROLES)  # the auditor ticks these off


def week_before(day: date) -> date:
    """The Monday of the ISO week before the one of ``day``."""
    return day - timedelta(days=day.weekday() + 7)


@transaction.atomic
def find(week: date) -> int:
    """Note the unusual look-ups of the week that begins on the Monday ``week``; returns how many are new.

    Running it again adds nothing and changes nothing that was ticked off.
    """
    people = {
        one.user_id: one
        for one in Assignment.objects.on(week + timedelta(days=6)).select_related("post__station", "station")
    }
    counts = _counted(week, people)
    found = [
        _outlier(people[user], week, reason, seen, limit)
        for reason in Reason
        for user, seen, limit in _above(reason, counts, people)
    ]
    known = set(Outlier.objects.filter(week=week).values_list("user_id", "reason"))
    new = [one for one in found if (one.user_id, one.reason) not in known]
    Outlier.objects.bulk_create(new)
    return len(new)


def _counted(week: date, people: dict[int, Assignment]) -> dict[tuple[int, str], Counter[tuple[str, str]]]:
    """(person, reason) -> how often each kind of thing was looked at."""
    counts: dict[tuple[int, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    start = timezone.make_aware(datetime.combine(week, time()))
    rows = (
        Entry.objects.filter(at__gte=start, at__lt=start + timedelta(days=7), actor_id__in=people)
        .filter(action__in=[*LOOKS, "denied"])
        .annotate(hour=ExtractHour("at"))
        .values_list("actor_id", "action", "subject_type", "detail__book", "post_id", "station_id", "hour")
    )
    user: Any  # one of the people
    for user, action, kind, book, post, station, hour in rows.iterator(chunk_size=5_000):
        what = action, kind or book or ""
        for reason in _reasons(action, people[user], post, station, hour):
            counts[user, reason][what] += 1
    return counts


def _reasons(
    action: str, served: Assignment, post: int | None, station: int | None, hour: int
) -> Iterator[str]:
    """What an entry counts for."""
    if action == "denied":
        yield Reason.DENIALS
        return
    yield Reason.LOOKUPS
    if action == "reveal":
        yield Reason.REVEALS
    if hour >= NIGHT_FROM or hour < NIGHT_TO:
        yield Reason.NIGHT
    outside_post = served.post_id and post and post != served.post_id
    outside_station = served.station_id and station and station != served.station_id
    if outside_post or outside_station:
        yield Reason.ELSEWHERE


def _above(reason: str, counts: Any, people: dict[int, Assignment]) -> Iterator[tuple[int, Counter, int]]:
    """(person, what was looked at, limit) of those above it; peers are the others of the role who looked at all."""
    mine = {user: seen for (user, why), seen in counts.items() if why == reason}
    for user, seen in sorted(mine.items()):
        role = people[user].role
        peers = [one.total() for other, one in mine.items() if other != user and people[other].role == role]
        usual = int(TIMES_THE_MEDIAN * median(peers)) if peers else 0
        # Elsewhere one is enough: it takes an emergency, a transfer, or a mistake of ours.
        limit = 0 if reason == Reason.ELSEWHERE else max(FLOORS[Reason(reason)], usual)
        if seen.total() > limit:
            yield user, seen, limit


def _outlier(served: Assignment, week: date, reason: str, seen: Counter, limit: int) -> Outlier:
    station = served.station or (served.post.station if served.post else None)
    county: Any = served.county_id or (station.county_id if station else None)
    return Outlier(
        user_id=served.user_id,
        role=served.role,
        county_id=county,
        station=station,
        week=week,
        reason=reason,
        count=seen.total(),
        limit=limit,
        looked_at=[[action, kind, times] for (action, kind), times in seen.most_common()],
    )


def visible_to(user: Any) -> QuerySet[Outlier]:
    """The chief's station, the auditor's county; nobody reads of themselves here."""
    where = scope.of(user)
    rows = Outlier.objects.exclude(user=user.pk).select_related("user", "station", "ticked_by")
    if may(user, "tick_outliers") and where.station_id:
        return rows.filter(station=where.station_id).exclude(role__in=AUDITED)
    if may(user, "read_trail"):
        return rows.filter(county=where.county_id)
    return rows.none()


def may_tick(user: Any, outlier: Outlier) -> bool:
    """The station's chief for the people of the station; the auditor for chiefs and for the county's people."""
    if outlier.verdict or not visible_to(user).filter(pk=outlier.pk).exists():
        return False
    return may(user, "tick_outliers") or outlier.role in AUDITED


@transaction.atomic
def tick(outlier: Outlier, verdict: str, note: str, *, by: User) -> Outlier:
    """Say what came of it; it leaves the landing page, and the auditor reads verdict and note."""
    held = Outlier.objects.select_for_update(of=("self",)).filter(pk=outlier.pk).first()
    if held is None or not visible_to(by).filter(pk=held.pk).exists():
        raise PermissionDenied
    if held.verdict:
        raise ValidationError(_("Somebody has ticked this off already. Load the page again."))
    if not may_tick(by, held):
        raise PermissionDenied
    if verdict not in Outlier.Verdict.values or not note.strip():
        raise ValidationError(_("Choose what came of it and write a note."))
    held.verdict, held.note = verdict, note.strip()
    held.ticked_by, held.ticked_at = by, timezone.now()
    held.save(update_fields=["verdict", "note", "ticked_by", "ticked_at"])
    trail.record("tick_outlier", held, by=by, reason=held.note, verdict=verdict)
    return held


def entries_of(outlier: Outlier, user: Any) -> QuerySet[Entry]:
    """What the person looked at in that week, newest first; a chief sees what concerns the own station."""
    start = timezone.make_aware(datetime.combine(outlier.week, time()))
    actions = ["denied"] if outlier.reason == Reason.DENIALS else LOOKS
    rows = Entry.objects.filter(actor_id=outlier.user_id, at__gte=start, at__lt=start + timedelta(days=7))
    rows = rows.filter(action__in=actions, county_id=outlier.county_id)
    if outlier.reason == Reason.REVEALS:
        rows = rows.filter(action="reveal")
    if outlier.reason == Reason.NIGHT:
        hour = rows.annotate(hour=ExtractHour("at"))
        rows = hour.filter(Q(hour__gte=NIGHT_FROM) | Q(hour__lt=NIGHT_TO))
    where = scope.of(user)
    return rows.filter(station_id=where.station_id) if where.station_id else rows
