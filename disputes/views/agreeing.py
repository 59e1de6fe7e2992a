"""Pages of an agreement: drafted, changed, made final, corrected; what becomes of its duties."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes import wanting
from disputes.actions import agreeing
from disputes.actions.rows import check_not_violent
from disputes.forms.agreements import AgreementForm
from disputes.forms.following import BrokenForm, DutyCorrectForm, PerformedForm
from disputes.models import Agreement, Duty
from disputes.views.parts import NewPart, PartConfirm, PartEdit
from disputes.views.warned import WarnedPage
from disputes.wanting import missing_parts
from ledgers.forms import WithdrawForm
from pages.forms import ReasonForm
from pages.views.forms import FormPage, add_message


def _saved(page: FormPage, agreement: Agreement) -> HttpResponse:
    """On to the dispute: the draft is saved, and what it must state still before it is final."""
    missing = missing_parts(agreement, agreement.dispute)
    add_message(page.request, _("Saved.") + _missing(missing))
    return HttpResponseRedirect(page.done(agreement))


def _missing(parts: list[str]) -> str:
    return " " + _("Still missing: %(parts)s.") % {"parts": "、".join(parts)} if parts else ""


class AgreementDraft(NewPart):
    verb = "settle_dispute"
    heading = gettext_lazy("Write the agreement")
    part = Agreement
    form_class = AgreementForm
    template = "disputes/agreement_form.html"
    button = gettext_lazy("Save the draft")

    def check_state(self) -> None:
        super().check_state()
        agreeing.check_can_draft(self.row)

    def answer(self, result: Agreement) -> HttpResponse:
        return _saved(self, result)

    def act(self, form: AgreementForm) -> Agreement:
        return agreeing.draft(
            form.save(commit=False), by=self.request.user, duties=form.duties(), **self.asked(form)
        )


class AgreementEdit(PartEdit):
    verb = "settle_dispute"
    model = Agreement
    form_class = AgreementForm
    template = "disputes/agreement_form.html"
    heading = gettext_lazy("Change the draft")
    button = gettext_lazy("Save the draft")

    def check_state(self) -> None:
        super().check_state()
        check_not_violent(self.dispute)
        agreeing.check_draft(self.row)

    def answer(self, result: Agreement) -> HttpResponse:
        return _saved(self, result)

    def empty_form(self, data: Any) -> Any:
        form = super().empty_form(data)
        if data is None and "missing" in self.request.GET:
            form.mark_missing(wanting.fields(self.row), missing_parts(self.row, self.dispute))
        return form

    def act(self, form: AgreementForm) -> Agreement:
        duties = form.duties() if form.lines.is_bound else None
        return agreeing.amend_draft(
            form.save(commit=False),
            by=self.request.user,
            duties=duties,
            shown=form.was_shown(),
            **self.asked(form),
        )


class AgreementFinish(WarnedPage, PartConfirm):
    verb = "settle_dispute"
    model = Agreement
    form_class = WithdrawForm
    heading = gettext_lazy("Make the agreement final")
    sentence = gettext_lazy("From now on it is corrected with a reason, not changed. Both versions stay.")
    button = gettext_lazy("Make it final")

    def check_state(self) -> None:
        super().check_state()
        agreeing.check_draft(self.row)
        agreeing.check_may_agree(self.dispute)

    def act(self, form: Any) -> None:
        late = form.cleaned_data.get("late_reason", "")
        agreeing.make_final(self.row, by=self.request.user, reasons=self.reasons(form), late_reason=late)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What is missing is written in the draft: there, and not on a page that only leads back."""
        if not self.row.is_final and missing_parts(self.row, self.row.dispute):
            return HttpResponseRedirect(reverse("disputes:agreement-edit", args=[self.row.pk]) + "?missing=1")
        return super().get(request, **kwargs)


class AgreementCorrect(PartConfirm):
    verb = "settle_dispute"
    model = Agreement
    action = agreeing.replace
    form_class = ReasonForm
    heading = gettext_lazy("Correct the agreement")
    sentence = gettext_lazy(
        "It stays as it is, with your reason. A draft with the same words and open duties takes its place."
    )
    button = gettext_lazy("Begin the correction")

    def check_state(self) -> None:
        super().check_state()
        check_not_violent(self.dispute)
        agreeing.check_final(self.row)


class DutyPage(PartEdit):
    model = Duty
    related = (*PartEdit.related, "agreement")
    is_warned = True
    state: str

    def check_state(self) -> None:
        super().check_state()
        check_not_violent(self.dispute)
        agreeing.check_can_settle(self.row)

    def about(self) -> str:
        return str(self.row.what)

    def act(self, form: Any) -> Duty:
        return agreeing.settle_duty(
            form.save(commit=False), self.state, by=self.request.user, **self.asked(form)
        )


class DutyPerformed(DutyPage):
    form_class = PerformedForm
    state = Duty.State.PERFORMED
    heading = gettext_lazy("It is performed")
    button = gettext_lazy("Save: performed")


class DutyBroken(DutyPage):
    verb = "settle_dispute"
    form_class = BrokenForm
    state = Duty.State.BROKEN
    heading = gettext_lazy("It was not performed")
    button = gettext_lazy("Save: not performed")

    def check_state(self) -> None:
        super().check_state()
        if self.row.state == Duty.State.BROKEN:
            raise ValidationError(_("It is noted as not performed already."))


class DutyCorrect(PartEdit):
    """What was noted of a duty by mistake."""

    verb = "settle_dispute"
    model = Duty
    related = (*PartEdit.related, "agreement")
    is_warned = True
    form_class = DutyCorrectForm
    heading = gettext_lazy("Correct what was noted of a duty")
    button = gettext_lazy("Save the correction")
    message = gettext_lazy("Corrected. What stood there before stays in its history.")

    def check_state(self) -> None:
        super().check_state()
        check_not_violent(self.dispute)
        agreeing.check_settled(self.row)

    def about(self) -> str:
        return str(self.row.what)

    def act(self, form: DutyCorrectForm) -> Duty:
        state = form.cleaned_data["new_state"]
        return agreeing.correct_duty(form.save(commit=False), state, by=self.request.user, **self.asked(form))
