"""A query that Django compiles once in a process and PostgreSQL plans once in a connection, asked each time with other
values.

The session of every page is read with ten joins: to build and to plan that query took ten times as long as to answer
it. Called where a query is the same on each page but for its values (oversight/serving.py). Behind a pooler that gives
each transaction another connection, ``DISABLE_SERVER_SIDE_CURSORS`` leaves PREPARE out as well.
"""

import hashlib
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from psycopg2.extensions import AsIs

from policies import acting

RowT = TypeVar("RowT", bound=Model)
TYPES = {str: "text", int: "bigint", date: "date", datetime: "timestamptz"}  # else a bare place would be text


class Prepared(Generic[RowT]):
    """``make(**values)`` gives the query. ``samples`` are values of the types in TYPES that mark its parameters: they
    stand in it nowhere else. The values of each ``rows(**values)`` take their places as they are, so no lookup may
    change them.
    """

    def __init__(self, make: Callable[..., QuerySet[RowT]], **samples: Any) -> None:
        self._make, self._samples = make, samples

    def rows(self, **values: Any) -> list[RowT]:
        """The rows of the query with these values, in one statement. KeyError for a value that is missing."""
        made, compiler, sql, params = self._compiled
        connection: Any = connections[DEFAULT_DB_ALIAS]  # that of this thread
        filled = tuple(values[name] if name else value for name, value in params)
        if not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            filled = tuple(values[name] for name, _value in params if name)
            sql = f"EXECUTE {self._prepare_on(connection)} ({', '.join(['%s'] * len(filled))})"
        query, compiler = copy(made.query), copy(compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_given, **_named: (sql, filled)
        query.get_compiler = lambda *_given, **_named: compiler
        return list(QuerySet(made.model, query, DEFAULT_DB_ALIAS))

    def _prepare_on(self, connection: Any) -> str:
        """What the statement is called in this connection, which keeps it from now on, also after a ROLLBACK.

        A plan that reads guarded tables holds for one role: asked by another one, PostgreSQL would plan it anew each
        time. PREPARE goes alone: one that failed is not remembered, and one that did not is not sent again.
        """
        _made, _compiler, sql, params = self._compiled
        who = acting.now()
        name = f"prepared_{hashlib.sha256(sql.encode()).hexdigest()[:16]}_{who.level if who else 'login'}"
        # As each statement does; after that check the connection would be another one, which has nothing prepared.
        connection.close_if_health_check_failed()
        connection.ensure_connection()
        if name not in connection.connection.prepared:
            numbers = iter(range(1, len(params) + 1))
            places = [AsIs(f"${next(numbers)}") if sample else value for sample, value in params]
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                types = ", ".join(TYPES[type(self._samples[sample])] for sample, _value in params if sample)
                cursor.execute(f"PREPARE {name} ({types}) AS {cursor.mogrify(sql, places).decode()}")
            connection.connection.prepared.add(name)
        return name

    @cached_property
    def _compiled(self) -> tuple[Any, Any, str, list[tuple[str, Any]]]:
        """The query, what has compiled it and knows its columns and models, the statement, and for each parameter the
        name of its sample, or an empty name and its value. Two threads may both make it; neither sees half of one."""
        made: Any = self._make(**self._samples)
        compiler = made.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        names = {(type(sample), sample): name for name, sample in self._samples.items()}
        found = [(names.get((type(value), value), ""), value) for value in params]
        if missing := self._samples.keys() - {name for name, _value in found}:
            raise ValueError(f"the query does not take {missing} as given")
        return made, compiler, sql, found
