"""What PostgreSQL says of an error, without the values of rows: no log line and no error report has them.

DETAIL holds the key or the whole row of a broken constraint, and the text of both statements of a deadlock; the message
of a data error quotes the value itself.
"""

import re
from types import TracebackType

import psycopg2
from django.db.utils import DatabaseErrorWrapper

QUOTED = re.compile(r'"[^"]*"?|: .*', re.DOTALL)
HIDDEN = '"***"'
# SQLSTATE classes and codes whose message quotes what was sent: data exceptions, syntax errors.
QUOTING = ("22", "42601")


class WithoutValues(DatabaseErrorWrapper):
    """Django's wrapper of the driver's errors; what it passes on names the constraint and the fault, and no value."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(exc_value, psycopg2.Error) and exc_value.pgcode:
            exc_value.args = (message(exc_value),)
        super().__exit__(exc_type, exc_value, traceback)


def message(error: psycopg2.Error) -> str:
    """The first sentence of the server, without quoted values where they may be a villager's words."""
    message = error.diag.message_primary or ""
    if (error.pgcode or "").startswith(QUOTING):
        message = QUOTED.sub(HIDDEN, message)
    return f"{message} ({error.pgcode})"
