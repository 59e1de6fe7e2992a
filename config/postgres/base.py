"""Django's PostgreSQL backend, with role and scope set where a transaction opens (policies/acting.py).

The cached rules of the transaction before are dropped there, too (rules/reading.py).
"""

from django.db.backends.postgresql import base

from policies import acting
from rules import reading


class DatabaseWrapper(base.DatabaseWrapper):
    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # private to Django's backends, not in the stubs
        reading.forget(self)
        if not autocommit and acting.now() is not None:
            acting.apply(self)
