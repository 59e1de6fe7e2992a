"""PostgreSQL as Django speaks to it, with role and scope set where a transaction opens (policies/acting.py)."""

from django.db.backends.postgresql import base

from policies import acting


class DatabaseWrapper(base.DatabaseWrapper):
    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # Django keeps it to its backends
        if not autocommit and acting.now() is not None:
            acting.apply(self)
