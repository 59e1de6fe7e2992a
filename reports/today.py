"""The officer's day on a phone: what is due, what was given back, and the figures of the running month."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from indicators import sums
from indicators.catalogue import BY_CODE, in_force_of
from indicators.models import VillageMonth
from ledgers import books
from meetings import focus
from posts.models import Village
from reports import author_hints, both_posts, clocks, four_tasks, handovers, open_work, own_day, paces
from residents import plan
from residents.choosing import due, register_links
from residents.models import Household
from residents.priority.views import running
from rules import norms

DUE_SHOWN = 8
STRIP = ("visit_target", "duty_days", "good_deeds", "bulletins")


def context(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    work = open_work.of_books([(book, book.on_today) for book in books.books()], user)
    lines, (due_count,), (disputes, tasks, focuses, typed, pace) = open_work.counted_and_read(
        open_work.by_rank([*work, *handovers.to_sign(user)]),
        [lambda: due(Household.objects.visible_to(user).filter(closed_on=None))],
        [
            lambda: clocks.of_place(user),
            lambda: four_tasks.rows(user, calendar.month_of(today)),
            lambda: focus.rows(user),
            lambda: author_hints.rows(user, calendar.month_of(today)),
            lambda: paces.rows(user, calendar.month_of(today)),
        ],
        user,
    )
    own = own_day.of(user, today)
    promised = list(plan.promises(user))
    here = own["duty_day"]["village"].pk if own["duty_day"] else None
    stops = plan.stops(user, here, DUE_SHOWN, promised)
    is_empty = not stops and not Household.objects.visible_to(user).filter(closed_on=None).exists()
    shown = {
        "today": today,
        "may_visit": may(user, "record_visit"),
        "may_reveal": may(user, "reveal"),
        **norms_of_own_post(user, today, four_tasks.classes(tasks), pace),
        "plan": stops,
        "is_register_empty": is_empty and may(user, "edit_residents"),
        "register_links": register_links(user),
        "due_count": due_count,
        "promises": [{"row": one, "left": plan.days_left(one, today)} for one in promised[:DUE_SHOWN]],
        "priorities": running(user)[:DUE_SHOWN],
        "work": lines,
        **clocks.running_out(disputes),
        **own,
        **strip(user),
        "focuses": with_villages(focuses, own["villages"]) if may(user, "see_names") else [],
        "hints": author_hints.lines(typed, today, scope.for_user(user).county or ""),
        "four_tasks": four_tasks.of_own_post(user, calendar.month_of(today), tasks),
    }
    return both_posts.together(user, shown, today)


def with_villages(found: list[dict[str, Any]], villages: Iterable[Village]) -> list[dict[str, Any]]:
    """The focuses (``meetings.focus.rows``) of ``villages``, in their order, each with its village."""
    focuses = {one["at"]: one for one in found}
    return [focuses[village.pk] | {"village": village} for village in villages if village.pk in focuses]


def norms_of_own_post(
    user: User, today: date, classes: dict[int, str], found: list[dict[str, Any]]
) -> dict[str, Any]:
    """The norm of days of this week, and how the month stands beside the norms at the post where the person works."""
    where = scope.for_user(user)
    post, county = where.post_id, where.county or ""
    terrain = classes.get(post or 0, norms.PLAIN)
    pace = paces.by_post(user, calendar.month_of(today), [post] if post else [], classes, found)
    return {
        "week_norm": norms.of_post(paces.DAYS, on=today, county=county, terrain=terrain, post=post),
        "pace": pace.get(post or 0),
    }


def strip(user: User) -> dict[str, Any]:
    """The running month of the post, as the figures have it, and when they were counted; of two posts, of both."""
    month = calendar.this_month()
    if scope.for_user(user).others:
        found = both_posts.month_of(user, month)
    else:
        found = sums.total(VillageMonth.objects.visible_to(user), month, month, level="post")
    return {
        "strip": [
            BY_CODE[code].figure(found)
            for code in in_force_of(STRIP, month, month, scope.for_user(user).county)
        ],
        "priority_visits": found["priority_visits"],
        "computed_at": found["computed_at"],
        "month": month,
    }
