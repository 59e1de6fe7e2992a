"""Today of somebody with two posts (兼管): the lists are of the post where they work now, the counters of both."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from access import scope
from accounts.models import User
from calendars import calendar
from duty import own_norm
from duty.models import DutyDay
from indicators import sums
from indicators.models import VillageMonth
from ledgers import books, people
from notices.models import Notice
from reports import open_work, own_day, own_pace
from residents.models import Service, Visit

Shown = dict[str, Any]


def together(user: User, shown: Shown, today: date) -> Shown:
    """What of ``shown`` (reports/today.py) changes: arrivals of the week, open work, own rows of the month."""
    for post, name in scope.for_user(user).others:
        with scope.at_post(user, post) as where:
            own = own_day.of(user, today)
            work = open_work.of_books([(book, book.on_today) for book in books.books()], user)
            lines, _numbers, _rows = open_work.counted_and_read(open_work.by_rank(work), [], [], user)
            notices = Notice.objects.for_(user, where).open().count()
        shown |= {
            "pace": own_pace.pace(user, calendar.month_of(today), today, _arrivals(user, today)),
            "week": shown["week"] + own["week"],
            "duty_day": shown["duty_day"] or own["duty_day"],
            "arrived_elsewhere": "" if shown["duty_day"] or not own["duty_day"] else name,
            "work": added(shown["work"], lines, "url", "count"),
            "own_month": added(shown["own_month"], own["own_month"], "title", "rows", "met", "talks"),
            "arrival": None if own["duty_day"] else shown["arrival"],
            "other_post": {
                "key": post,
                "name": name,
                "given_back": len(own["given_back"]),
                "notices": notices,
            },
        }
    return shown


def _arrivals(user: User, today: date) -> set[date]:
    """The days of the person's arrivals since the week before the month."""
    since = calendar.month_of(today) - timedelta(days=calendar.DAYS_OF_A_WEEK)
    found = set(
        DutyDay.objects.visible_to(user)
        .counted()
        .filter(user=user, on__gte=since)
        .values_list("on", flat=True)
    )
    for post, _name in scope.for_user(user).others:
        with scope.at_post(user, post):
            days = DutyDay.objects.visible_to(user).counted().filter(user=user, on__gte=since)
            found |= set(days.values_list("on", flat=True))
    return found


def added(here: list[Shown], there: list[Shown], key: str, number: str, *others: str) -> list[Shown]:
    """The lines of both with their numbers added up; ``here`` and ``elsewhere`` are the parts of the two posts, of
    ``number``."""
    more = {str(line[key]): line for line in there if line[number]}
    found = [
        line
        | {one: line[one] + more[str(line[key])][one] for one in (number, *others)}
        | {"here": line[number], "elsewhere": more[str(line[key])][number]}
        if str(line[key]) in more
        else line
        for line in here
    ]
    known = {str(line[key]) for line in here}
    return found + [
        line | {"here": 0, "elsewhere": line[number]} for line in more.values() if str(line[key]) not in known
    ]


def month_of(user: User, month: date) -> sums.Sums:
    """What the person did in the month at both posts, beside what they owe in all posts held.

    Of one post the strip is the post's; a norm of all posts held is compared with own work alone, not with colleagues'.
    """
    parts = [_part(user, month)]
    for post, _name in scope.for_user(user).others:
        with scope.at_post(user, post):
            parts.append(_part(user, month))
    return sums.add(parts, level="post") | own_norm.of(user, month)


def _part(user: User, month: date) -> sums.Sums:
    """The sums of the post where the person works now, with own work in place of what the strip shows of them."""
    visits = Visit.objects.visible_to(user).in_month(month).counted().filter(people.done_by(user))
    home = Coalesce("household__continued_in__continued_in", "household__continued_in", "household")
    services = Service.objects.visible_to(user).in_month(month).counted().filter(people.done_by(user))
    days = DutyDay.objects.visible_to(user).counted().filter(user=user, on__gte=month)
    done = services.aggregate(
        **{kind: Coalesce(Sum("quantity", filter=Q(kind=kind)), 0) for kind in ("good_deed", "bulletin")}
    )
    return sums.total(VillageMonth.objects.visible_to(user), month, month, level="post") | {
        "households_met": visits.filter(outcome=Visit.Outcome.MET).aggregate(n=Count(home, distinct=True))[
            "n"
        ],
        "duty_days": days.filter(on__lt=calendar.end_of(month)).count(),
        "good_deeds": done["good_deed"],
        "bulletins": done["bulletin"],
    }
