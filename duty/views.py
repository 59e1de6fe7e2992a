"""Pages of duty days (驻村日) and of leave: one tap on arrival, one entered later or withdrawn, what is granted."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from accounts.models import User
from calendars import calendar
from duty import actions, correcting
from duty.book import DUTY_DAYS
from duty.forms import ArrivalForm, LeaveForm
from duty.models import DutyDay, Leave, leave_on
from ledgers import months
from ledgers.forms import WithdrawForm
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages import addresses
from pages.forms import ReasonForm
from pages.landing import landing_url
from pages.views.confirm import ButtonPage, ConfirmPage
from pages.views.forms import FormPage
from posts.models import Village


class DutyList(BookList):
    book = DUTY_DAYS


class DutyArrive(Page, ButtonPage):
    """The button 到村: today, in the chosen village of one's own."""

    verb = "record_duty"

    def act(self) -> None:
        villages = Village.objects.served_by(self.request.user)
        village = get_object_or_404(villages, pk=addresses.number(self.request.POST.get("village")))
        since_first_row = self.request.POST.get("since") == "first_row"
        actions.arrive(village, by=self.request.user, since_first_row=since_first_row)

    def done(self, result: Any) -> str:
        return self.back_url() + "?arrived=1"

    def refused(self, fault: ValidationError) -> HttpResponse:
        is_elsewhere = fault.code == "elsewhere"
        return HttpResponseRedirect(self.back_url() + ("?elsewhere=1" if is_elsewhere else "?locked=1"))

    def back_url(self) -> str:
        return landing_url()


class DutyPage(BookPage):
    model = DutyDay
    book = DUTY_DAYS.stem
    related = DUTY_DAYS.related


class DutyDetail(DutyPage, BookDetail):
    template = "duty/duty_detail.html"
    facts = (
        "user", "on", "village", "arrived_at", "last_village", "state", "entered_on", "withdrawal_reason",
        "refusal_reason", "decided_by", "decided_at", "post",
    )  # fmt: skip
    late_mark = gettext_lazy("arrival entered later")  # mostly into the running month, which is not late
    late_label = gettext_lazy("Entered later:")

    def context(self) -> dict[str, Any]:
        found = super().context()
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "")]
        return found | {"leave": leave_on(self.row.user_id, self.row.on)}

    def buttons(self) -> list[dict[str, Any]]:
        user, row, found = self.request.user, self.row, []
        if row.state in DutyDay.TO_DECIDE and may(user, "review_rows") and row.user_id != user.pk:
            found.append({"url": self.url("confirm", row.pk), "label": _("Confirm"), "style": "primary"})
            found.append(
                {"url": self.url("refuse", row.pk), "label": _("Refuse and say why"), "style": "quiet"}
            )
        open_to_withdraw = row.state in (DutyDay.State.NOTED, DutyDay.State.WAITING)
        if open_to_withdraw and row.user_id == user.pk and may(user, "withdraw_arrival"):
            found.append({"url": self.url("withdraw", row.pk), "label": _("Withdraw"), "style": "quiet"})
        return found


class DutyCreate(DutyPage, BookForm):
    """A forgotten arrival of an earlier day."""

    verb = "record_duty"
    form_class = ArrivalForm
    heading = gettext_lazy("Enter an arrival later")
    message = gettext_lazy("Sent to the chief. The day counts once it is confirmed.")
    button = gettext_lazy("Send to the chief")

    def act(self, form: ArrivalForm) -> DutyDay:
        return correcting.enter_later(form.arrival(), by=self.request.user)


class DutyWithdraw(DutyPage, RowConfirm):
    verb = "withdraw_arrival"
    action = correcting.withdraw
    form_class = ReasonForm
    heading = gettext_lazy("Withdraw the arrival")
    button = gettext_lazy("Withdraw and say why")
    template = "duty/decide.html"

    def get_row(self) -> DutyDay:
        row: DutyDay = super().get_row()
        if row.user_id != self.request.user.pk:
            raise PermissionDenied
        return row

    def check_state(self) -> None:
        correcting.check_can_withdraw(self.row)

    @property
    def sentence(self) -> str:
        if self.row.state == DutyDay.State.NOTED and self.row.is_withdrawn_by_chief:
            return _("It goes on to count until the chief has confirmed that you were not there.")
        return _("It stays in the list, struck through, and counts nowhere.")


class DutyDecision(DutyPage, RowConfirm):
    """What the chief says of an arrival entered later, or of one to be withdrawn."""

    verb = "review_rows"
    template = "duty/decide.html"

    def check_state(self) -> None:
        correcting.check_waits(self.row, self.request.user)

    @property
    def is_withdrawal(self) -> bool:
        return bool(self.row.state == DutyDay.State.TO_WITHDRAW)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "said": self.row.withdrawal_reason or self.row.reason,
            "leave": leave_on(self.row.user_id, self.row.on),
        }


class DutyConfirm(DutyDecision):
    action = correcting.confirm
    button = gettext_lazy("Confirm")

    @property
    def heading(self) -> str:
        return _("Confirm the withdrawal") if self.is_withdrawal else _("Confirm the arrival")

    @property
    def sentence(self) -> str:
        if self.is_withdrawal:
            return _("The arrival stays in the list, struck through, and counts nowhere.")
        month = calendar.month_of(self.row.on)
        if months.is_published(self.row.county, month):
            return _(
                "%(month)s is published: the day is shown as a difference until the county restates the month."
            ) % {"month": f"{month:%Y-%m}"}
        return _("The day counts from now on.")


class DutyRefuse(DutyDecision):
    action = correcting.refuse
    form_class = ReasonForm
    button = gettext_lazy("Refuse and say why")

    @property
    def heading(self) -> str:
        return _("Refuse the withdrawal") if self.is_withdrawal else _("Refuse the arrival")

    @property
    def sentence(self) -> str:
        if self.is_withdrawal:
            return _("The arrival goes on to count. The officer reads your reason.")
        return _("The day does not count. The officer reads your reason.")


class LeaveList(Page, FormPage):
    """Leave of the station's people: what is granted, and a form for more."""

    verb = "grant_leave"
    heading = gettext_lazy("Leave")
    template = "duty/leave_list.html"

    def form(self, data: Any = None) -> LeaveForm:
        return LeaveForm(data, staff=actions.staff(self.request.user))

    def act(self, form: LeaveForm) -> None:
        late = form.cleaned_data.get("late_reason", "")
        actions.grant_leave(form.save(commit=False), by=self.request.user, late_reason=late)

    def done(self, result: Any) -> str:
        return reverse("duty:leave-list")

    def back_url(self) -> str:
        return landing_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {"leaves": granted(self.request.user)}


class LeaveDelete(Page, ConfirmPage):
    """Sent from the button on the list; shown when a closed month refuses it or asks why."""

    verb = "grant_leave"
    form_class = WithdrawForm
    heading = gettext_lazy("Take the leave back")
    sentence = gettext_lazy("The leave was not taken: targets run on its days again.")
    button = gettext_lazy("Take back")
    message = gettext_lazy("The leave is taken back.")

    def get_row(self) -> Leave:
        return get_object_or_404(granted(self.request.user), pk=self.kwargs["pk"])

    def act(self, form: WithdrawForm) -> None:
        late = form.cleaned_data.get("late_reason", "")
        actions.take_leave_back(self.row, by=self.request.user, late_reason=late)

    def back_url(self) -> str:
        return reverse("duty:leave-list")


def granted(user: User) -> QuerySet[Leave]:
    """Leave of the people who serve at the person's station today, of this month, the last one and to come."""
    since = calendar.shift(calendar.this_month(), -1)
    return Leave.objects.filter(user__in=actions.staff(user), ends_on__gte=since).select_related("user")
