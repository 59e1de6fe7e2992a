"""Who sees a protected dispute (domestic violence): officers of its post and the chief of its station, nobody else.

Both layers: ``HidingQuerySet`` narrows a query, ``protected`` the policies of a table.
"""

from dataclasses import replace
from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from access import scope
from accounts.models import User
from policies.guards import PLACE_LEVELS, SEES_PROTECTED, Guard
from posts.querysets import ScopedQuerySet

RowT = TypeVar("RowT", bound=Model)


class HidingQuerySet(ScopedQuerySet[RowT]):
    """Rows with a column ``is_protected``, which keeps them from most people and out of every file."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows of the person's place; protected ones only for those who see them."""
        return super().visible_to(user).without_hidden(user)

    def without_hidden(self, user: User | AnonymousUser) -> Self:
        """Without protected rows, unless the person sees those."""
        return self if scope.for_user(user).sees_protected else self.unprotected()

    def unprotected(self) -> Self:
        """Files, papers and reports never have a protected row, whoever makes them."""
        return self.filter(is_protected=False)


def protected(guard: Guard) -> Guard:
    """The guard of a table with a column ``is_protected``: such rows only where the transaction sees protected ones."""
    return tuple(
        replace(rule, where=f"({rule.where}) AND (NOT is_protected OR {SEES_PROTECTED})")
        if set(rule.levels) & set(PLACE_LEVELS)
        else rule
        for rule in guard
    )
