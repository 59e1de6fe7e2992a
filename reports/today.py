"""The officer's day on a phone: what is due, what was given back, and the figures of the running month."""

from datetime import date, timedelta
from operator import attrgetter, itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import DateField, DateTimeField, Value
from django.utils import timezone

import rules
from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty.models import DutyDay
from indicators import sums
from indicators.catalogue import BY_CODE
from indicators.models import VillageMonth
from ledgers import books, returned
from ledgers.models import Row
from posts.models import Village
from reports import open_work, own_day
from residents import plan
from residents.choosing import due
from residents.models import Household
from residents.priority.views import running

DUE_SHOWN = 8
STRIP = ("visit_target", "duty_days", "good_deeds", "bulletins")


def context(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    work = open_work.of_books([(book, book.on_today) for book in books.books()], user)
    here = places_and_days(user, today)
    duty_day = here["duty_day"]
    return {
        "today": today,
        "may_visit": may(user, "record_visit"),
        "may_reveal": may(user, "reveal"),
        "week_norm": rules.whole("duty.days_a_week", on=today, county=scope.for_user(user).county),
        "plan": plan.stops(user, duty_day["village"].pk if duty_day else None, DUE_SHOWN),
        "due_count": due(Household.objects.visible_to(user).filter(closed_on=None)).count(),
        "promises": promises(user, today),
        "own_rows": own_day.recorded_today(user),
        "unfinished": own_day.unfinished(user),
        "priorities": running(user)[:DUE_SHOWN],
        "work": open_work.counted(open_work.by_rank(work)),
        **own_rows(user),
        **here,
        **strip(user),
    }


def own_rows(user: User) -> dict[str, Any]:
    """The row that the person recorded ``last``, and the rows ``given_back`` that wait for them
    (ledgers/returned.py); over all books.

    One statement for all: the rows hold what the page shows of them, further columns are read when asked for.
    """
    models = books.row_models()
    columns = (
        "id",
        "occurred_on",
        "recorded_at",
        "reason",
    )  # in the order of Row's fields, as from_db takes them
    parts = []
    for place, model in enumerate(models):
        own = model._default_manager.filter(recorded_by=user)
        newest = own.order_by("-recorded_at", "-pk")[:1]
        came_back = returned.to_mend(model, user).order_by()
        parts += [
            rows.values_list(Value(place), Value(kind), *columns)
            for kind, rows in (("last", newest), ("given_back", came_back))
        ]
    found: dict[str, list[tuple[int, Row]]] = {"last": [], "given_back": []}
    for place, kind, *values in parts[0].union(*parts[1:], all=True) if parts else ():
        found[kind].append((place, models[place].from_db(DEFAULT_DB_ALIAS, columns, values)))
    last = max((row for _place, row in found["last"]), key=attrgetter("recorded_at"), default=None)
    newest_first = sorted(found["given_back"], key=lambda one: (one[1].occurred_on, one[1].pk), reverse=True)
    by_book = sorted(newest_first, key=itemgetter(0))
    return {"last": last, "given_back": [row for _place, row in by_book]}


def places_and_days(user: User, today: date) -> dict[str, Any]:
    """The person's ``villages``, the ``duty_day`` of today, and how many duty days the ``week`` has, Monday first."""
    monday = today - timedelta(days=today.weekday())
    days = DutyDay.objects.filter(user=user, on__gte=monday, on__lte=today).order_by()
    no_day, no_moment = Value(None, DateField()), Value(None, DateTimeField())
    served = Village.objects.served_by(user).order_by()
    names = ("code", "name")
    rows = list(
        served.values_list("pk", *names, no_day, no_moment).union(
            days.values_list("village_id", *(f"village__{name}" for name in names), "on", "arrived_at"),
            all=True,
        )
    )
    found = [(Village(pk=pk, code=code, name=name), on, at) for pk, code, name, on, at in rows]
    villages = sorted((village for village, on, _at in found if on is None), key=attrgetter("code"))
    arrivals = [{"village": village, "on": on, "arrived_at": at} for village, on, at in found if on]
    duty_day = next((one for one in arrivals if one["on"] == today), None)
    return {"villages": villages, "duty_day": duty_day, "week": len(arrivals)}


def promises(user: User, today: date) -> list[dict[str, Any]]:
    """Requests without an answer, with the days that are left."""
    return [{"row": one, "left": plan.days_left(one, today)} for one in plan.promises(user)[:DUE_SHOWN]]


def strip(user: User) -> dict[str, Any]:
    """The running month of the post, as the figures have it, and when they were counted."""
    month = calendar.this_month()
    found = sums.total(VillageMonth.objects.visible_to(user), month, month)
    return {
        "strip": [BY_CODE[code].figure(found) for code in STRIP],
        "computed_at": found["computed_at"],
        "month": month,
    }
