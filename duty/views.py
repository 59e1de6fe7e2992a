"""Pages of duty days (驻村日) and of leave: one tap on arrival, the list that the figure opens, what is granted."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from access.pages import Page
from calendars import calendar
from duty import actions
from duty.filters import DutyFilterSet
from duty.forms import LeaveForm
from duty.models import DutyDay, Leave
from duty.tables import DutyTable
from ledgers.views.lists import BookList
from pages import addresses
from pages.keyset import Order
from posts.models import Village
from posts.views.arranging import ArrangePage


class DutyList(BookList):
    model = DutyDay
    book = "duty:duty"
    related = ("village__town", "post", "station", "user")
    table_class = DutyTable
    filterset_class = DutyFilterSet
    orders = {"on": Order("on")}
    default_order = "-on"


class DutyArrive(Page):
    """The button 到村: today, in the chosen village of one's own."""

    verb = "record_duty"

    def post(self, request: HttpRequest) -> HttpResponse:
        villages = Village.objects.served_by(request.user)
        village = get_object_or_404(villages, pk=addresses.number(request.POST.get("village")))
        try:
            actions.arrive(village, by=request.user)
        except ValidationError:
            return HttpResponseRedirect(reverse("reports:home") + "?locked=1")
        return HttpResponseRedirect(reverse("reports:home") + "?arrived=1")


class LeaveList(ArrangePage):
    """Leave of the station's people: what is granted, and a form for more."""

    verb = "grant_leave"
    back = "duty:leave-list"

    def heading(self) -> str:
        return _("Leave")

    def form(self, data: Any = None) -> LeaveForm:
        return LeaveForm(data, staff=actions.staff(self.request.user))

    def act(self, form: LeaveForm) -> None:
        actions.grant_leave(form.save(commit=False), by=self.request.user)

    def context(self) -> dict[str, Any]:
        return {"leaves": granted(self.request.user), "back_url": reverse("reports:home")}


class LeaveDelete(Page):
    verb = "grant_leave"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.take_leave_back(get_object_or_404(granted(request.user), pk=pk), by=request.user)
        messages.success(request, _("The leave is taken back."))
        return HttpResponseRedirect(reverse("duty:leave-list"))


def granted(user: Any) -> QuerySet[Leave]:
    """Leave of the people who serve at the person's station today, of this month, the last one and to come."""
    since = calendar.shift(calendar.this_month(), -1)
    return Leave.objects.filter(user__in=actions.staff(user), ends_on__gte=since).select_related("user")
