"""Which names a DOCX template may use: the facts of its form, read from the dataclass.

A fact is a text (or yes / no), or a list of items with facts of their own. Nothing else of a value can be named: a
template of the county has no attributes, calls or filters.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints


@dataclass(frozen=True)
class Known:
    """The names of a scope: ``texts``, and lists with the names of their items."""

    texts: frozenset[str]
    lists: "dict[str, Known]"
    groups: "dict[str, Known]"


def known_of(facts: type[Any]) -> Known:
    """The names of a dataclass; TypeError for a field that is no text, no yes / no and no list of dataclasses."""
    texts, lists, groups = set(), {}, {}
    hints = get_type_hints(facts)
    for field in fields(facts):
        kind = hints[field.name]
        inner = next(iter(get_args(kind)), None)
        if kind in {str, bool}:
            texts.add(field.name)
        elif inner is not None and is_dataclass(inner):
            lists[field.name] = known_of(inner)  # type: ignore[arg-type]  # a class, not an instance
        elif is_dataclass(kind):
            groups[field.name] = known_of(kind)  # type: ignore[arg-type]  # a class, not an instance
        else:
            raise TypeError(f"{facts.__name__}.{field.name} can not stand on paper")
    return Known(frozenset(texts), lists, groups)
