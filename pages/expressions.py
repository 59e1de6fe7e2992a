"""What a cell of a file is, as the database computes it: masked, guarded, labelled, in local time.

Used by pages/kinds.py. Each has a twin in Python for values that only Python can read; a test holds the two equal.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Func, TextField, Value
from django.db.models.expressions import BaseExpression, Combinable

from encryption import masks
from pages.sheets import FORMULA_STARTS, safe

Source = BaseExpression | Combinable  # what a column asks for


class Repeated(Func):
    """A function whose template names its argument more than once, and so its parameters."""

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        sql, params = super().as_sql(*args, **kwargs)
        return sql, [*params] * self.template.count("%(expressions)s")


class Masked(Repeated):
    """``masks.name`` of a text: the surname and the length stay."""

    template = (
        "left(%(expressions)s, 1) || repeat('*', CASE length(%(expressions)s) WHEN 0 THEN 0 WHEN 1 THEN 1 "
        "ELSE length(%(expressions)s) - 1 END)"
    )

    def __init__(self, source: Any) -> None:
        super().__init__(source, output_field=TextField())


class Guarded(Repeated):
    """``safe`` of a text (CWE-1236): the code point of its first character says whether it begins like a formula."""

    template = (
        "CASE WHEN ascii(%(expressions)s) IN (%(starts)s) THEN '''' || (%(expressions)s) "
        "ELSE %(expressions)s END"
    )

    def __init__(self, source: Any) -> None:
        starts = ", ".join(str(ord(start)) for start in FORMULA_STARTS)
        super().__init__(source, output_field=TextField(), starts=starts)


class LocalMinute(Func):
    """A moment as ``2026-03-05 14:30`` in the registry's time zone."""

    template = "to_char(%(expressions)s, 'YYYY-MM-DD HH24:MI')"
    arg_joiner = " AT TIME ZONE "

    def __init__(self, source: Any, zone: str) -> None:
        super().__init__(source, Value(zone), output_field=TextField())


class Clock(Func):
    """A time of day as ``08:05``."""

    template = "to_char(%(expressions)s, 'HH24:MI')"

    def __init__(self, source: Any) -> None:
        super().__init__(source, output_field=TextField())


class Labelled(Func):
    """A choice in the user's words; a value without a label as it is stored, but guarded."""

    def __init__(self, source: Any, labels: Mapping[Any, str]) -> None:
        """``labels``: the words of each value, in the language of now."""
        pairs = [Value(part) for value, label in labels.items() for part in (value, safe(label))]
        super().__init__(source, Guarded(source), *pairs, output_field=TextField())

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        (subject, given), (otherwise, more), *pairs = (
            compiler.compile(part) for part in self.source_expressions
        )
        parts, params = [f"CASE {subject}"], list(given)
        for word, (sql, values) in zip(("WHEN", "THEN") * (len(pairs) // 2), pairs, strict=True):
            parts.append(f"{word} {sql}")
            params += values
        return " ".join([*parts, f"ELSE {otherwise} END"]), [*params, *more]


# The masks that the database can apply. A value that only Python opens is masked there.
IN_SQL: dict[Callable[[str], str], type[Func]] = {masks.name: Masked}
