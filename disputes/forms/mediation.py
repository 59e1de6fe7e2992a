"""Who mediates, the minutes of a session, the days on which the mediation rests."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Layout
from crispy_forms.layout import Row as FormRow
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from disputes import names
from disputes.forms.agreements import AgreementForm
from disputes.models import Agreement, Mediator, Party, Session, Suspension
from ledgers import people
from ledgers.forms import ScopedForm
from pages.forms import choice_field, row_field, suggest
from pages.inputs import LateReasonField, late_part


class MediatorForm(ScopedForm[Mediator]):
    class Meta:
        model = Mediator
        fields = ["kind", "user", "name", "body", "is_host", "is_agreed_to"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = Mediator.Kind.choices
        suggest(self, kind=Mediator.Kind.COMMITTEE)
        self._offer_officers()
        self.fields["is_agreed_to"].help_text = _(
            "Relatives, neighbours, experts: with consent (人民调解法 20)."
        )
        others = "|".join(one for one in Mediator.Kind.values if one != Mediator.Kind.OFFICER)
        invited = "|".join((Mediator.Kind.INVITED, Mediator.Kind.EXPERT))
        self.helper.layout = Layout(
            "kind",
            Div("user", data_shown_for=f"kind={Mediator.Kind.OFFICER}"),
            Div(FormRow(Column("name"), Column("body")), data_shown_for=f"kind={others}"),
            Div("is_agreed_to", data_shown_for=f"kind={invited}"),
            "is_host",
        )

    def _offer_officers(self) -> None:
        """Officers and auxiliaries who work at the post, and the person."""
        keys = [key for _post, named in people.offered(self.user) for key, _name in named]
        field = row_field(self, "user")
        field.queryset = User.objects.filter(pk__in={*keys, self.user.pk}).order_by("name")
        field.label_from_instance = lambda user: user.name  # type: ignore[assignment]  # as Django documents
        suggest(self, user=self.user.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Mediator.Kind.OFFICER:
            cleaned["name"] = cleaned["body"] = ""
            if not cleaned.get("user"):
                self.add_error("user", _("Choose the officer."))
        elif "kind" in cleaned:
            cleaned["user"] = None
            if not cleaned.get("name"):
                self.add_error("name", _("Write the name."))
        if cleaned.get("kind") not in (Mediator.Kind.INVITED, Mediator.Kind.EXPERT):
            cleaned["is_agreed_to"] = False
        return cleaned


class MinutesForm(ScopedForm[Session]):
    """One session as minutes; where it ended in an agreement, that one is filled beside it (``beside``)."""

    sides_present = forms.MultipleChoiceField(
        label=gettext_lazy("Who came"), required=False, widget=forms.CheckboxSelectMultiple
    )
    refused_by = forms.MultipleChoiceField(
        label=gettext_lazy("Who refuses to be mediated"), required=False, widget=forms.CheckboxSelectMultiple
    )
    day_field = "held_on"

    late_reason = LateReasonField()

    class Meta:
        model = Session
        fields = [
            "held_on", "began_at", "ended_at", "place", "sides_present", "others_present", "is_closed", "told_rights",
            "claims", "asked", "offered", "result", "next_on", "asked_by", "officers_present", "recording",
            "recording_number", "recorder",
        ]  # fmt: skip
        widgets = {
            "result": forms.RadioSelect,
            "began_at": forms.TimeInput({"type": "time"}),
            "ended_at": forms.TimeInput({"type": "time"}),
        }
        labels = {
            "began_at": gettext_lazy("Began at"),
            "ended_at": gettext_lazy("Ended at"),
            "result": gettext_lazy("What came of it"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dispute = self.instance.dispute
        is_new = not self.instance.pk
        self.parties = list(Party.objects.visible_to(self.user).filter(dispute=dispute))
        self._offer_sides(is_new)
        self._offer_who_refuses(is_new)
        choice_field(self, "result").choices = Session.Result.choices
        if is_new:
            suggest(self, held_on=timezone.localdate(), place=self._place(), recorder=self.user.name)
        if dispute.host != dispute.Host.POLICE:
            for name in ("asked_by", "officers_present", "recording", "recording_number"):
                del self.fields[name]
        for name in ("claims", "asked", "offered"):
            self.fields[name].widget.attrs["rows"] = 4
        self.beside = self._agreement() if is_new else None
        self.helper.layout = Layout(*self._minutes(), *self._result(), *late_part(self))

    def _offer_sides(self, is_new: bool) -> None:
        by_side: dict[str, list[str]] = {}
        for party in self.parties:
            by_side.setdefault(party.side, []).append(names.shown(party))
        choices = [(side, f"{side} {'、'.join(found)}") for side, found in sorted(by_side.items())]
        left = [(side, side) for side in self.instance.sides_present if side not in by_side]
        choice_field(self, "sides_present").choices = [*choices, *left]
        if is_new:
            suggest(self, sides_present=[side for side, _names in choices])

    def _offer_who_refuses(self, is_new: bool) -> None:
        """It is noted of the party; minutes that are corrected leave it there."""
        if is_new and self.parties:
            offered = [(str(one.pk), names.shown(one)) for one in self.parties]
            choice_field(self, "refused_by").choices = offered
        else:
            del self.fields["refused_by"]

    def _place(self) -> str:
        last = Session.objects.filter(dispute=self.instance.dispute).last()
        return last.place if last else str(self.instance.dispute.village)

    def _agreement(self) -> AgreementForm | None:
        """The form of the agreement, where this person may write one and there is none yet."""
        dispute = self.instance.dispute
        if not AgreementForm.is_open_to(dispute, self.user):
            return None
        form = AgreementForm(
            self.data if self.is_bound else None,
            user=self.user,
            instance=Agreement(dispute=dispute),
            prefix="agreed",
            parties=self.parties,
        )
        form.empty_permitted = False
        form.initial["effective_on"] = None
        form.fields["effective_on"].help_text = _("Empty: the day of the session.")
        return form

    def _minutes(self) -> list[Any]:
        police = [name for name in ("asked_by", "officers_present") if name in self.fields]
        recorded = [name for name in ("recording", "recording_number") if name in self.fields]
        return [
            FormRow(Column("began_at"), Column("ended_at"), Column("place")),
            FormRow(Column("sides_present"), Column("others_present")),
            *([FormRow(*(Column(name) for name in (*police, *recorded)))] if police else []),
            "told_rights",
            "claims",
            "asked",
            "offered",
        ]

    def _result(self) -> list[Any]:
        beside = [HTML("{% include 'disputes/_agreement_beside.html' with agreement=form.beside %}")]
        who = "refused_by" in self.fields
        next_time = "|".join((Session.Result.GOES_ON, Session.Result.NOT_HELD))
        return [
            "result",
            Div("next_on", data_shown_for=f"result={next_time}"),
            *([Div("refused_by", data_shown_for=f"result={Session.Result.REFUSED}")] if who else []),
            *(beside if self.beside else []),
            FormRow(Column("recorder"), Column("is_closed")),
        ]

    def refusing(self) -> list[Party]:
        """The parties who refuse."""
        ticked = self.cleaned_data.get("refused_by", [])
        return [one for one in self.parties if str(one.pk) in ticked]

    @property
    def is_agreed(self) -> bool:
        return bool(self.cleaned_data.get("result") == Session.Result.AGREED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") not in (Session.Result.GOES_ON, Session.Result.NOT_HELD):
            cleaned["next_on"] = None
        if cleaned.get("result") != Session.Result.REFUSED:
            cleaned["refused_by"] = []
        elif (
            "refused_by" in self.fields and not cleaned.get("refused_by") and "refused_by" not in self.errors
        ):
            self.add_error("refused_by", _("Tick who refuses: it is noted of them."))
        began, ended = cleaned.get("began_at"), cleaned.get("ended_at")
        if began and ended and ended < began:
            self.add_error("ended_at", _("It ends before it begins."))
        if self.is_agreed and self.beside:
            if not self.beside.is_valid():
                self.add_error(None, _("The agreement is not right yet: the reason stands beside it."))
            elif not self.beside.instance.effective_on:
                self.beside.instance.effective_on = cleaned.get("held_on")
        return cleaned


class SuspendForm(ScopedForm[Suspension]):
    day_field = "starts_on"

    class Meta:
        model = Suspension
        fields = ["why", "starts_on", "planned_until", "note"]
        widgets = {"why": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "why").choices = Suspension.Why.choices
        suggest(self, starts_on=timezone.localdate())
        self.helper.layout = Layout("why", "planned_until", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("planned_until")
        if first and last and last < first:
            self.add_error("planned_until", _("It ends before it begins."))
        return cleaned


class RestEndForm(ScopedForm[Suspension]):
    """The last day of a rest, corrected."""

    class Meta:
        model = Suspension
        fields = ["ended_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].required = False
        self.fields["ended_on"].help_text = _("Empty: it rests still.")
        self.helper.layout = Layout("ended_on")


class ResumeForm(ScopedForm[Suspension]):
    """The last day of the rest."""

    class Meta:
        model = Suspension
        fields = ["ended_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ended_on"] = self.initial.get("ended_on") or timezone.localdate()
        self.fields["ended_on"].required = True
        self.helper.layout = Layout("ended_on")
