"""The form field of an encrypted value: it shows a mask or nothing, and leaves an untouched value as it is."""

from collections.abc import Callable
from typing import Any

from django import forms

from encryption.masks import UNCHANGED, UNREADABLE, Unchanged


class SealedInput(forms.TextInput):
    """An empty input; for a row that has a value its mask, and "change" opens the input. Works without scripts."""

    template_name = "encryption/encrypted_input.html"
    shown = ""  # the mask of the value that the row has
    is_unreadable = False

    def use_required_attribute(self, initial: Any) -> bool:
        """A stored value need not be typed again: no browser waits for the input that is folded away."""
        return not self.shown and super().use_required_attribute(initial)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        typed = value if isinstance(value, str) else ""
        context = super().get_context(name, typed, attrs)
        context["widget"] |= {
            "shown": self.shown,
            "is_unreadable": self.is_unreadable,
            "emptied": f"{name}-emptied",
            "is_emptied": value == "" and bool(self.shown),
        }
        if self.shown and self.is_required:
            context["widget"]["attrs"]["aria-required"] = "true"
        context["widget"]["is_open"] = bool(typed) or context["widget"]["is_emptied"]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return (
            UNCHANGED if self.shown and not (typed or "").strip() and f"{name}-emptied" not in data else typed
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-emptied" not in data


class EncryptedFormField(forms.CharField):
    """Text for an encrypted field; ``UNCHANGED`` when the hidden value was left untouched."""

    widget: Any = SealedInput

    def __init__(self, *, mask: Callable[[str], str], **kwargs: Any) -> None:
        self.mask = mask
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "data-private": ""}

    def hide(self, form: "forms.ModelForm[Any]", name: str) -> None:
        """Take the stored value of the form's row out of the form and show its mask."""
        value = getattr(form.instance, name, "") if form.instance.pk else ""
        if value:
            self.widget.shown, self.widget.is_unreadable = self.mask(value), value is UNREADABLE
            form.initial[name] = UNCHANGED

    def clean(self, value: Any) -> Any:
        return UNCHANGED if isinstance(value, Unchanged) else super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not UNCHANGED and super().has_changed("" if initial is UNCHANGED else initial, data)
