"""The form that requests a priority visit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access import scope
from ledgers.forms import ScopedForm
from pages import addresses
from pages.forms import choice_field, row_field
from residents.choosing import offer
from residents.models import PriorityVisit, Resident

OFFERED = (30, 90)  # choices of the form beside the longest
USUAL = 90


class PriorityForm(ScopedForm[PriorityVisit]):
    """Why a household should be called on more often, and for how long."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "From the day of approval. It expires by itself; a longer need is a new request."
        ),
    )

    class Meta:
        model = PriorityVisit
        fields = ["household", "resident", "purpose", "reason", "days"]
        widgets = {"household": forms.HiddenInput, "purpose": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = rules.whole(
            "priority.longest_days", on=timezone.localdate(), county=scope.for_user(self.user).county
        )
        offered = sorted({*(days for days in OFFERED if days < longest), longest})
        choice_field(self, "days").choices = [(days, _("%(n)s days") % {"n": days}) for days in offered]
        self.fields["days"].initial = min(USUAL, longest)
        offer(self, self.user)
        self.fields["household"].error_messages["required"] = _(
            "Open the household's page and request it there."
        )
        choice_field(self, "purpose").choices = PriorityVisit.Purpose.choices
        self.fields["reason"].help_text = _("What help is needed. No illness, no offence, no hearsay.")
        people = Resident.objects.visible_to(self.user).filter(left_on=None)
        household = addresses.number(self.data.get("household") or self.initial.get("household"))
        row_field(self, "resident").queryset = (
            people.filter(household=household) if household else people.none()
        )
        self.fields["resident"].label = _("For whom")
        row_field(self, "resident").empty_label = _("The household as a whole")
        self.fields["resident"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == PriorityVisit.Purpose.CHILDREN and cleaned.get("resident"):
            raise ValidationError(
                {"resident": _("Children are visited through their guardian: choose the whole household.")}
            )
        return cleaned
