"""Rows that the chief gave back: who mends them now.

The person who recorded a row, while that person works at its post or station. When they have left, the officer who is
responsible for the post today: the post owns its work, a person owns only drafts.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from ledgers.models import Row, RowQuerySet
from posts.models import Assignment


def is_changed_by(row: Row, user: User) -> bool:
    """Is the row the person's own, or one that was given back and waits for them?"""
    return row.recorded_by_id == user.pk or (row.state == Row.State.GIVEN_BACK and is_mended_by(row, user))


def is_mended_by(row: Row, user: User) -> bool:
    """May the person change the returned row?"""
    return to_mend(type(row), user).filter(pk=row.pk).exists()


def to_mend(model: type[Row], user: User) -> QuerySet[Any]:
    """The returned rows of a book that wait for the person."""
    today = timezone.localdate()
    serving = Assignment.objects.on(today)
    own_post = serving.filter(user=user, is_responsible=True).values("post")
    author_works_here = serving.filter(user=OuterRef("recorded_by")).filter(
        Q(post=OuterRef("post")) | Q(station=OuterRef("station"))
    )
    rows: RowQuerySet[Any] = RowQuerySet(model)
    left_behind = Q(~Exists(author_works_here), post__in=own_post)
    return rows.visible_to(user).filter(Q(recorded_by=user) | left_behind, state=Row.State.GIVEN_BACK)
