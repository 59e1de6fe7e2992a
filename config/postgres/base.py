"""Django's PostgreSQL backend, with role and scope set where a transaction opens (policies/acting.py).

The cached rules of the transaction before are dropped there, too (rules/reading.py). Errors come without the values of
rows (errors.py), slow statements are logged with placeholders (slow.py).
"""

from typing import Any

from django.db.backends.postgresql import base
from django.utils.functional import cached_property

from config.postgres import slow
from config.postgres.errors import WithoutValues
from policies import acting
from rules import reading


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(slow.report)

    @cached_property
    def wrap_database_errors(self) -> WithoutValues:
        """Errors without the values of rows."""
        return WithoutValues(self)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # private to Django's backends, not in the stubs
        reading.forget(self)
        if not autocommit and acting.now() is not None:
            acting.apply(self)
