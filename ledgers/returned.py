"""Rows that the chief gave back: who mends them now.

Those who did a row and who recorded it, while one of them works at its post or station. When all have left, the
officer who is responsible for the post today: the post owns its work, a person owns only drafts.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from ledgers import people
from ledgers.models import Row
from ledgers.people import Among
from posts.models import Assignment


def is_changed_by(row: Row, user: User) -> bool:
    """Is the row the person's own, or one that was given back and waits for them?"""
    return people.is_own(row, user) or (row.state == Row.State.GIVEN_BACK and is_mended_by(row, user))


def is_mended_by(row: Row, user: User) -> bool:
    """May the person change the returned row?"""
    return to_mend(type(row), user).filter(pk=row.pk).exists()


def to_mend(model: type[Row], user: User) -> QuerySet[Any]:
    """The returned rows of a book that wait for the person."""
    today = timezone.localdate()
    serving = Assignment.objects.on(today)
    own_post = serving.filter(user=user, is_responsible=True).values("post")
    authors = Q(user=OuterRef("recorded_by")) | Q(Among(F("user"), OuterRef("done_by")))
    author_works_here = serving.filter(authors).filter(
        Q(post=OuterRef("post")) | Q(station=OuterRef("station"))
    )
    rows: Any = model._default_manager  # of the book's own queryset, which may hide more
    left_behind = Q(~Exists(author_works_here), post__in=own_post)
    found: QuerySet[Any] = rows.visible_to(user).filter(
        people.own(user) | left_behind, state=Row.State.GIVEN_BACK
    )
    return found
