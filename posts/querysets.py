"""What a person may see: the querysets that all rooms above filter with."""

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from access import scope
from accounts.models import User

if TYPE_CHECKING:  # these modules import this one for their managers
    from posts.models import Post, Village  # noqa: F401  # Village: named in a base class, which ruff does not read

RowT = TypeVar("RowT", bound=models.Model)


def open_on(day: date, prefix: str = "") -> Q:
    """Rows dated ``starts_on`` .. ``ends_on`` (both inside, empty end: still) that hold on ``day``."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


# The way from a village to the place where a person serves, by the access key.
VILLAGE_OF = {
    "post_id": "memberships__post_id",
    "station_id": "memberships__post__station_id",
    "county_id": "memberships__post__station__county_id",
}


class DatedQuerySet(models.QuerySet[RowT]):
    """Rows with ``starts_on`` and ``ends_on``: assignments and stand-ins."""

    def on(self, day: date) -> Self:
        """Those that hold on ``day``."""
        return self.filter(open_on(day))

    def at_work(self, day: date) -> Self:
        """Those of them whose person may sign in: a closed account does nothing any more."""
        return self.on(day).filter(user__is_active=True)


class ScopedQuerySet(models.QuerySet[RowT]):
    """Rows that carry the access keys ``post``, ``station`` and ``county``."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows of the person's post, station or county; none for everybody else."""
        keys = scope.for_user(user).keys
        return self.none() if keys is None else self.filter(**keys)

    def without_hidden(self, user: User | AnonymousUser) -> Self:
        """Without rows that are hidden from the person at their own place, too: none, unless a model has such rows."""
        return self

    def unprotected(self) -> Self:
        """What may go into files, papers and reports, whoever makes them: all, unless a model says otherwise."""
        return self


class ClosingQuerySet(models.QuerySet[RowT]):
    """Rows with ``closed_on``, the first day on which they are no more: stations and posts."""

    def open(self, on: date | None = None) -> Self:
        """Those that are not closed today, or ``on``."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on or timezone.localdate()))

    def open_in(self, month: date) -> Self:
        """Those that were open on a day of the month, or later."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=month))

    def closed(self) -> Self:
        """Those that are closed today."""
        return self.filter(closed_on__lte=timezone.localdate())


class PostQuerySet(ClosingQuerySet["Post"]):
    def of_village(self, village: int, on: date) -> "Post":
        """The post that a village belongs to on the day, with its station; DoesNotExist when it belongs to none."""
        return self.select_related("station").get(open_on(on, "memberships__"), memberships__village=village)


class VillageQuerySet(models.QuerySet["Village"]):
    def existing(self, on: date | None = None) -> Self:
        """Those that have begun and are not abolished by today, or by ``on``."""
        day = on or timezone.localdate()
        begun = Q(opened_on=None) | Q(opened_on__lte=day)
        return self.filter(begun, Q(closed_on=None) | Q(closed_on__gt=day))

    def served_by(self, user: User | AnonymousUser, on: date | None = None) -> Self:
        """Villages that belong today (or ``on``) to the post, station or county where the person serves."""
        keys = scope.for_user(user).keys
        if keys is None:
            return self.none()
        through = {VILLAGE_OF[key]: value for key, value in keys.items()}
        return self.filter(open_on(on or timezone.localdate(), "memberships__"), **through)

    def last_served_by(self, user: User | AnonymousUser) -> Self:
        """Villages that belong to the person's place today, and abolished ones that did at last; as the policies say
        (place_guards.LATEST_MEMBERSHIP)."""
        keys = scope.for_user(user).keys
        if keys is None:
            return self.none()
        through = {VILLAGE_OF[key]: value for key, value in keys.items()}
        memberships = self.model._meta.get_field("memberships").related_model._default_manager
        come = memberships.filter(Q(is_arrived=True) | Q(starts_on__lte=timezone.localdate()))
        newest = come.filter(village=OuterRef("pk")).order_by("-starts_on").values("pk")[:1]
        return self.alias(newest=Subquery(newest)).filter(memberships__pk=F("newest"), **through)
