"""PostgreSQL as Django speaks to it, with role and scope set where a transaction opens (policies/acting.py).

There the rules that the transaction before had read are forgotten, too (rules/reading.py).
"""

from django.db.backends.postgresql import base

from policies import acting
from rules import reading


class DatabaseWrapper(base.DatabaseWrapper):
    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django keeps it to its backends
        reading.forget(self)
        if not autocommit and acting.now() is not None:
            acting.apply(self)
