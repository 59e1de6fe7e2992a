"""Unusual look-ups: counted once a week for every person, against fixed floors and against peers of the same role.

A count is flagged when it is above the larger of the floor and three times the median of the peers, so that a busy
season flags nobody and a quiet one does not flag the first who works. Floors and hours of the night are rules of the
county (rules/declared/), as they are on the week's Monday.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import roles, scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.models import Entry
from audit.versions import hold
from oversight.models import Outlier
from posts.models import Assignment, County, Station

Reason = Outlier.Reason
READING_ACTIONS = ("read", "list", "reveal", "read_extract", "export", "download")
ONE_ACTION = {Reason.REVEALS: "reveal", Reason.DENIALS: "denied", Reason.EXPORTS: "export"}
A_WEEK = timedelta(days=7)
PLACES = ("post__station__county", "station__county", "county")  # what an assignment may name


def week_before(day: date) -> date:
    """The Monday of the ISO week before the one of ``day``."""
    return day - timedelta(days=day.weekday()) - A_WEEK


@dataclass(frozen=True)
class Limits:
    """What is unusual in one county."""

    floors: dict[Reason, int]
    times_the_median: int
    night_from: int
    night_to: int

    def is_night(self, hour: int) -> bool:
        return hour >= self.night_from or hour < self.night_to

    def above(self, reason: Reason, peers: list[int]) -> int:
        """What is still usual. Elsewhere one is enough: it takes an emergency, a transfer, or a mistake of ours."""
        if reason == Reason.ELSEWHERE:
            return 0
        usual = int(self.times_the_median * median(peers)) if peers else 0
        return max(self.floors[reason], usual)


def limits_of(county: str, week: date) -> Limits:
    """The limits of the county with this division code in the week that begins on the Monday ``week``."""
    return Limits(
        floors={
            Reason.LOOKUPS: rules.whole("outlier.lookups", on=week, county=county),
            Reason.NIGHT: rules.whole("outlier.night", on=week, county=county),
            Reason.REVEALS: rules.whole("outlier.reveals", on=week, county=county),
            Reason.DENIALS: rules.whole("outlier.denials", on=week, county=county),
            Reason.EXPORTS: rules.whole("outlier.exports", on=week, county=county),
        },
        times_the_median=rules.whole("outlier.times_the_median", on=week, county=county),
        night_from=rules.whole("outlier.night_from", on=week, county=county),
        night_to=rules.whole("outlier.night_to", on=week, county=county),
    )


@transaction.atomic
def find(week: date) -> int:
    """Note the unusual look-ups of the week that begins on the Monday ``week``; returns how many are new.

    Running it again adds nothing and changes nothing that was ticked off.
    """
    served = _served(week)
    people = {user: assignments[-1] for user, assignments in served.items()}
    of_county = {code: limits_of(code, week) for code in set(map(county_code, people.values()))}
    limits = {user: of_county[county_code(served)] for user, served in people.items()}
    counts = _counted(week, served, limits)
    found = [
        _outlier(people[user], week, reason, seen, limit)
        for reason in Reason
        for user, seen, limit in _above(reason, counts, people, limits)
    ]
    known = set(Outlier.objects.filter(week=week).values_list("user_id", "reason"))
    new = [one for one in found if (one.user_id, one.reason) not in known]
    Outlier.objects.bulk_create(new)
    return len(new)


def _served(week: date) -> dict[int, list[Assignment]]:
    """Everybody who served on a day of the week, also who has left since, and where; the latest place comes last."""
    served: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=week), starts_on__lt=week + A_WEEK)
    for one in rows.select_related(*PLACES).order_by("starts_on", "pk"):
        served[one.user_id].append(one)
    return served


def station_of(served: Assignment) -> Station | None:
    return served.post.station if served.post else served.station


def county_of(served: Assignment) -> County:
    """The county that the place of an assignment belongs to."""
    station = station_of(served)
    county = station.county if station else served.county
    assert county is not None  # a place is one of three
    return county


def county_code(served: Assignment) -> str:
    return county_of(served).code


def _counted(
    week: date, served: dict[int, list[Assignment]], limits: dict[int, Limits]
) -> dict[tuple[int, str], Counter[tuple[str, str]]]:
    """(person, reason) -> how often each kind of thing was read."""
    counts: dict[tuple[int, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    start = timezone.make_aware(datetime.combine(week, time()))
    rows = (
        Entry.objects.filter(at__gte=start, at__lt=start + A_WEEK, actor_id__in=served)
        .filter(action__in=[*READING_ACTIONS, "denied"])
        .annotate(hour=ExtractHour("at"))
        .values_list(
            "actor_id",
            "action",
            "subject_type",
            "detail__book",
            "detail__rows",
            "post_id",
            "station_id",
            "hour",
        )
    )
    user: Any  # a key of ``served``: the filter leaves no entry without an actor
    for user, action, kind, book, exported, post, station, hour in rows.iterator(chunk_size=5_000):
        what = action, kind or book or ""
        outside = all(_is_outside(place, post, station) for place in served[user])
        for reason, times in _reasons(action, exported or 0, outside, limits[user].is_night(hour)):
            counts[user, reason][what] += times
    return counts


def _is_outside(served: Assignment, post: int | None, station: int | None) -> bool:
    outside_post = served.post_id and post and post != served.post_id
    outside_station = served.station_id and station and station != served.station_id
    return bool(outside_post or outside_station)


def _reasons(action: str, exported: int, outside: bool, at_night: bool) -> Iterator[tuple[str, int]]:
    """What an entry counts for, and how much: an export by its rows, everything else once."""
    if action == "denied":
        yield Reason.DENIALS, 1
        return
    yield Reason.LOOKUPS, 1
    if action == "reveal":
        yield Reason.REVEALS, 1
    if action == "export" and exported:
        yield Reason.EXPORTS, exported
    if at_night:
        yield Reason.NIGHT, 1
    if outside:
        yield Reason.ELSEWHERE, 1


def _above(
    reason: Reason,
    counts: Mapping[tuple[int, str], Counter[tuple[str, str]]],
    people: dict[int, Assignment],
    limits: dict[int, Limits],
) -> Iterator[tuple[int, Counter[tuple[str, str]], int]]:
    """(person, what was read, limit) of those above it; peers are the others of the role who read at all."""
    mine = {user: seen for (user, why), seen in counts.items() if why == reason}
    for user, seen in sorted(mine.items()):
        role = people[user].role
        peers = [one.total() for other, one in mine.items() if other != user and people[other].role == role]
        limit = limits[user].above(reason, peers)
        if seen.total() > limit:
            yield user, seen, limit


def _outlier(
    served: Assignment, week: date, reason: str, seen: Counter[tuple[str, str]], limit: int
) -> Outlier:
    return Outlier(
        user_id=served.user_id,
        role=served.role,
        county=county_of(served),
        station=station_of(served),
        week=week,
        reason=reason,
        count=seen.total(),
        limit=limit,
        looked_at=[[action, kind, times] for (action, kind), times in seen.most_common()],
    )


def visible_to(user: User) -> QuerySet[Outlier]:
    """The chief's station, the auditor's county; nobody sees the own ones."""
    where = scope.for_user(user)
    rows = Outlier.objects.exclude(user=user.pk).select_related("user", "station", "ticked_by")
    if may(user, "tick_outliers") and where.station_id:
        return rows.filter(station=where.station_id).exclude(role__in=_audited())
    if may(user, "read_trail"):
        return rows.filter(county=where.county_id)
    return rows.none()


def may_tick(user: User, outlier: Outlier) -> bool:
    """The station's chief for the people of the station; the auditor for chiefs and for the county's people."""
    if outlier.verdict or not visible_to(user).filter(pk=outlier.pk).exists():
        return False
    return may(user, "tick_outliers") or outlier.role in _audited()


def _audited() -> list[str]:
    """Roles whose look-ups the auditor ticks off."""
    return roles.codes(lambda role: role.watched_by_auditor)


@transaction.atomic
def tick(outlier: Outlier, verdict: str, note: str, *, by: User) -> Outlier:
    """Record the verdict; it leaves the landing page, and the auditor reads verdict and note."""
    if not visible_to(by).filter(pk=outlier.pk).exists():
        raise PermissionDenied
    held = hold(outlier)
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


def entries_of(outlier: Outlier, user: User) -> QuerySet[Entry]:
    """What the person read in that week, newest first; a chief sees what concerns the own station."""
    start = timezone.make_aware(datetime.combine(outlier.week, time()))
    rows = Entry.objects.filter(actor_id=outlier.user_id, at__gte=start, at__lt=start + A_WEEK)
    only = ONE_ACTION.get(Reason(outlier.reason))
    rows = rows.filter(action__in=[only] if only else READING_ACTIONS, county_id=outlier.county_id)
    if outlier.reason == Reason.NIGHT:
        limits = limits_of(outlier.county.code, outlier.week)
        hour = rows.annotate(hour=ExtractHour("at"))
        rows = hour.filter(Q(hour__gte=limits.night_from) | Q(hour__lt=limits.night_to))
    where = scope.for_user(user)
    return rows.filter(station_id=where.station_id) if where.station_id else rows
