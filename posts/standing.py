"""Does a place still stand on the days for which something is arranged there?

Asked after the row is saved: its foreign key, checked here and not at the end of the transaction, holds the place,
which whoever closes it locks (posts/actions/closing.py), so that of the two the later one sees the other.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from posts.models import Membership, Post, Station, Village


def check_day(day: date, *, field: str) -> None:
    """ValidationError beside ``field`` for a day further from today than anything is arranged: a slip of the finger."""
    today = timezone.localdate()
    first = today - rules.days("organisation.days_back", on=today)
    last = today + rules.days("organisation.days_ahead", on=today)
    if not first <= day <= last:
        raise ValidationError({field: _("Check the year.")})


def check_stays_open(
    place: Post | Station, first: date, last: date | None = None, *, field: str | None = None
) -> None:
    """ValidationError when the post, or its station, is closed on a day from ``first`` to ``last`` (None: no end)."""
    connection.check_constraints()  # foreign keys are deferred, and hold nothing until they are checked
    model = type(place)
    fresh = model._base_manager.get(pk=place.pk)
    above = Station._base_manager.get(pk=fresh.station_id) if isinstance(fresh, Post) else None
    for one in (fresh, above):
        if one is None or one.closed_on is None or (last is not None and last < one.closed_on):
            continue
        words = {"place": one, "day": f"{one.closed_on:%Y-%m-%d}"}
        why = ValidationError(_("%(place)s is closed from %(day)s on.") % words, code="closed")
        raise ValidationError({field: why} if field else why)


def check_no_plan(villages: Iterable[Village], since: date) -> None:
    """ValidationError naming the villages whose move to a post is planned for the day or later."""
    ahead = Membership.objects.filter(village__in=villages, starts_on__gte=since, is_arrived=False)
    plans = [
        f"{one.village.short_name} ({one.starts_on:%Y-%m-%d})" for one in ahead.select_related("village")
    ]
    if plans:
        raise ValidationError(
            _("A move to another post is planned: %(villages)s. Take it back first.")
            % {"villages": "、".join(plans)}
        )


def check_exists(village: Village, first: date) -> None:
    """ValidationError when the village is abolished, or will be: then it goes nowhere."""
    closed_on = Village._base_manager.values_list("closed_on", flat=True).get(pk=village.pk)
    if closed_on is not None and closed_on <= first:
        words = {"village": village.short_name, "day": f"{closed_on:%Y-%m-%d}"}
        raise ValidationError(_("%(village)s is abolished from %(day)s on.") % words)
