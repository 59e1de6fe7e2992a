"""Forms of the leader's ledger."""

from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from accounts.models import User
from leaders import years
from leaders.models import ContactPoint, LeaderEntry
from pages.forms import ModelForm, PlainConfirmForm, choice_field, row_field
from pages.inputs import DayInput, bare_helper
from posts.models import Post, Station


class ContactForm(ModelForm[ContactPoint]):
    """A leader, and the one place of which he or she becomes the contact."""

    class Meta:
        model = ContactPoint
        fields = ["person", "unit", "station", "post", "starts_on"]
        widgets = {"starts_on": DayInput()}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        county = scope.for_user(user).county_id or 0
        person = row_field(self, "person")
        person.queryset = years.leaders_on(timezone.localdate(), county).order_by("name")
        person.label_from_instance = lambda one: one.name  # type: ignore[method-assign,assignment]  # of one field
        row_field(self, "station").queryset = Station.objects.open().filter(county=county)
        post = row_field(self, "post")
        post.queryset = Post.objects.open().filter(station__county=county).select_related("station")
        # As above, of this field alone.
        post.label_from_instance = lambda one: f"{one.station} {one}"  # type: ignore[method-assign,assignment]
        self.fields["unit"].help_text = _("Such as 刑侦大队; or choose a station or a post.")
        self.initial.setdefault("starts_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [bool(cleaned.get("unit")), bool(cleaned.get("station") or cleaned.get("post"))]
        if sum(chosen) != 1:
            self.add_error("unit", _("Choose one: a unit of the bureau, a station or a post."))
        post = cleaned.get("post")
        if post is not None and cleaned.get("station") is None:
            cleaned["station"] = self.instance.station = post.station
        return cleaned


class EndContactForm(PlainConfirmForm):
    last_day = forms.DateField(label=gettext_lazy("last day"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("last_day", timezone.localdate())


class EntryForm(ModelForm[LeaderEntry]):
    """A line of the own ledger, as it is typed on a telephone."""

    class Meta:
        model = LeaderEntry
        fields = ["kind", "held_on", "contact", "place", "advice", "outcome"]
        widgets = {
            "kind": forms.RadioSelect,
            "held_on": DayInput(),
            "advice": forms.Textarea({"rows": 4}),
            "outcome": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        choice_field(self, "kind").choices = LeaderEntry.Kind.choices
        self.initial.setdefault("held_on", timezone.localdate())
        self.fields["held_on"].widget.attrs["max"] = timezone.localdate().isoformat()
        contact = row_field(self, "contact")
        begun = timezone.localdate().replace(month=1, day=1)
        contact.queryset = ContactPoint.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=begun) | Q(pk=self.instance.contact_id), person=user.pk
        ).select_related("station", "post")
        contact.empty_label = _("No contact point of mine")
        self.fields["place"].help_text = _("Where it was no contact point of yours.")
        if self.instance.contact_id:
            self.initial["place"] = ""
        self.helper.layout = Layout(
            "kind", FormRow(Column("held_on"), Column("contact"), Column("place")), "advice", "outcome"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        point = cleaned.get("contact")
        if point is None and cleaned.get("kind") in LeaderEntry.AT_A_CONTACT:
            self.add_error("contact", _("Choose the contact point."))
        elif point is None and not cleaned.get("place"):
            self.add_error("place", _("Choose a contact point or write where it was."))
        elif point is not None:
            cleaned["place"] = str(point)[:60]
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The place is that of the contact point, which ``clean`` has written."""
        return super()._get_validation_exclusions() - {"place"}


class OutcomeForm(ModelForm[LeaderEntry]):
    """What came of the advice."""

    class Meta:
        model = LeaderEntry
        fields = ["outcome"]
        widgets = {"outcome": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.fields["outcome"].required = True
