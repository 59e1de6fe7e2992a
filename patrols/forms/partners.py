"""The forms of a joint patrol: which other post is asked, and what the partner enters."""

from typing import Any

from crispy_forms.layout import Column, Layout
from crispy_forms.layout import Row as FormRow
from django.utils import timezone
from django.utils.translation import gettext as _

import rules
from ledgers import people
from ledgers.forms import LateForm, PeopleField
from pages.forms import choice_field, row_field
from pages.plausible import check_count
from patrols.actions import partners
from patrols.models import Patrol, PatrolPartner
from posts.models import Village
from posts.naming import with_towns_of


class AskForm(LateForm[Any]):
    """Which post, and where it goes along: the partner reads no more of the patrol than village, time and this."""

    day_field = ""

    class Meta:
        model = PatrolPartner
        fields = ["partner_post", "route"]

    def __init__(self, *args: Any, patrol: Patrol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = row_field(self, "partner_post")
        field.queryset = partners.offered(patrol)
        field.choices = [
            ("", "---------"), *((one.pk, f"{one.station} · {one.name}") for one in field.queryset)
        ]  # fmt: skip
        self.fields["route"].help_text = _("The other post reads it. Name nobody here.")
        self.helper.layout = Layout("partner_post", "route", *self.late_fields())


class AnswerForm(LateForm[Any]):
    """How many of the partner took part, who of its officers and auxiliaries, and what they did."""

    day_field = ""

    class Meta:
        model = PatrolPartner
        fields = ["partner_village", "people", "what"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = Village.objects.served_by(self.user).existing()
        named = with_towns_of(served)
        field = row_field(self, "partner_village")
        field.queryset = served
        field.choices = list(named.items())
        if len(named) < 2:  # nothing to choose
            del self.fields["partner_village"]
        self.fields["people"].required = True
        there = PeopleField()
        there.label = _("who took part")
        there.choices = [one for post in people.offered_by_post(self.user) for one in post.people]
        there.required = True
        there.error_messages["required"] = _("Say who took part.")
        there.error_messages["invalid_choice"] = _("Only people of the own post.")
        self.fields["done_by"] = there
        alone = [key for key, _name in there.choices if key == self.user.pk]
        self.initial.setdefault("done_by", self.instance.done_by or alone)
        self.initial["done_by"] = self.initial["done_by"] or alone
        self.helper.layout = Layout(
            *(["partner_village"] if "partner_village" in self.fields else []),
            "done_by",
            FormRow(Column("people")),
            "what",
            *self.late_fields(),
        )
        self.fields["what"].help_text = _("Such as: held the crossing, went the northern half. Name nobody.")
        choice_field(self, "done_by")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        today = timezone.localdate()
        check_count(
            self,
            "people",
            _("%(n)s people on patrol?"),
            usual=rules.whole("patrol.people_usual", on=today, county=self.county),
            most=rules.whole("patrol.people_most", on=today),
            fewest=1,
        )
        return cleaned

    def row(self) -> PatrolPartner:
        """The row with what was typed, not saved."""
        row: PatrolPartner = self.save(commit=False)
        row.done_by = self.cleaned_data["done_by"]
        return row
