"""What an author is told of their own visits of the running month before anybody else reads them (Today).

The same sentence in many visits, many visits typed within minutes, half of the month on its last days: each may have a
good reason, and nobody but the author sees the line. The numbers are rules of the county (rules/declared/entries.py).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import MD5
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rules
from accounts.models import User
from calendars import calendar
from residents.models import Visit

EMPTY = "d41d8cd98f00b204e9800998ecf8427e"  # of no words


def rows(user: User, month: date) -> QuerySet[Visit, Any]:
    """``on``, ``typed_at`` and ``words`` (a hash) of each visit of the month that the person typed and that counts."""
    typed = Visit.objects.visible_to(user).counted().filter(recorded_by=user, occurred_on__gte=month)
    within = typed.filter(occurred_on__lt=calendar.end_of(month)).order_by()
    return within.values(on=F("occurred_on"), typed_at=F("recorded_at"), words=MD5("note"))


def lines(found: Iterable[dict[str, Any]], today: date, county: str) -> list[str]:
    """The sentences for the author, from ``rows`` as JSON (days and times are texts); none where all is usual."""
    visits = list(found)
    at: dict[str, Any] = {"on": today, "county": county}
    said = []
    if (same := _same_words(visits)) >= rules.whole("hint.same_words", **at):
        words = ngettext(
            "The same sentence stands in %(n)s visit of this month.",
            "The same sentence stands in %(n)s visits of this month.",
            same,
        )
        said.append(words % {"n": same})
    minutes = rules.whole("hint.within_minutes", **at)
    if (together := _typed_within(visits, minutes)) >= rules.whole("hint.typed_together", **at):
        said.append(
            _("%(n)s visits were typed within %(minutes)s minutes.") % {"n": together, "minutes": minutes}
        )
    days = rules.whole("hint.last_days", **at)
    begins = calendar.end_of(calendar.month_of(today)) - timedelta(days=days)
    late = sum(date.fromisoformat(one["on"]) >= begins for one in visits)
    if len(visits) >= rules.whole("hint.fewest", **at) and late * 2 >= len(visits):
        words = _("%(n)s of %(all)s visits of this month lie on its last %(days)s days.")
        said.append(words % {"n": late, "all": len(visits), "days": days})
    return said


def _same_words(visits: list[dict[str, Any]]) -> int:
    """In how many visits the commonest sentence stands; visits without words are left out."""
    counts = Counter(one["words"] for one in visits if one["words"] != EMPTY)
    return max(counts.values(), default=0)


def _typed_within(visits: list[dict[str, Any]], minutes: int) -> int:
    """The most visits that were typed within so many minutes."""
    times = sorted(datetime.fromisoformat(one["typed_at"]) for one in visits)
    first, most = 0, 0
    for last, time in enumerate(times):
        while time - times[first] > timedelta(minutes=minutes):
            first += 1
        most = max(most, last - first + 1)
    return most
