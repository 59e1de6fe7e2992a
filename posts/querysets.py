"""What a person may see, said once for every table."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from posts import scope


def open_on(day: date, prefix: str = "") -> Q:
    """Rows dated ``starts_on`` .. ``ends_on`` (both inside, empty end: still) that hold on ``day``."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


class AssignmentQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Assignments that hold on ``day``."""
        return self.filter(open_on(day))


class ScopedQuerySet(models.QuerySet):
    """Rows that carry the access keys ``post`` and ``station``."""

    def visible_to(self, user: Any) -> Self:
        """The rows of the person's post, station or county; none for everybody else."""
        keys = scope.of(user).keys
        return self.none() if keys is None else self.filter(**keys)


class VillageQuerySet(models.QuerySet):
    def served_by(self, user: Any, on: date | None = None) -> Self:
        """Villages that belong today (or ``on``) to the post, station or county where the person serves."""
        keys = scope.of(user).keys
        if keys is None:
            return self.none()
        through = {f"memberships__post__{key}": value for key, value in keys.items() if key != "post_id"}
        if "post_id" in keys:
            through = {"memberships__post_id": keys["post_id"]}
        return self.filter(open_on(on or timezone.localdate(), "memberships__"), **through)
