"""Whom an officer visits today, in the order in which they walk, and why.

A household is planned because a follow-up was asked for, a promise is due, it is paired with the officer, nobody was
home some days ago, or it has not been met for longer than the norm. One that declined leaves the plan until the next
half-year, one that was met leaves it at once, and one where nobody was home comes back after some days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from access import scope
from accounts.models import User
from calendars import calendar
from residents.models import Household, Pairing, Request, Visit

HALF_YEARS = (1, 7)  # the months whose first day begins a half-year


@dataclass(frozen=True)
class Stop:
    """A household of the plan and the reasons why it is there, the strongest first."""

    household: Household
    reasons: list[str]


def stops(
    user: User, village_id: int | None, number: int, promised: Iterable[Request] | None = None
) -> list[Stop]:
    """At most ``number`` stops, in walking order; of the village alone when one is given.

    Where there are more, those with a reason of their own come before those that were not met for long. ``promised``:
    the person's promises, when the caller has read them already.
    """
    known = _Known(user, promises(user) if promised is None else promised)
    rows = Household.objects.visible_to(user).filter(closed_on=None).select_related("village")
    if village_id:
        rows = rows.filter(village=village_id)
    return [Stop(one, known.reasons(one)) for one in in_walking_order(known.wanted(rows)[:number])]


def after(household: Household, found: list[Stop]) -> Stop | None:
    """The stop that comes next on the way; the first one at its end, None without another one."""
    others = [stop for stop in found if stop.household.pk != household.pk]
    further = [stop for stop in others if walking_key(stop.household) > walking_key(household)]
    return next(iter(further or others), None)


def in_walking_order(households: Iterable[Household]) -> list[Household]:
    return sorted(households, key=walking_key)


def walking_key(household: Household) -> tuple[Any, ...]:
    """Orders as the houses stand: 1组2号 before 1组10号."""
    return (household.village_id, household.number_order, household.pk)


def half_year_of(day: date) -> date:
    """The first day of the half-year: 1 January or 1 July."""
    return date(day.year, max(month for month in HALF_YEARS if month <= day.month), 1)


class _Known:
    """What is known of a person's households beside their own rows; ``wanted`` reads it along with them."""

    def __init__(self, user: User, promised: Iterable[Request]) -> None:
        self.user, self.today, county = user, timezone.localdate(), scope.for_user(user).county
        self.met_since = self.today - rules.days("visit.met_within_days", on=self.today, county=county)
        self.absent_until = self.today - rules.days("visit.absent_again_days", on=self.today, county=county)
        self.promised = {one.household_id: one for one in promised if one.household_id}

    def wanted(self, rows: QuerySet[Household]) -> QuerySet[Any]:
        """Without those that declined, were met today, or were absent a moment ago; the most wanted ones first.

        Each comes with ``absent_on``, the last day of the half-year on which nobody was home, and ``is_paired``.
        """
        not_met = (
            Visit.objects.visible_to(self.user)
            .counted()
            .filter(household=OuterRef("pk"), occurred_on__gte=half_year_of(self.today))
            .filter(Q(household__last_met_on=None) | Q(household__last_met_on__lt=F("occurred_on")))
        )
        absent = not_met.filter(outcome=Visit.Outcome.ABSENT).order_by("-occurred_on").values("occurred_on")
        paired = Pairing.objects.filter(officer=self.user, household=OuterRef("pk"))
        paired = paired.filter(Q(ends_on=None) | Q(ends_on__gte=self.today))
        own_reason = (
            Q(next_visit_on__lte=self.today)
            | Q(pk__in=[*self.promised])
            | Q(is_paired=True)
            | Q(absent_on__isnull=False)
        )
        return (
            rows.exclude(last_met_on=self.today)
            .exclude(Exists(not_met.filter(outcome=Visit.Outcome.DECLINED)))
            .annotate(absent_on=Subquery(absent[:1]), is_paired=Exists(paired))
            .filter(Q(absent_on=None) | Q(absent_on__lte=self.absent_until))
            .annotate(
                rank=Case(When(own_reason, then=Value(0)), default=Value(1), output_field=IntegerField())
            )
            .order_by("rank", F("last_met_on").asc(nulls_first=True), "pk")
        )

    def reasons(self, household: Any) -> list[str]:
        found, promise = [], self.promised.get(household.pk)
        if promise:
            found.append(days_left(promise, self.today))
        if household.next_visit_on and household.next_visit_on <= self.today:
            found.append(_("follow-up since %(day)s") % {"day": calendar.short(household.next_visit_on)})
        if household.absent_on:
            found.append(_("nobody home on %(day)s") % {"day": calendar.short(household.absent_on)})
        if household.is_paired:
            found.append(_("paired with you"))
        if household.last_met_on is None:
            found.append(_("never met"))
        elif household.last_met_on < self.met_since:
            found.append(
                _("not met for %(n)s days, norm %(norm)s")
                % {
                    "n": (self.today - household.last_met_on).days,
                    "norm": (self.today - self.met_since).days,
                }
            )
        elif not found or found == [_("paired with you")]:
            found.append(_("met %(day)s") % {"day": f"{household.last_met_on:%Y-%m-%d}"})
        return found


def promises(user: User) -> QuerySet[Request]:
    """Requests without an answer that are due within some days or overdue, the most urgent first."""
    today = timezone.localdate()
    named = today + rules.days("request.named_days", on=today, county=scope.for_user(user).county)
    waiting = Request.objects.visible_to(user).counted().filter(told_back_on=None, due_on__lte=named)
    return waiting.select_related("household").order_by("due_on", "pk")


def days_left(request: Request, today: date) -> str:
    """How long the promise has: in words, for a line."""
    left = (request.due_on - today).days
    if left < 0:
        return _("promise %(n)s days overdue") % {"n": -left}
    return _("promise due in %(n)s days") % {"n": left} if left else _("promise due today")
