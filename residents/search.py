"""Find a household or a resident by what an officer types: name, initials, pinyin, house number, telephone."""

from functools import reduce
from typing import Any, TypeVar

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.lookups import Lookup

from encryption.fields import matching
from folding import house_numbers
from folding import text as folding
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

    ``name`` and ``number`` are the fields with the folded ones, in which a text is found in any spelling. Beginnings
    only: they stay indexed under a scope of any width (docs/architecture.md). Each way gives its candidates by an index
    of its own before they are put in order.
    """
    if not text.strip():
        return rows
    has_number = phones.is_whole(text)
    if has_number and "-" not in folding.plain(text):
        return rows.filter(matching(rows.model, "phone_index", text))
    folded = folding.name(text)
    fields = dict.fromkeys(("pinyin", "initials") if folded.isascii() else (name,), folded)
    if number:
        fields[number] = house_numbers.folded(text)
    plain = rows.order_by()
    conditions = [Q(**{f"{field}__begins": typed}) for field, typed in fields.items() if typed]
    if has_number:  # digits with a dash are a house number as well
        conditions.append(matching(rows.model, "phone_index", text))
    ways = [plain.filter(condition).values("pk") for condition in conditions]
    if not ways:
        return rows.none()
    return rows.filter(pk__in=reduce(lambda one, other: one.union(other), [way[:CANDIDATES] for way in ways]))
