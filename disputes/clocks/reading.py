"""Clocks of one dispute, of many, and of those that run out at a person's place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

import rules
from access import scope
from accounts.models import User
from calendars.working_days import Table, table_of
from disputes.clocks import facts
from disputes.clocks.clock import Clock
from disputes.clocks.deriving import clocks_of, urgency
from disputes.clocks.facts import Facts
from disputes.models import Agreement, Dispute, Duty, FollowUp
from rules import holidays, law


@dataclass(frozen=True)
class RunningOut:
    """One clock of a list, with the number of its dispute."""

    clock: Clock
    number_label: str


def of(dispute: Dispute, today: date | None = None) -> list[Clock]:
    """All clocks of one dispute, missed ones first; one statement. For who may read them (``may_read``)."""
    return [
        clock for _facts, clocks in read(Dispute.objects.filter(pk=dispute.pk), today) for clock in clocks
    ]


def read(rows: QuerySet[Dispute], today: date | None = None) -> list[tuple[Facts, list[Clock]]]:
    """Each dispute of ``rows`` with its clocks; one statement."""
    return derived(facts.read(rows), today)


def derived(
    found: Iterable[Facts], today: date | None = None, *, tables: dict[str, Table] | None = None
) -> list[tuple[Facts, list[Clock]]]:
    """The clocks of facts that were read. ``tables``: the holidays by county, which are read once for many calls."""
    day = today or timezone.localdate()
    known = {} if tables is None else tables
    return [(one, clocks_of(one, _table(one.county_code, known), day)) for one in found]


def _table(county: str, known: dict[str, Table]) -> Table:
    if county not in known:
        known[county] = table_of(holidays.notices(county=county).values())
    return known[county]


def may_read(user: User) -> bool:
    """Sessions and duties are read at the post and station, and not in an emergency view: else no clock is right."""
    place = scope.for_user(user)
    return bool((place.post_id or place.station_id) and not place.emergency)


def may_run(user: User) -> QuerySet[Dispute]:
    """The disputes of the person's place of which a clock may be open; none for who may not read clocks."""
    return that_run(Dispute.objects.visible_to(user)) if may_read(user) else Dispute.objects.none()


def that_run(disputes: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Those of ``disputes`` of which a clock may be open."""
    today = timezone.localdate()
    offered = timedelta(
        days=2 * law.row("jc.30", on=today).number()
    )  # twice: the last day moves over holidays
    lately = Agreement.objects.filter(is_final=True, replaced_on=None, effective_on__gte=today - offered)
    waits = (
        Q(stage=Dispute.Stage.OPEN)
        | Q(filed_on__isnull=False, case_closed_on=None)
        | Q(pk__in=lately.values("dispute"))
        | Q(pk__in=Duty.objects.filter(state=Duty.State.PENDING).values("dispute"))
        | Q(pk__in=FollowUp.objects.filter(made_on=None, dropped_on=None).values("dispute"))
    )
    found: QuerySet[Dispute] = disputes.counted().filter(waits)  # type: ignore[attr-defined]  # the model's own queryset
    return found


def running_out(found: Iterable[Facts], today: date | None = None) -> list[RunningOut]:
    """Clocks that are missed, or end within the county's days: the missed ones first, then by their last day.

    What stands still is not named.
    """
    day = today or timezone.localdate()
    near: list[RunningOut] = []
    for one, clocks in derived(found, day):
        named = rules.whole("dispute.clock_named_days", on=day, county=one.county_code)
        near += [RunningOut(clock, one.number_label) for clock in clocks if is_near(clock, named)]
    return sorted(near, key=lambda line: urgency(line.clock))


def is_near(clock: Clock, days: int) -> bool:
    """Missed and not done, or at most ``days`` days left."""
    left = clock.days_left
    return left is not None and left <= days


def near_for(user: User) -> list[RunningOut]:
    """The clocks that run out at the person's place; one statement."""
    return running_out(facts.read(may_run(user)))
