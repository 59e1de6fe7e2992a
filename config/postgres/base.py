"""Django's PostgreSQL backend, with role and scope set where a transaction opens (policies/acting.py).

They travel with BEGIN and the first statement (opening.py). The cached rules of the transaction before are dropped
where one begins and ends (rules/reading.py). Errors come without the values of rows (errors.py), slow statements are
logged with placeholders (slow.py).
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from django.utils.functional import cached_property

from config.postgres import slow
from config.postgres.errors import WithoutValues
from config.postgres.opening import Connection, Cursor
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

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"connection_factory": Connection, "cursor_factory": Cursor}

    def _set_autocommit(self, autocommit: bool) -> None:
        if autocommit:
            super()._set_autocommit(True)  # type: ignore[misc]  # private to Django's backends, not in the stubs
        reading.forget(self)
        self.connection.opening = "" if autocommit else f"BEGIN; {acting.opening()}"

    def _commit(self) -> None:
        self._end("COMMIT")

    def _rollback(self) -> None:
        self._end("ROLLBACK")

    def _end(self, word: str) -> None:
        """End the transaction, if one was begun at all."""
        if self.connection is None or self.connection.take_opening():
            return
        with debug_transaction(self, word), self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(word)

    def is_usable(self) -> bool:
        """Whether the server has not hung up, without asking it: what waits on an idle connection says that it closed.

        Asked once a request (CONN_HEALTH_CHECKS), where Django's own check waits for an answer to SELECT 1.
        """
        if self.connection is None or self.connection.closed:
            return False
        heard = select.poll()
        heard.register(self.connection, select.POLLIN)
        return not heard.poll(0)
