"""Forms of the pages that ask before something is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.reasons import no_number
from pages.inputs import bare_helper


class ReasonForm(forms.Form):
    """A confirmation that needs a reason, which the trail keeps."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.Textarea({"rows": 3}), validators=[no_number]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class PlainConfirmForm(ReasonForm):
    """A confirmation without words."""

    reason = None  # Django's way to take a field of the parent away
