"""Who sees a protected dispute (domestic violence): officers of its post and the chief of its station, nobody else.

Both layers: ``hide_protected`` narrows a query, ``protected`` the policies of a table.
"""

from dataclasses import replace
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from access import scope
from accounts.models import User
from policies.guards import PLACE_LEVELS, SEES_PROTECTED, Guard

RowsT = TypeVar("RowsT", bound=QuerySet[Any])


def hide_protected(rows: RowsT, user: User | AnonymousUser) -> RowsT:
    """``rows`` without protected ones, unless the person sees those."""
    return rows if scope.for_user(user).sees_protected else rows.filter(is_protected=False)


def protected(guard: Guard) -> Guard:
    """The guard of a table with a column ``is_protected``: such rows only where the transaction sees protected ones."""
    return tuple(
        replace(rule, where=f"({rule.where}) AND (NOT is_protected OR {SEES_PROTECTED})")
        if set(rule.levels) & set(PLACE_LEVELS)
        else rule
        for rule in guard
    )
