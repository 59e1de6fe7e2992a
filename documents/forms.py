"""The forms of the county's pages: a template, and a version of one."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import FormTemplate
from pages.forms import PlainForm
from pages.inputs import bare_helper


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Template (.docx)"),
        widget=forms.ClearableFileInput({"accept": ".docx"}),
        help_text=gettext_lazy("Up to 2 MB, without macros, links and embedded files."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()


class VersionForm(PlainForm):
    version = forms.ChoiceField(
        label=gettext_lazy("Version"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "From now on DOCX papers of this form are made with the version that you choose. Papers that were "
            "printed stay as they are, no version is deleted, and PDF is not affected."
        ),
    )

    def __init__(self, *args: Any, versions: list[FormTemplate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        field.choices = [("0", _("The registry's own"))] + [(str(one.number), said(one)) for one in versions]
        field.initial = next((str(one.number) for one in versions if one.is_in_use), "0")


def said(version: FormTemplate) -> str:
    """Version 3, 2026-03-05, 王明 (in use)."""
    line = _("Version %(n)s, %(day)s, %(who)s") % {
        "n": version.number,
        "day": f"{timezone.localtime(version.brought_at):%Y-%m-%d}",
        "who": version.brought_by,
    }
    in_use = _("in use")
    return f"{line} ({in_use})" if version.is_in_use else line
