"""Bases of forms: of a row with its type, and of the pages that ask before something is done.

Used by the forms of all rooms above.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from audit.reasons import no_number
from pages import constraints, unshown
from pages.inputs import bare_helper
from pages.plausible import guard, in_order

RowT = TypeVar("RowT", bound=Model)

if TYPE_CHECKING:

    class ModelForm(forms.ModelForm[RowT]):
        """What the stubs leave out, declared for the type checker."""

        numbers_belong: tuple[str, ...]

        def _get_validation_exclusions(self) -> set[str]: ...

else:

    class ModelForm(forms.ModelForm):
        """Django's ModelForm, written ``ModelForm[Row]``: Django has no ``__class_getitem__`` for it, the stubs do.

        Days and free texts are held to pages/plausible.py, but for the texts in ``numbers_belong``. A field that the
        answers hide refuses nothing: the form is read once more as if it had not been sent.
        """

        numbers_belong = ()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            guard(self)

        def __class_getitem__(cls, row: type[Model]) -> type["ModelForm"]:
            return cls

        def _clean_fields(self):
            super()._clean_fields()
            for name in self.cleaned_data.keys() & self.fields.keys():
                self.cleaned_data[name] = in_order(self.fields[name], self.cleaned_data[name])

        def full_clean(self):
            super().full_clean()
            if self.is_bound and self._errors and (hidden := unshown.names(self) & self._errors.keys()):
                self.data = unshown.without(self, hidden)
                super().full_clean()

        def _update_errors(self, errors):
            if hasattr(errors, "error_dict"):
                constraints.place(errors.error_dict, self, self._meta.model)
            super()._update_errors(errors)


def row_field(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    """The field ``name``, which chooses among rows: forms narrow its queryset for the person."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    return field


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field ``name``, which chooses among fixed values: forms leave out those that the person may not choose."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


def suggest(form: forms.BaseForm, /, **values: Any) -> None:
    """Values for fields that are empty when the form opens: what is stored or given stays."""
    for name, value in values.items():
        if name in form.fields and form.initial.get(name) in (None, "", []):
            form.initial[name] = value


class PlainForm(forms.Form):
    """A form of no row; days and free texts are held to pages/plausible.py."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        guard(self)


class PlainConfirmForm(PlainForm):
    """A confirmation without a field."""


class ReasonForm(PlainConfirmForm):
    """A confirmation that needs a reason, which the trail records."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}), validators=[no_number]
    )
