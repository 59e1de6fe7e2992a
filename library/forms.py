"""Forms of the county's regulations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from library.models import Edition, Regulation
from pages.forms import ModelForm, PlainForm
from pages.inputs import DayInput, bare_helper


class EditionForm(ModelForm[Edition]):
    """The text of an edition, and whether everybody has to read it."""

    class Meta:
        model = Edition
        fields = ["issued_on", "must_read", "text"]
        widgets = {"issued_on": DayInput(), "text": forms.Textarea({"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("issued_on", timezone.localdate())
        self.fields["issued_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.fields["must_read"].help_text = _("Asked for at the next sign-in, before any other page.")


class RegulationForm(EditionForm):
    """A new regulation: the title, and its first edition."""

    title = forms.CharField(
        label=Regulation._meta.get_field("title").verbose_name,  # type: ignore[arg-type]  # lazy text
        max_length=80,
    )
    field_order = ("title",)


class ReadForm(PlainForm):
    """A box to tick for each edition."""

    def __init__(self, *args: Any, editions: Iterable[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in editions:
            self.fields[f"edition_{one.pk}"] = forms.BooleanField(
                label=_("I have read: %(title)s") % {"title": one.regulation.title},
                error_messages={"required": _("Read it and tick the box.")},
            )
