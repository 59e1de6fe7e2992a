"""What the SQL of a first page or a list follows from: its key in pages/compiled.py."""

from collections.abc import Hashable

from django.utils import timezone

import rules
from access import scope
from accounts.models import User


def key(what: str, user: User, *more: Hashable) -> Hashable:
    """``what``: the statement; ``more``: what it follows from beside the person, the scope, the day and the rules.

    No query that is remembered may know the hour, or look into a table before it is built
    (tests/reports/test_remembering.py).
    """
    return what, user.pk, scope.for_user(user), timezone.localdate(), rules.fingerprint(), more
