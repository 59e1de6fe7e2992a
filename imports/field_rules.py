"""The field rules of a screen's form, asked for every line of a sheet.

One form is made for a whole file, with its choices read once, and its own fields, ``clean_...`` and ``_clean_form`` run
for each line: an import says word for word what the page says. What asks the database for each row (villages,
uniqueness, constraints) is left out; imports/checks.py does that for all lines in SQL.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

Errors = dict[str, list[str]]
CACHED = 5_000  # values of a field


@dataclass(frozen=True)
class Checked:
    """The cleaned values; by field the sentences of the form; what it asks about unlikely numbers."""

    cleaned: dict[str, Any]
    wrong: Errors
    questions: list[str]


class FieldRules:
    """``FieldRules(form).check(data)`` says what the form would."""

    def __init__(self, form: "forms.ModelForm[Any]", without: tuple[str, ...]):
        self.form = form
        for name in without:
            form.fields.pop(name, None)
        form.is_bound = True
        columns = {column.name: column for column in form._meta.model._meta.concrete_fields}
        self.columns = [
            (name, columns[name].empty_values, lru_cache(CACHED)(columns[name].clean))
            for name in form.fields
            if name in columns
        ]
        # What a field says depends on the value alone, and a file has the same few years and kinds again and again.
        self.cleaners = [
            (
                name,
                field.widget.value_from_datadict,
                lru_cache(CACHED)(field.clean),
                getattr(form, f"clean_{name}", None),
            )
            for name, field in form.fields.items()
        ]

    def check(self, data: dict[str, str]) -> Checked:
        form: Any = self.form
        form.data, form.cleaned_data, form._errors = data, {}, ErrorDict(renderer=form.renderer)
        self._clean_fields(data)
        form._clean_form()
        self._ask_columns()
        wrong = {name: [str(one) for one in errors] for name, errors in form._errors.items()}
        return Checked(form.cleaned_data, wrong, self._questions(wrong))

    def _clean_fields(self, data: dict[str, str]) -> None:
        """``Form._clean_fields`` without its bound fields, which take most of its time."""
        cleaned, files = self.form.cleaned_data, dict[str, Any]()
        for name, typed, clean, hook in self.cleaners:
            try:
                cleaned[name] = clean(typed(data, files, name))
                if hook:
                    cleaned[name] = hook()
            except ValidationError as fault:
                self.form.add_error(name, fault)

    def _ask_columns(self) -> None:
        """The validators of the model's columns, which ``_post_clean`` asks on an instance made for each form."""
        cleaned, wrong = self.form.cleaned_data, self.form.errors
        for name, empty, clean in self.columns:
            value = cleaned.get(name)
            if name in wrong or value in empty:
                continue
            try:
                clean(value, None)
            except ValidationError as fault:
                self.form.add_error(name, fault)

    def _questions(self, wrong: Errors) -> list[str]:
        """What the page would ask to be ticked (pages/plausible.py); the question goes out of the form again."""
        sure: Any = self.form.fields.pop("sure", None)
        if sure is None:
            return []
        layout = getattr(self.form, "helper", None) and self.form.helper.layout  # type: ignore[attr-defined]  # of crispy forms
        if layout is not None:
            layout.pop(0)
        wrong.pop("sure", None)
        return [str(question) for _key, question in sure.choices]
