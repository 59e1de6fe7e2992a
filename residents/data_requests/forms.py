"""The forms of a request about own data: receive and grant."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.forms import ScopedForm
from pages import addresses
from pages.forms import PlainForm, choice_field, row_field
from pages.inputs import bare_helper
from residents.models import DataRequest, Household, Resident

FURTHEST = 366  # days between the asking and today; more is a slip of the finger


class DataRequestForm(ScopedForm[DataRequest]):
    """What somebody asks for about their own data."""

    class Meta:
        model = DataRequest
        fields = [
            "household",
            "resident",
            "kind",
            "asker",
            "is_identity_checked",
            "channel",
            "wish",
            "asked_on",
        ]
        widgets = {
            "household": forms.HiddenInput,
            "kind": forms.RadioSelect,
            "channel": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = DataRequest.Kind.choices
        # A deregistered household may ask until it is made anonymous.
        row_field(self, "household").queryset = Household.objects.visible_to(self.user).filter(erased_on=None)
        self.fields["household"].error_messages["required"] = _(
            "Open the household's page and note it there."
        )
        household = addresses.number(self.data.get("household") or self.initial.get("household"))
        people = Resident.objects.visible_to(self.user)
        row_field(self, "resident").queryset = (
            people.filter(household=household) if household else people.none()
        )
        row_field(self, "resident").empty_label = _("The household as a whole")
        self.fields["resident"].label = _("Of whom")
        self.fields["is_identity_checked"].help_text = _("Look at a document; note no number of it.")

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date lies in the future. Enter what has happened."))
        if (timezone.localdate() - day).days > FURTHEST:
            raise ValidationError(_("The date lies more than a year back. Check the year."))
        return day


class GrantForm(PlainForm):
    """The answer that the person was given."""

    answer = forms.CharField(
        label=gettext_lazy("answer given"), max_length=500, widget=forms.Textarea({"rows": 3})
    )
    is_identity_checked = forms.BooleanField(label=gettext_lazy("identity has been checked"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        for field in self.fields.values():
            field.label = capfirst(str(field.label))
