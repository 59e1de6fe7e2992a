"""Fields of a form that one answer hides: what is not shown refuses nothing.

Used by the bases of forms (pages/forms.py). A part of a layout names the answer that shows it
(``data_shown_for="name=one|another"``); in the browser static/registry/registry.js hides it for every other, with what
was typed there before still in its fields.
"""

import re
from collections.abc import Iterator
from typing import Any

from django import forms

CONDITION = re.compile(r'data-shown-for="([^"=]+)=([^"]*)"')


def names(form: forms.BaseForm) -> set[str]:
    """The fields that lie in a part which the answers sent with the form hide."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    return set(_hidden(form, layout, is_hidden=False)) if layout is not None else set()


def without(form: forms.BaseForm, hidden: set[str]) -> Any:
    """What was sent, less these fields."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    for name in hidden:
        data.pop(form.add_prefix(name), None)
    return data


def _hidden(form: forms.BaseForm, part: Any, *, is_hidden: bool) -> Iterator[str]:
    found = CONDITION.search(str(getattr(part, "flat_attrs", "") or ""))
    if found:
        name, wanted = found.groups()
        is_hidden = is_hidden or str(form.data.get(form.add_prefix(name)) or "") not in wanted.split("|")
    for one in getattr(part, "fields", ()):
        if isinstance(one, str):
            if is_hidden and one in form.fields:
                yield one
        else:
            yield from _hidden(form, one, is_hidden=is_hidden)
