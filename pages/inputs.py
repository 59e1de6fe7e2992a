"""Inputs and helpers that every form of the registry takes."""

from collections.abc import Iterable, Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from pages.kinds import escaped


def bare_helper() -> FormHelper:
    """Crispy without its own form tag, so that the page owns the form."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class DayInput(forms.DateInput):
    """A date as the browser's own calendar takes it."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class LateReasonField(forms.CharField):
    """Why something changes a month that is published."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Why late"),
            required=False,
            max_length=200,
            help_text=gettext_lazy(
                "Only for a month that is published: the reason stands beside the restated figure."
            ),
        )


def without_late_reason(form: forms.BaseForm) -> None:
    """Leave the reason out of a form that was not sent: it is asked for when a lock has refused it, not before."""
    if not form.is_bound:
        del form.fields["late_reason"]


def late_part(form: forms.BaseForm) -> list[str]:
    """The reason in the layout of a form that was sent."""
    return ["late_reason"] if form.is_bound else []


def hide_late_reason(form: Any) -> None:
    """Take the question out of a refused form: only a published month takes a reason, and no other error brings it."""
    if "late_reason" not in form.fields or getattr(getattr(form, "instance", None), "is_late", False):
        return
    errors = [error for several in form.errors.as_data().values() for error in several]
    if not any(error.code == "published" for error in errors) and not form.data.get("late_reason"):
        form.fields["late_reason"].widget = forms.HiddenInput()


class QuickSelect(forms.Select):
    """A select as Django's templates write it, without three templates an option: villages and months are many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        options = "\n".join(_options(self.choices, chosen))
        attributes = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return format_html("<select{}>\n{}\n</select>", attributes, mark_safe(options))


def _options(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    """The options as escaped HTML; a list of choices in place of a label is a group of that name."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escaped(value)}">'
            yield from _options(label, chosen)
            yield "</optgroup>"
        else:
            key = "" if value is None else str(value)
            yield f'<option value="{escaped(key)}"{" selected" if key in chosen else ""}>{escaped(label)}</option>'


class CellField(forms.IntegerField):
    """A count that may stay blank: blank is "not reported", 0 is "none"."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a whole number from 0 to 999, or leave it empty.")
    }

    def __init__(self, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"class": "form-control", "inputmode": "numeric", "autocomplete": "off", "maxlength": 6}
        )
        super().__init__(required=False, min_value=0, max_value=most, widget=widget, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
