"""What the boards point out by place and time alone: villages with unusually many preventable cases of a month, and
hazards of one kind that gather in a village. Nothing here knows a person.

Points that a round missed several times are to stand beside them: a third list of this module, a line of
``lines`` and a section of templates/indicators/watch.html.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from access.rights import may
from accounts.models import User
from calendars import calendar
from hazards.models import Hazard
from indicators.models import VillageMonth
from ledgers.book import Waiting

RANK = 20


def months() -> Sequence[date]:
    """The running month and the one before it, whose cases are being reported."""
    return [calendar.this_month(), calendar.shift(calendar.this_month(), -1)]


def unusual(user: User) -> QuerySet[VillageMonth]:
    """Village-months whose preventable cases exceed the mean of the months before by the deviations of the rule."""
    on, county = timezone.localdate(), scope.for_user(user).county
    deviations = rules.whole("watch.deviations", on=on, county=county)
    rows = VillageMonth.objects.visible_to(user).filter(month__in=months(), is_expected=True)
    return rows.filter(
        preventable__gte=rules.whole("watch.cases_least", on=on, county=county),
        preventable__gt=F("preventable_mean") + deviations * F("preventable_deviation"),
    )


def alike_least(user: User) -> int:
    """How many open hazards of one kind in a village are pointed out."""
    return rules.whole("watch.hazards_alike", on=timezone.localdate(), county=scope.for_user(user).county)


def gathering(user: User) -> QuerySet[Any]:
    """The first open hazard of each village and kind of which enough stand open there, with their number ``n``."""
    rows = Hazard.objects.visible_to(user).open()
    alike = rows.filter(village=OuterRef("village"), kind=OuterRef("kind")).order_by()
    number = alike.values("kind").annotate(n=Count("pk")).values("n")
    return (
        rows.filter(~Exists(alike.filter(pk__lt=OuterRef("pk"))))
        .annotate(n=Subquery(number))
        .filter(n__gte=alike_least(user))
    )


def lines(user: User) -> list[Waiting]:
    """For the boards of the chief and the county: how many there are; each opens the page that names them."""
    if not may(user, "see_board"):
        return []
    url = reverse("indicators:watch")
    found: list[tuple[str, QuerySet[Any]]] = [
        (_("Villages with unusually many preventable cases"), unusual(user)),
        (_("Villages where hazards of one kind gather"), gathering(user)),
    ]
    return [
        Waiting(label=label, url=f"{url}#{part}", rows=rows, rank=RANK, is_shown_empty=False)
        for part, (label, rows) in zip(("cases", "hazards"), found, strict=True)
    ]
