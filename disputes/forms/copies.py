"""A page of the signed agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from pages import uploads
from pages.inputs import bare_helper


class CopyForm(forms.Form):
    """One photographed page of a signed agreement."""

    picture = forms.FileField(
        label=gettext_lazy("Page of the agreement"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP up to 8 MB. Place, time and device of the photograph are not kept."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()

    def clean_picture(self) -> bytes:
        return uploads.jpeg(self.cleaned_data["picture"])
