"""The officer's day on a phone: what is due, what was given back, and the figures of the running month."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

import rules
from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty import arrivals
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
    duty_day = arrivals.of_today(user)
    return {
        "today": today,
        "villages": Village.objects.served_by(user),
        "duty_day": duty_day,
        "week": week(user, today),
        "may_visit": may(user, "record_visit"),
        "may_reveal": may(user, "reveal"),
        "week_norm": rules.whole("duty.days_a_week", on=today, county=scope.for_user(user).county),
        "last": last_receipt(user),
        "given_back": given_back(user),
        "plan": plan.stops(user, duty_day.village_id if duty_day else None, DUE_SHOWN),
        "due_count": due(Household.objects.visible_to(user).filter(closed_on=None)).count(),
        "promises": promises(user, today),
        "own_rows": own_day.recorded_today(user),
        "unfinished": own_day.unfinished(user),
        "priorities": running(user)[:DUE_SHOWN],
        "work": open_work.lines([(book, book.on_today) for book in books.books()], user),
        **strip(user),
    }


def week(user: User, today: date) -> int:
    """Duty days of the running ISO week, Monday first."""
    monday = today - timedelta(days=today.weekday())
    return DutyDay.objects.filter(user=user, on__gte=monday, on__lte=today).count()


def last_receipt(user: User) -> Row | None:
    """The row that the person recorded last, over all books."""
    newest = [
        model._default_manager.filter(recorded_by=user).order_by("-recorded_at", "-pk").first()
        for model in books.row_models()
    ]
    return max((row for row in newest if row), key=lambda row: row.recorded_at, default=None)


def given_back(user: User) -> list[Row]:
    """The rows that the chief returned and that wait for the person, over all books (ledgers/returned.py)."""
    found: list[Row] = []
    for model in books.row_models():
        found += returned.to_mend(model, user)
    return found


def promises(user: User, today: date) -> list[dict[str, Any]]:
    """Requests without an answer, with the days that are left."""
    return [{"row": one, "left": plan.days_left(one, today)} for one in plan.promises(user)[:DUE_SHOWN]]


def strip(user: User) -> dict[str, Any]:
    """The running month of the post, as the figures have it, and when they were counted."""
    month = calendar.this_month()
    months = VillageMonth.objects.visible_to(user)
    found = sums.total(months, month, month)
    newest = months.filter(month=month).order_by("-computed_at").values_list("computed_at", flat=True).first()
    return {"strip": [BY_CODE[code].figure(found) for code in STRIP], "computed_at": newest, "month": month}
