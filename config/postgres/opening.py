"""Connections that open a transaction together with its first statement: one round trip instead of three.

psycopg2 sends BEGIN by itself and waits for the answer, and role and scope would be a second wait. Here a connection
remembers both (``opening``) and sends them in front of the first statement, in one message. A transaction that asks
nothing is never opened. What bypassed ``Cursor`` would run outside of a transaction, with no rights but those of the
level anonymous: it fails, and shows nothing.
"""

from typing import Any

from psycopg2 import extensions


class Connection(extensions.connection):
    """Always in the autocommit of psycopg2, which begins nothing by itself."""

    opening = ""  # BEGIN and the settings of the transaction that is wanted and not yet begun; without "%"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepared: set[str] = set()  # the statements that this connection has planned (prepared.py)

    def take_opening(self) -> str:
        """The opening, to be sent now; from then on there is none."""
        opening, self.opening = self.opening, ""
        return opening


class Cursor(extensions.cursor):
    """Sends the opening of its connection first."""

    def execute(self, query: Any, vars: Any = None) -> None:
        opening = self.connection.take_opening()
        if (
            opening and self.name is not None
        ):  # psycopg2 writes DECLARE in front of the query of a named cursor
            self._send(opening)
        elif opening and isinstance(query, bytes):
            query = opening.encode() + query
        elif opening:
            query = opening + (
                query if isinstance(query, str) else query.as_string(self)
            )  # else psycopg2.sql
        super().execute(query, vars)

    def executemany(self, query: Any, vars_list: Any) -> None:
        self._open()
        super().executemany(query, vars_list)

    def callproc(self, procname: str, parameters: Any = None) -> Any:
        self._open()
        return super().callproc(procname, parameters)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._open()
        super().copy_expert(sql, file, size)

    def copy_from(self, *args: Any, **kwargs: Any) -> None:
        self._open()
        super().copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> None:
        self._open()
        super().copy_to(*args, **kwargs)

    def _open(self) -> None:
        if opening := self.connection.take_opening():
            self._send(opening)

    def _send(self, sql: str) -> None:
        with self.connection.cursor() as plain:
            plain.execute(sql)
