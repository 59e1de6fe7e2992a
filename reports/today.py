"""The officer's day on a phone: what is due, what was given back, and the figures of the running month."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
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
from reports import open_work
from residents.choosing import due
from residents.models import Household
from residents.priority.views import running

DUE_SHOWN = 8
STRIP = ("visit_target", "duty_days", "good_deeds", "bulletins")


def context(user: User) -> dict[str, Any]:
    today = timezone.localdate()
    households = Household.objects.visible_to(user).filter(closed_on=None).select_related("village")
    waiting = list(due(households)[:DUE_SHOWN])
    return {
        "today": today,
        "villages": Village.objects.served_by(user),
        "duty_day": DutyDay.objects.filter(user=user, on=today).select_related("village").first(),
        "week": week(user, today),
        "may_reveal": may(user, "reveal"),
        "week_norm": rules.whole("duty.days_a_week", on=today, county=scope.for_user(user).county),
        "last": last_receipt(user),
        "given_back": given_back(user),
        "due": waiting,
        "due_count": due(households).count(),
        "longest": longest_not_met(households, DUE_SHOWN - len(waiting), waiting),
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


def longest_not_met(
    households: QuerySet[Household], number: int, without: list[Household]
) -> list[Household]:
    """Households to go to when few are due: those not met for the longest time."""
    if number <= 0:
        return []
    rows = households.exclude(pk__in=[household.pk for household in without])
    return list(rows.order_by(F("last_met_on").asc(nulls_first=True), "pk")[:number])


def strip(user: User) -> dict[str, Any]:
    """The running month of the post, as the figures have it, and when they were counted."""
    month = calendar.this_month()
    months = VillageMonth.objects.visible_to(user)
    found = sums.total(months, month, month)
    newest = months.filter(month=month).order_by("-computed_at").values_list("computed_at", flat=True).first()
    return {"strip": [BY_CODE[code].figure(found) for code in STRIP], "computed_at": newest, "month": month}
