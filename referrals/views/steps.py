"""The steps of a referral, each on a page of its own: take on, send back, answer, tell back, withdraw."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy, pgettext_lazy

from ledgers.views.base import WritingPage
from ledgers.views.forms import RowConfirm
from pages.views.forms import FormPage
from referrals.actions import passing
from referrals.forms import ComeBackForm, SendBackForm, TellForm
from referrals.models import Referral
from referrals.receivers import of_sender
from referrals.views.referrals import ReferralPage


class ReferralStep(ReferralPage, WritingPage, FormPage):
    """A step with a form on the row itself."""

    verb = "work_on_referral"
    form_class: Any

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        self.check_person(row)
        return row

    def check_person(self, row: Referral) -> None:
        passing.check_works_on(row, self.request.user)

    def check_state(self) -> None:
        passing.check_open(self.row)

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, instance=self.row)

    def about(self) -> str:
        return self.row.receipt

    def done(self, result: Any) -> str:
        return str(result.get_absolute_url())


class ReferralFinish(ReferralStep):
    form_class = ComeBackForm
    template = "referrals/answer_form.html"
    heading = gettext_lazy("Enter the answer")
    message = gettext_lazy("The answer is entered. Whoever passed it on tells it back.")

    def act(self, form: ComeBackForm) -> Referral:
        return passing.finish(form.save(commit=False), by=self.request.user)


class ReferralSendBack(ReferralStep):
    form_class = SendBackForm
    template = "referrals/answer_form.html"
    heading = gettext_lazy("Send it back")
    button = gettext_lazy("Send it back")

    def act(self, form: SendBackForm) -> Referral:
        return passing.send_back(form.save(commit=False), by=self.request.user)


class ReferralTell(ReferralStep):
    verb = "pass_on"
    form_class = TellForm
    template = "referrals/tell_form.html"
    heading = pgettext_lazy("referral", "Tell the answer back")

    def check_person(self, row: Referral) -> None:
        if not of_sender(row, self.request.user):
            raise PermissionDenied

    def check_state(self) -> None:
        passing.check_to_tell(self.row)

    def act(self, form: TellForm) -> Referral:
        return passing.tell(form.save(commit=False), by=self.request.user)


class ReferralTakeOn(ReferralPage, RowConfirm):
    verb = "work_on_referral"
    action = passing.take_on
    heading = gettext_lazy("Take it on")
    sentence = gettext_lazy("The sender sees that it is dealt with. Enter the answer when there is one.")
    button = gettext_lazy("Take it on")
    message = gettext_lazy("Taken on.")

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        passing.check_works_on(row, self.request.user)
        return row

    def check_state(self) -> None:
        passing.check_to_take_on(self.row)


class ReferralWithdraw(ReferralPage, RowConfirm):
    verb = "withdraw_referral"
    action = passing.withdraw
    heading = gettext_lazy("Withdraw the referral")
    sentence = gettext_lazy("The receiver needs not deal with it any more; it stays on record.")
    button = gettext_lazy("Withdraw")
    message = gettext_lazy("Withdrawn.")

    def get_row(self) -> Referral:
        row: Referral = super().get_row()
        if not of_sender(row, self.request.user):
            raise PermissionDenied
        return row

    def check_state(self) -> None:
        passing.check_open(self.row)
