"""Pages of duty days (驻村日) and of leave: one tap on arrival, the list that the figure opens, what is granted."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from access.pages import Page
from accounts.models import User
from calendars import calendar
from duty import actions
from duty.book import DUTY_DAYS
from duty.forms import LeaveForm
from duty.models import Leave
from ledgers.forms import WithdrawForm
from ledgers.views.lists import BookList
from pages import addresses
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
        return HttpResponseRedirect(self.back_url() + "?locked=1")

    def back_url(self) -> str:
        return landing_url()


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
