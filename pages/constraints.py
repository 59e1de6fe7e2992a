"""The sentence of a broken constraint beside the field that it is about, in forms and after a race.

A constraint carries its sentence (``violation_error_message``). Django shows that of several columns above the form,
and none at all when another transaction was faster.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import BaseConstraint, Model, UniqueConstraint


def place(errors: dict[str, list[ValidationError]], form: Any, model: type[Model] | None) -> None:
    """Move the sentences of constraints from above the form to the field that they are about, if it has one."""
    constraints = {str(one.violation_error_message): one for one in model._meta.constraints} if model else {}
    for error in errors.pop(NON_FIELD_ERRORS, []):
        broken = constraints.get(" ".join(error.messages))
        errors.setdefault(field_of(broken, form) or NON_FIELD_ERRORS, []).append(error)


def refusal(fault: IntegrityError, form: Any) -> ValidationError | None:
    """What the constraint says that another transaction broke a moment ago; None for one of no model."""
    name = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
    every = (one for model in apps.get_models() for one in model._meta.constraints)
    broken = next((one for one in every if one.name == name), None)
    if broken is None:
        return None
    field = field_of(broken, form)
    said = str(broken.violation_error_message)
    return ValidationError({field: said}) if field else ValidationError(said)


def field_of(constraint: BaseConstraint | None, form: Any) -> str:
    """The field beside which the sentence stands: the first day of a period, else the last column; "" for none."""
    derived_from = {
        derived: name
        for name, several in getattr(getattr(form, "instance", None), "DERIVED", {}).items()
        for derived in several
    }
    named = [derived_from.get(name, name) for name in columns(constraint)]
    shown = [name for name in named if name in form.fields and not _is_hidden(form, name)]
    days = [name for name in shown if isinstance(form.fields[name], forms.DateField)]
    return str((days[:1] or shown[-1:] or [""])[0])


def columns(constraint: BaseConstraint | None) -> Iterator[str]:
    """The names of the columns that the constraint compares, as it has them."""
    if isinstance(constraint, UniqueConstraint):
        yield from constraint.fields
    elif isinstance(constraint, ExclusionConstraint):
        for expression, _operator in constraint.expressions:
            yield from _names(expression)


def _names(expression: Any) -> Iterator[str]:
    name = expression if isinstance(expression, str) else getattr(expression, "name", "")
    if name:
        yield name
    else:
        for part in expression.get_source_expressions():
            yield from _names(part) if part is not None else ()


def _is_hidden(form: Any, name: str) -> bool:
    return bool(form.fields[name].widget.is_hidden)
