"""A query that Django builds and compiles once in a process and asks with other values each time.

The session of every page is read with ten joins: to build that query took Django ten times as long as PostgreSQL took
to answer it. Called where a query is the same on each page but for its values (oversight/serving.py).
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

RowT = TypeVar("RowT", bound=Model)


class Prepared(Generic[RowT]):
    """``make(**values)`` gives the query. ``blanks`` are values of the right types that stand in it nowhere else: in
    their places go the values of each ``rows(**values)``, as they are, so no lookup may change them.
    """

    def __init__(self, make: Callable[..., QuerySet[RowT]], **blanks: Any) -> None:
        self._make, self._blanks = make, blanks

    def rows(self, **values: Any) -> list[RowT]:
        """The rows of the query with these values, in one statement. KeyError for a value that is missing."""
        made, compiler, sql, params = self._compiled
        filled = tuple(values[name] if name else value for name, value in params)
        query, compiler = copy(made.query), copy(compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
        compiler.as_sql = lambda *_given, **_named: (sql, filled)
        query.get_compiler = lambda *_given, **_named: compiler
        return list(QuerySet(made.model, query, DEFAULT_DB_ALIAS))

    @cached_property
    def _compiled(self) -> tuple[Any, Any, str, list[tuple[str, Any]]]:
        """The query, what has compiled it and knows its columns and models, the statement, and for each parameter the
        name of its blank, or an empty name and its value. Two threads may both make it; neither sees half of one."""
        made: Any = self._make(**self._blanks)
        compiler = made.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        names = {(type(blank), blank): name for name, blank in self._blanks.items()}
        found = [(names.get((type(value), value), ""), value) for value in params]
        if missing := self._blanks.keys() - {name for name, _value in found}:
            raise ValueError(f"the query does not take {missing} as given")
        return made, compiler, sql, found
