"""Naming further people who did a row that a colleague has written down: "I was there, too" (我也在场).

Without it the second of two who went together writes the same down once more, and the post counts it twice.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import save_changes
from ledgers import actions, books, people
from ledgers.models import Row

R = TypeVar("R", bound=Row)


@transaction.atomic
def come_along(row: R, who: Iterable[int], *, by: User, late_reason: str = "", **more: Any) -> R:
    """Name ``who`` (keys of accounts) beside those who did the row; ``more``: fields that they add something to.

    A row that was accepted waits for the review again: the chief has accepted it without them. Both months rules and
    people rules are those of a change (``actions.amend``); named already, nothing is written.
    """
    if not may(by, books.of_model(type(row)).records):
        raise PermissionDenied
    before = actions.hold(row, by=by)
    check_open_to_company(before)
    added = sorted({*who} - {*before.done_by})
    after = copy(before)
    after.done_by = sorted({*before.done_by, *added})
    for name, value in more.items():
        setattr(after, name, value)
    people.check(after, added)
    if not added and all(getattr(before, name) == value for name, value in more.items()):
        return before
    actions.let_in(after, late_reason)
    after.state, after.reviewed_by, after.reviewed_at = Row.State.RECORDED, None, None
    save_changes(before, after, also=("state", "is_late", "reason", "reviewed_by", "reviewed_at"))
    trail.record("come_along", after, by=by, done_by="、".join(people.names_of(added)), late=after.is_late)
    return after


def check_open_to_company(row: Row) -> None:
    """ValidationError for a row that counts nowhere, or of which nothing is left to change."""
    if not row.is_counted:
        raise ValidationError(_("%(state)s rows can not be changed.") % {"state": row.get_state_display()})
    actions.check_mendable(row)


def may_join(row: Row, user: User) -> bool:
    """Did the person serve at the row's post on its day, so that they may have been there, and are not named yet?"""
    if user.pk in row.done_by or not row.is_counted or row.erased_on:
        return False
    if not may(user, books.of_model(type(row)).records):
        return False
    return people.serving(row.occurred_on, post=row.post_id, user=user).exists()


def check_joins(row: Row, user: User) -> None:
    """ValidationError unless they may join it."""
    check_open_to_company(row)
    if user.pk in row.done_by:
        raise ValidationError(_("You are named in this row already."))
    if not may_join(row, user):
        raise ValidationError(_("Only who served at the post on that day was there."))
