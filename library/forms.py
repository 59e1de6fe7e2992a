"""Forms of the county's regulations."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library import actions
from library.models import Edition, Regulation
from pages.forms import ModelForm, PlainForm
from pages.inputs import DayInput, bare_helper

NAME_MOST = 120  # of the end of the file's name, which says what it is


class EditionForm(ModelForm[Edition]):
    """The text of an edition or its file, and whether everybody has to read it."""

    file = forms.FileField(
        label=gettext_lazy("File (PDF)"),
        required=False,
        widget=forms.FileInput({"accept": ".pdf,application/pdf"}),
        help_text=gettext_lazy("In place of the text, or beside it."),
    )

    class Meta:
        model = Edition
        fields = ["issued_on", "must_read", "text"]
        widgets = {"issued_on": DayInput(), "text": forms.Textarea({"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.initial.setdefault("issued_on", timezone.localdate())
        self.fields["issued_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        if self.initial.get("text"):
            self.fields["file"].help_text = _("The file of the edition before is not taken over.")
        self.fields["must_read"].help_text = _("Asked for at the next sign-in, before any other page.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        self.content = file.read() if file else b""
        if file:
            self.instance.file_name = Path(file.name).name[-NAME_MOST:]
            actions.check_file(self.content)
        elif not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write the text or add the file."))
        return cleaned


class RegulationForm(EditionForm):
    """A new regulation: the title, and its first edition."""

    title = forms.CharField(
        label=Regulation._meta.get_field("title").verbose_name,
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
