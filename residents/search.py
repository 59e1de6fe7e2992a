"""Find a household or a resident by what an officer types: name, initials, pinyin, house number, telephone."""

from functools import reduce
from typing import Any, TypeVar

from django.db.models import CharField, Model, QuerySet
from django.db.models.lookups import Lookup

from encryption.fields import matching
from residents import phones

M = TypeVar("M", bound=Model)
CANDIDATES = 1_000  # of each kind: nobody reads further, and sorting them costs little


@CharField.register_lookup
class Begins(Lookup):
    """``name__begins="王"``. PostgreSQL uses an index for it under a row policy too, for ``^@`` is leakproof: it
    reveals nothing about rows that the policy hides. For LIKE it does not.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ^@ {right}", (*left_params, *right_params)


def by_text(rows: QuerySet[M], text: str, *, name: str, number: str = "") -> QuerySet[M]:
    """Rows whose name, pinyin or initials begin with ``text``, or whose house number does; or whose phone it is.

    Beginnings only: they stay indexed under a scope of any width (docs/architecture.md). Each way gives its candidates
    by an index of its own before they are put in order.
    """
    text = text.strip()
    if not text:
        return rows
    if phones.is_whole(text):
        return rows.filter(matching(rows.model, "phone_index", text))
    fields = {"pinyin": text.lower(), "initials": text.lower()} if text.isascii() else {name: text}
    if number:
        fields[number] = text
    plain = rows.order_by()
    ways = [plain.filter(**{f"{field}__begins": typed}).values("pk") for field, typed in fields.items()]
    return rows.filter(pk__in=reduce(lambda one, other: one.union(other), [way[:CANDIDATES] for way in ways]))
