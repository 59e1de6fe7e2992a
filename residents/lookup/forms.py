"""What the county types to find one household."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.reasons import Why
from pages.forms import PlainForm, row_field
from posts.models import Village
from posts.naming import with_towns_of


class LookupForm(PlainForm):
    numbers_belong = ("phone", "number")

    phone = forms.CharField(
        label=_("Telephone, the whole number"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off", "data-private": ""}),
    )
    village = forms.ModelChoiceField(
        label=_("or the village"), required=False, queryset=Village.objects.none()
    )
    number = forms.CharField(
        label=_("and the house number"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    why = forms.ChoiceField(label=_("What for"), choices=Why, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=100,
        help_text=_("Needed for another reason only."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = row_field(self, "village")
        field.queryset = Village.objects.served_by(user).existing().select_related("town")
        names = with_towns_of(field.queryset)
        field.label_from_instance = partial(_name, names)  # type: ignore[method-assign]  # Django's own hook


def _name(names: dict[int, str], obj: Any) -> str:
    return names[obj.pk]
