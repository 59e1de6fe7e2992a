"""The forms with which somebody moves inside the county, and with which members found a household of their own."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from accounts.models import User
from pages.forms import PlainForm, row_field
from pages.inputs import DayInput, LateReasonField, without_late_reason
from posts.models import Village
from posts.naming import with_towns
from residents.choosing import registered
from residents.models import Household, Resident
from residents.register_forms import whole_phone
from residents.room import AsksForRoom


def villages_of(user: User, first: int | None) -> list[tuple[int, str]]:
    """The villages of the county to choose from, ``first`` on top, then those of the own post, then by name."""
    open_ones = Village.objects.existing().filter(town__county__code=scope.for_user(user).county)
    named = with_towns({one.pk: str(one) for one in open_ones.order_by("code")})
    own = set(Village.objects.served_by(user).values_list("pk", flat=True))
    return sorted(named.items(), key=lambda one: (one[0] != first, one[0] not in own))


class MoveForm(PlainForm):
    """Where to, and since when."""

    late_reason = LateReasonField()

    village = forms.ModelChoiceField(label=_("Village"), queryset=Village.objects.none(), empty_label=None)
    number = forms.CharField(label=_("House number"), max_length=20)
    day = forms.DateField(label=_("Since"), widget=DayInput())

    def __init__(self, *args: Any, user: User, row: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = villages_of(user, row.village_id)
        field = row_field(self, "village")
        field.queryset = Village.objects.filter(pk__in=[pk for pk, _name in named])
        field.choices = named
        self.fields["day"].widget.attrs["max"] = timezone.localdate().isoformat()
        self.initial.setdefault("day", timezone.localdate())
        self.initial.setdefault("village", row.village_id)
        without_late_reason(self)
        self.helper.layout = Layout(FormRow(Column("village"), Column("number"), Column("day")), *late(self))


def late(form: forms.BaseForm) -> list[str]:
    """The reason, once a published month has asked for it."""
    return [name for name in ("late_reason",) if name in form.fields]


class SplitForm(MoveForm):
    """Who founds a household of their own, and who is its householder."""

    people = forms.ModelMultipleChoiceField(
        label=_("Who leaves"), queryset=Resident.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    householder = forms.ModelChoiceField(
        label=_("Householder of the new household"), queryset=Resident.objects.none()
    )
    children = forms.IntegerField(
        label=_("Children under 14 who go along"), min_value=0, max_value=99, initial=0, required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    numbers_belong = ("phone",)

    def __init__(self, *args: Any, user: User, row: Household, **kwargs: Any) -> None:
        super().__init__(*args, user=user, row=row, **kwargs)
        here = row.residents.filter(left_on=None).exclude(relation=Resident.Relation.HOUSEHOLDER)
        for name in ("people", "householder"):
            row_field(self, name).queryset = here
        phone: Any = self.fields["phone"].widget
        phone.input_type = "tel"
        phone.attrs |= {"autocomplete": "off", "data-private": ""}
        self.helper.layout = Layout(
            "people",
            FormRow(Column("householder"), Column("children"), Column("phone")),
            FormRow(Column("village"), Column("number"), Column("day")),
            *late(self),
        )

    def clean_children(self) -> int:
        return self.cleaned_data["children"] or 0

    def clean_phone(self) -> Any:
        return whole_phone(self.cleaned_data["phone"])


class PersonMoveForm(AsksForRoom, PlainForm):
    """Into which household, found by typing, and since when."""

    household = forms.ModelChoiceField(
        label=_("Household"), queryset=Household.objects.none(), widget=forms.HiddenInput
    )
    day = forms.DateField(label=_("Since"), widget=DayInput())
    late_reason = LateReasonField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "household").queryset = registered(user)
        self.fields["household"].error_messages["required"] = str(_("Choose the household."))
        self.initial.setdefault("day", timezone.localdate())
        without_late_reason(self)
        find = HTML("{% include 'residents/_household_picker.html' %}")
        self.helper.layout = Layout(find, "day", *late(self))
        self.offer_room()


class SecondHomeForm(PlainForm):
    """The second home, found by typing, or none any more."""

    household = forms.ModelChoiceField(
        label=_("Second home"), queryset=Household.objects.none(), widget=forms.HiddenInput, required=False
    )
    none = forms.BooleanField(label=_("No second home any more"), required=False)

    def __init__(self, *args: Any, user: User, row: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row_field(self, "household").queryset = registered(user)
        if not row.second_home_id:
            del self.fields["none"]
        find = HTML("{% include 'residents/_household_picker.html' %}")
        self.helper.layout = Layout(find, *(["none"] if "none" in self.fields else []))

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("none"):
            if self.cleaned_data.get("household"):
                self.add_error("none", _("Choose a second home, or tick that there is none."))
        elif self.cleaned_data.get("household") is None and "household" not in self.errors:
            self.add_error("household", _("Choose the household."))
