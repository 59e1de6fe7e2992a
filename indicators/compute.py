"""Fill the month: one set-based statement counts each book's rows by village into VillageMonth."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from audit import trail
from calendars import calendar
from calendars.spans import Span
from config.lock_order import Advisory
from indicators import hiding
from indicators.models import TouchedMonth
from indicators.models.months import COUNT_FIELDS, JUDGED
from jobs.models import Job
from jobs.run import Progress
from pages import addresses
from policies.acting import COMPUTE, acting
from posts.models import County
from rules import law, norms
from teams.models import FUNCTIONS
from teams.models.members import hours_needed

FILL = (Path(__file__).parent / "sql" / "fill_month.sql").read_text(encoding="utf-8")


def fill_month(month: date, villages: Sequence[int] | None = None) -> int:
    """Count the month anew, for all villages or the given ones; returns how many village-months changed.

    Runs in one transaction under a lock on the month; running it twice changes nothing. What was noted as
    touched in this month is taken off the list, and handed on to the next month, because the first
    meeting of the year, open disputes and the months in a row without a case reach forward.
    """
    with acting(COMPUTE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [Advisory.COUNT_OF_A_MONTH, month.year * 12 + month.month]
        )
        _touch_next_month(_take_touched(month, villages), calendar.end_of(month))
        cursor.execute(_statement(villages), _values(month, villages))
        changed, goes_on = cursor.fetchone()
        _touch_next_month(set(goes_on), calendar.end_of(month))
        hiding.hide_few(month)
        return int(changed)


def fill_touched(until: date | None = None) -> int:
    """Count anew just the village-months that late or changed rows touched, oldest month first.

    Months are taken in order of time by everybody. Who goes on to lock a month names it as ``until``: taking a later
    one first, two of them could wait for each other.
    """
    until = min(until or calendar.this_month(), calendar.this_month())
    changed = 0
    while True:
        with acting(COMPUTE), transaction.atomic():
            oldest = TouchedMonth.objects.order_by("month").values_list("month", flat=True).first()
            if oldest is None or oldest > until:
                return changed
            touched = TouchedMonth.objects.filter(month=oldest).values_list("village_id", flat=True)
            villages = list(touched.distinct())
        changed += fill_month(oldest, villages)


def fill_touched_months() -> int:
    """The count of every ten seconds (indicators/tasks.py); while another one runs, it returns 0 and counts nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [Advisory.COUNT_OF_A_MONTH])
        (is_free,) = cursor.fetchone()
        if not is_free:
            return 0
        try:
            return fill_touched()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [Advisory.COUNT_OF_A_MONTH])


def is_touched(month: date) -> bool:
    """Whether an entry of the month, or of one before that reaches into it, is not counted yet."""
    return TouchedMonth.objects.filter(month__lte=month).exists()


def fill_running() -> int:
    """The daily count of the running month, after whatever was touched before it."""
    return fill_touched() + fill_month(calendar.this_month())


def fill_past() -> int:
    """The count of the month that has just ended, once after its last day (indicators/tasks.py); noted in the trail."""
    month = calendar.shift(calendar.this_month(), -1)
    changed = fill_touched(until=month) + fill_month(month)
    with acting(COMPUTE), transaction.atomic():
        trail.record("compute_month", None, by=None, month=f"{month:%Y-%m}", changed=changed)
    return changed


def _take_touched(month: date, villages: Sequence[int] | None) -> set[int]:
    touched = TouchedMonth.objects.filter(month=month)
    if villages is not None:
        touched = touched.filter(village__in=villages)
    rows = list(touched.values_list("pk", "village_id"))
    TouchedMonth.objects.filter(pk__in=[pk for pk, _village in rows]).delete()
    return {village for _pk, village in rows}


def _touch_next_month(villages: set[int], month: date) -> None:
    if month <= calendar.this_month():
        TouchedMonth.objects.bulk_create(
            TouchedMonth(village_id=village, month=month) for village in villages
        )


def _statement(villages: Sequence[int] | None = None) -> str:
    """The SQL with its column lists spelled out from the model, so that a new count is declared in one place."""
    only = "" if villages is None else "AND village_id = ANY (%(villages)s::bigint[])"
    counts = (*COUNT_FIELDS, *JUDGED)
    columns = ", ".join(counts)
    updates = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*counts, *PLACE, "computed_at"))
    old = ", ".join(f"stored.{name}" for name in (*counts, *PLACE))
    new = ", ".join(f"EXCLUDED.{name}" for name in (*counts, *PLACE))
    return FILL.format(columns=columns, updates=updates, old=old, new=new, only=only)


PLACE = ("town_id", "post_id", "station_id", "county_id")
TARGETS = ("visit.households_a_month", "duty.days_a_week")  # of ``visit_target`` and ``duty_norm``


def _values(month: date, villages: Sequence[int] | None) -> dict[str, Any]:
    return {
        "first": month,
        "last": calendar.last_day(month),
        "placed": calendar.place_day(month),
        "end": calendar.end_of(month),
        "year": Span.YEAR.first(month),
        "half": Span.HALF.first(month),
        "quarter": Span.QUARTER.first(month),
        "today": timezone.localdate(),
        "days": calendar.days_in(month),
        **_norms(month),
        **_periods(month),
        "functions": len(FUNCTIONS),
        "usual_months": rules.whole("watch.months", on=month),
        "usual_least": rules.whole("watch.months_least", on=month),
        "villages": None if villages is None else list(villages),
    }


def _norms(month: date) -> dict[str, list[Any]]:
    """What each county expects of an officer, on each day of the month: a norm that changes in it counts by days.

    Arrays of one length each: county, day, class of the post, households a month, days in the villages a week; post,
    day and the norms of this post alone (None: as its class); county, day, hours of training of a member of a team.
    """
    days = [month + timedelta(days=day) for day in range(calendar.days_in(month))]
    counties = list(County.objects.values_list("pk", "code"))
    by_class = [
        (county, day, terrain, *(norms.of_post(one, on=day, county=code, terrain=terrain) for one in TARGETS))
        for county, code in counties
        for day in days
        for terrain in norms.CLASSES
    ]
    own = [
        (post, day, *(norms.own_norm(one, post, on=day, county=code) for one in TARGETS))
        for _county, code in counties
        for post in sorted(norms.posts_with_own(code))
        for day in days
    ]
    hours = [(county, day, hours_needed(day, code)) for county, code in counties for day in days]
    return {
        **_columns(by_class, "norm_counties", "norm_days", "norm_classes", "norm_visits", "norm_duty"),
        **_columns(own, "own_posts", "own_days", "own_visits", "own_duty"),
        **_columns(hours, "hour_counties", "hour_days", "norm_hours"),
    }


def _columns(rows: list[tuple[Any, ...]], *names: str) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _periods(month: date) -> dict[str, int]:
    """Within what a mediation ends as a rule, in months, and a first session is in time, in days."""
    return {
        "mediation_months": law.row("pm.month", on=month).number(),
        "session_days": rules.whole("dispute.first_session_calendar_days", on=month),
    }


def fill_on_demand(job: Job, *, progress: Progress) -> dict[str, Any]:
    """The job of counting a month on demand: late entries first, then the month, with progress after each."""
    month = addresses.month_named(job.params["month"])
    progress(0, 2, _("Counting late entries"))
    changed = fill_touched(until=month)
    progress(1, 2, _("Counting %(month)s") % {"month": f"{month:%Y-%m}"})
    changed += fill_month(month)
    trail.record("compute_month", None, by=job.by, month=f"{month:%Y-%m}", changed=changed)
    progress(2, 2, _("Done"))
    shown = "indicators/_month_counted.html"  # on the page of the job
    return {"changed": changed, "month": f"{month:%Y-%m}", "template": shown}
