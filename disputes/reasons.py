"""The reasons in spite of warnings, in any form of a dispute: read from what was sent, asked beside the field.

A page whose action asks the rules calls ``take_up`` when its form is made, hands ``given(form)`` to the action, and
calls ``ask`` when the action raises ReasonsWanted (``WarnedPage`` of views/warned.py does the first and the last).
"""

from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.utils.translation import gettext as _

from disputes.legality.findings import Found
from disputes.legality.gate import WHY, field_of
from disputes.models import Finding
from pages.plausible import no_number_of_any_kind

LONGEST = Finding._meta.get_field("reason").max_length


def given(form: Any) -> dict[str, str]:
    """Rule -> the reason that was sent with the form."""
    sent = {name: form.data.get(name, "") for name in form.data if name.startswith(WHY)}
    return {_rule(name): reason.strip() for name, reason in sent.items() if reason.strip()}


def _rule(name: str) -> str:
    return name.removeprefix(WHY).replace("-", ".")


def take_up(form: Any) -> None:
    """Give the form the fields of the reasons that were sent with it, so that they stay when it is shown once more."""
    if not form.is_bound:
        return
    for rule in given(form):
        _add(form, rule, _("Why you went on all the same"), "")


def ask(form: Any, warnings: Iterable[Found]) -> None:
    """Ask for a reason beside the field of each warning; several of one rule are one question."""
    sentences: dict[str, list[Found]] = {}
    for one in warnings:
        sentences.setdefault(one.rule, []).append(one)
    for rule, found in sentences.items():
        form.fields.pop(field_of(rule), None)
        _add(form, rule, " ".join(map(str, found)), found[0].field)


def _add(form: Any, rule: str, label: str, beside: str) -> None:
    name = field_of(rule)
    if name in form.fields:
        return
    form.fields[name] = forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2, "data-warning": rule}),
        validators=[no_number_of_any_kind],
        help_text=_("Say why you go on all the same; it is kept with the dispute."),
    )
    layout = getattr(getattr(form, "helper", None), "layout", None)
    if layout is not None and name not in _names(layout):
        layout.fields.insert(_place(layout, beside), name)


def _place(layout: Layout, beside: str) -> int:
    """Behind the part of the layout that has the field; at the head where none has."""
    for index, item in enumerate(layout.fields):
        if item == beside or (isinstance(item, LayoutObject) and beside in _names(item)):
            return index + 1
    return 0


def _names(item: LayoutObject) -> set[str]:
    return {pointer.name for pointer in item.get_field_names()}
