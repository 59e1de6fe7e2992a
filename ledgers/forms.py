"""What every ledger form has: a village of one's own, a day."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from accounts.models import User
from calendars import calendar
from encryption.forms import EncryptedFormField
from ledgers import people, places
from ledgers.models import Row
from pages.forms import ModelForm, PlainConfirmForm, ReasonForm, choice_field, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from posts.models import Village
from posts.naming import with_towns_of

ModelT = TypeVar("ModelT", bound=Model)
RowT = TypeVar("RowT", bound=Row)


class ScopedForm(ModelForm[ModelT]):
    """The form of a row that ``user`` writes: it offers the villages that they serve.

    Crispy renders it without a form tag of its own; the browser shows no messages over those of the form.
    """

    day_field = "occurred_on"  # the day that stands at the head of the form

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            if isinstance(field, EncryptedFormField):
                field.hide(self, name)
        if "village" in self.fields:
            self._narrow_village()

    @property
    def county(self) -> str:
        """The county whose rules hold for what the person enters."""
        return scope.for_user(self.user).county

    def _narrow_village(self) -> None:
        """Those that the person serves. The default is where they have arrived last, or the only one.

        Of several none is right by standing first.
        """
        served = Village.objects.served_by(self.user)
        existing = served.existing(self._existed_on())
        own: int | None = getattr(self.instance, "village_id", None) if self.instance.pk else None
        villages = existing | served.filter(pk=own) if own else existing
        field = row_field(self, "village")
        field.queryset, field.empty_label = villages, None
        here = None if self.instance.pk else places.village_of_last_arrival(self.user)
        offered = sorted(villages, key=lambda village: village.pk != here)
        named = with_towns_of(offered)
        self.places = {str(pk): name for pk, name in named.items()}
        if not self.instance.pk and (len(named) == 1 or here in named):
            self.initial.setdefault("village", offered[0].pk)
        is_open = len(named) > 1 and not self.initial.get("village")
        field.choices = [*([("", _("Choose the village"))] if is_open else []), *named.items()]

    def _existed_on(self) -> date:
        """An abolished village is offered for rows of the days before, until the month after its last one has ended."""
        is_of_a_day = self.day_field in self.fields
        return calendar.shift(calendar.this_month(), -1) if is_of_a_day else timezone.localdate()

    def day_input(self) -> BoundField | None:
        """The field of the day that the form shows at its head; None for a form without."""
        return self[self.day_field] if self.day_field in self.fields else None

    def day(self) -> date | None:
        """The day that the form shows at its head; None while it is empty or no day."""
        try:
            found: date | None = forms.DateField().clean(self[self.day_field].value())
        except (KeyError, ValidationError):
            return None
        return found

    def place_name(self) -> str:
        """The village that the form shows at its head."""
        return self.places.get(str(self["village"].value()), "") if self.places else ""

    places: Mapping[str, str] = MappingProxyType({})  # key -> name of the villages that the form offers


class LateForm(ScopedForm[RowT]):
    """A form that writes into a month, which may be published."""

    late_reason = LateReasonField()

    def late_fields(self) -> list[str]:
        """The reason is asked for when a published month has refused the row, not before (``hide_late_reason``)."""
        return ["late_reason"] if self.is_bound or self.instance.is_late else []


class PeopleField(forms.TypedMultipleChoiceField):
    """Who did it: officers and auxiliaries, by post; the keys of their accounts."""

    def __init__(self) -> None:
        super().__init__(
            label=_("who did it"),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Everybody who was there: each counts it as their own."),
        )


class RowForm(LateForm[RowT]):
    """A ledger row as screens, imports and offline intake all fill it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_people()
        if "occurred_on" in self.fields:
            self.fields["occurred_on"].widget.attrs["max"] = timezone.localdate().isoformat()
            if not self.instance.pk:
                self.initial.setdefault("occurred_on", timezone.localdate())

    def clean_occurred_on(self) -> date:
        day: date = self.cleaned_data["occurred_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date lies in the future. Enter what has happened."))
        if day < calendar.shift(calendar.this_month(), -24):
            raise ValidationError(_("The date lies more than two years back. Check the year."))
        self._check_what_came_of_it(day)
        return day

    def _check_what_came_of_it(self, day: date) -> None:
        for name in self.instance.COUNTED_DAYS:
            later = getattr(self.instance, name)
            if name == "occurred_on" or name in self.instance.PROMISED_DAYS:
                continue
            if later and later < day:
                raise ValidationError(
                    _("The date lies after the result or the answer of %(day)s.")
                    % {"day": f"{later:%Y-%m-%d}"}
                )

    def _offer_people(self) -> None:
        """Who may be named. It is left out where nobody but the person works: they did it."""
        offered = people.offered_by_post(self.user)
        names = {key for there in offered for key, _name in there.people}
        saved = self.instance.done_by if self.instance.pk else []
        left = [key for key in saved if key not in names]
        own = [self.user.pk] if self.user.pk in names else []
        if own == list(names) and saved in ([], own):
            return
        offered = [one for one in offered if self._may_serve(one)]
        if left:
            known = User.objects.filter(pk__in=left).values_list("pk", "name")
            offered = [*offered, people.Serving(str(_("Named before")), list(known))]
        field = PeopleField()
        field.choices = [choice for there in offered for choice in there.people]
        field.required = not own
        alone = [key for there in offered for key, _name in there.people]
        field.error_messages["required"] = _("Say who did it.")
        field.error_messages["invalid_choice"] = _("Only people of the village's own post did it.")
        self.fields["done_by"] = field
        self.serving = offered
        self.initial.setdefault("done_by", saved or own or (alone if len(alone) == 1 else []))

    serving: list[people.Serving]  # the posts whose people the form offers

    def _may_serve(self, there: people.Serving) -> bool:
        """Does the post serve a village that may be chosen here? Where none is chosen, by a household, any may."""
        if "village" in self.fields:
            return bool(there.villages & {int(key) for key in self.places})
        own: int | None = getattr(self.instance, "village_id", None)
        return own is None or own in there.villages

    def people_by_post(self) -> list[dict[str, Any]]:
        """For the template: the posts with the boxes of their people, and the villages for which each is shown."""
        boxes = {str(box.data["value"]): box for box in self["done_by"]}
        field = self.fields.get("village")  # of a request it says less than the household
        is_chosen = field is not None and field.required and min(len(self.places), len(self.serving)) > 1
        return [
            {
                "post": there.post if len(self.serving) > 1 else "",
                "boxes": [boxes[str(key)] for key, _name in there.people],
                "villages": "|".join(map(str, sorted(there.villages))) if is_chosen else "",
            }
            for there in self.serving
        ]

    def people_fields(self) -> list[Any]:
        """Who did it, where there is somebody to choose."""
        return [HTML("{% include 'ledgers/_people.html' %}")] if "done_by" in self.fields else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "done_by" in cleaned and not cleaned["done_by"] and self.instance.pk:
            self.add_error("done_by", _("Say who did it."))
        return cleaned

    def row(self) -> RowT:
        """The unsaved row that the form describes."""
        row: RowT = self.save(commit=False)
        row.done_by = self.cleaned_data.get("done_by", row.done_by)
        return row


class GiveBackForm(ReasonForm):
    """Why a row is given back, and which of its fields is wrong: the form of the row marks that one."""

    field = forms.ChoiceField(label=_("Field that is wrong"), required=False)

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "field").choices = [("", _("None in particular")), *row.typed_fields().items()]


class WithdrawForm(PlainConfirmForm):
    """A confirmation that asks for the late reason when a lock has refused it, not before."""

    late_reason = LateReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_late_reason(self)
