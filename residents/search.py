"""Find a household or a resident by what an officer types: name, initials, pinyin, house number, telephone."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from audit.sealed import matching
from residents import phones

M = TypeVar("M", bound=Model)


def by_text(rows: QuerySet[M], text: str, *, name: str, number: str = "") -> QuerySet[M]:
    """Rows whose name, pinyin or initials begin with ``text``, or whose house number does; or whose phone it is.

    Beginnings only: they stay indexed under a scope of any width (docs/architecture.md).
    """
    text = text.strip()
    if not text:
        return rows
    if phones.is_whole(text):
        return rows.filter(matching(rows.model, "phone_index", text))
    if text.isascii():
        found = Q(pinyin__startswith=text.lower()) | Q(initials__startswith=text.lower())
        if number:
            found |= Q(**{f"{number}__startswith": text})
        return rows.filter(found)
    found = Q(**{f"{name}__startswith": text})
    if number:
        found |= Q(**{f"{number}__startswith": text})
    return rows.filter(found)
