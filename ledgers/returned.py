"""Rows that the chief gave back: who mends them now.

Those who did a row and who recorded it, while one of them works at its post or station and may still change it. When
none does, it is left behind: the officer who is responsible for the post today mends it, at a post without one whoever
else works there and the clerks of the station; and the chief may correct or withdraw it. The post owns its work, a
person owns drafts alone.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from access.rights import MAY, may
from accounts.models import User
from ledgers import books, people
from ledgers.models import Row
from ledgers.people import Among
from posts.models import Assignment


def is_changed_by(row: Row, user: User) -> bool:
    """Is the row the person's own, or one that was given back and waits for them?"""
    return people.is_own(row, user) or (row.state == Row.State.GIVEN_BACK and is_mended_by(row, user))


def is_mended_by(row: Row, user: User) -> bool:
    """May the person change the returned row?"""
    return to_mend(type(row), user).filter(pk=row.pk).exists()


def is_left_to(row: Row, user: User) -> bool:
    """May the person, as the chief, correct or withdraw a returned row that was left behind?"""
    if row.state != Row.State.GIVEN_BACK or not may(user, "review_rows"):
        return False
    rows: Any = type(row)._default_manager
    return bool(rows.visible_to(user).filter(_is_left_behind(type(row)), pk=row.pk).exists())


def to_mend(model: type[Row], user: User) -> QuerySet[Any]:
    """The returned rows of a book that wait for the person."""
    at_work = Assignment.objects.at_work(timezone.localdate())
    own_post = at_work.filter(user=user, is_responsible=True).values("post")
    nobody_responsible = ~Exists(at_work.filter(post=OuterRef("post"), is_responsible=True))
    rows: Any = model._default_manager  # of the book's own queryset, which may hide more
    waits_here = _is_left_behind(model) & (Q(post__in=own_post) | Q(nobody_responsible))
    found: QuerySet[Any] = rows.visible_to(user).filter(
        people.own(user) | waits_here, state=Row.State.GIVEN_BACK
    )
    return found


def _is_left_behind(model: type[Row]) -> Q:
    """Does none of those who did or typed the row work at its post or station, in a role that may change and see it?"""
    verb = books.of_model(model).records
    authors = Q(user=OuterRef("recorded_by")) | Q(Among(F("user"), OuterRef("done_by")))
    here = Q(post=OuterRef("post")) | Q(station=OuterRef("station"))
    at_work = Assignment.objects.at_work(timezone.localdate()).filter(role__in=MAY[verb])
    return Q(~Exists(at_work.filter(authors).filter(here).filter(model.seen_in_role())))
