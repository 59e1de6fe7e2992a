"""Pages that pass something on: a row, a problem for those above, a task of the county."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from audit import trail
from ledgers.views.base import WritingPage
from pages import addresses
from pages.views.forms import FormPage
from referrals import subjects
from referrals.actions import passing
from referrals.forms import PassOnForm, ProblemForm, TaskForm
from referrals.models import Referral
from referrals.views.referrals import ReferralPage


class ReferralCreate(ReferralPage, WritingPage, FormPage):
    """Pass the row on that the address names: ``?kind=request&key=5``."""

    verb = "pass_on"
    template = "referrals/referral_form.html"
    heading = gettext_lazy("Pass on")
    button = gettext_lazy("Pass on")
    message = gettext_lazy("Passed on. Today names it when the answer is due.")

    @cached_property
    def subject(self) -> subjects.Subject:
        given = self.request.POST or self.request.GET
        found = subjects.of_kind(str(given.get("kind", "")))
        if found is None:
            raise Http404
        return found

    @cached_property
    def behind(self) -> Any:
        """The row that is passed on."""
        given = self.request.POST or self.request.GET
        key = addresses.number(given.get("key"))
        found = self.subject.find(self.request.user, key) if key else None
        if found is None:
            raise Http404
        return found

    def shows(self) -> Any:
        return self.behind

    def check_state(self) -> None:
        self.subject.check(self.behind)

    def form(self, data: Any = None) -> PassOnForm:
        if data is not None:
            return PassOnForm(data, user=self.request.user)
        begun = self.subject.begin(self.behind)
        initial = {
            "asked": begun.asked,
            "name": begun.name,
            "urgency": "urgent" if begun.is_urgent else "normal",
        }
        return PassOnForm(user=self.request.user, initial=initial, by=begun.due_on)

    def context(self) -> dict[str, Any]:
        return super().context() | {"kind": self.subject.kind, "behind": self.behind}

    def act(self, form: PassOnForm) -> Referral:
        referral = form.referral()
        referral.subject_kind = self.subject.kind
        return passing.pass_on(referral, self.behind, form.cleaned_data["receiver"], by=self.request.user)

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return str(self.behind.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.behind, by=self.request.user)


class ProblemCreate(ReferralPage, WritingPage, FormPage):
    """A policy, a difficulty or a plan for those above."""

    verb = "report_problem"
    template = "referrals/problem_form.html"
    heading = gettext_lazy("Report a problem upward")
    button = gettext_lazy("Report")
    message = gettext_lazy("Reported.")

    def form(self, data: Any = None) -> ProblemForm:
        return ProblemForm(data, user=self.request.user)

    def act(self, form: ProblemForm) -> Referral:
        cleaned = form.cleaned_data
        return passing.report(form.referral(), cleaned["village"], cleaned["receiver"], by=self.request.user)

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def record_read(self) -> None:
        """Nothing of a villager stands on the empty form."""


class TaskCreate(ReferralPage, WritingPage, FormPage):
    """The county hands a task down to a post or a station."""

    verb = "hand_down"
    template = "referrals/task_form.html"
    heading = gettext_lazy("Hand a task down")
    button = gettext_lazy("Hand down")
    message = gettext_lazy("Handed down. Its receiver finds it on the first page.")

    def form(self, data: Any = None) -> TaskForm:
        return TaskForm(data, user=self.request.user)

    def act(self, form: TaskForm) -> Referral:
        cleaned = form.cleaned_data
        return passing.hand_down(
            form.referral(), cleaned["village"], cleaned["receiver"], by=self.request.user
        )

    def done(self, result: Referral) -> str:
        return result.get_absolute_url()

    def record_read(self) -> None:
        """Nothing of a villager stands on the empty form."""
