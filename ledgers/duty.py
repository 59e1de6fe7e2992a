"""Duty days (驻村日): one tap on arrival; the list that the figure opens."""

import django_filters as filters
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import trail
from ledgers import months
from ledgers.filters import FromMonthFilter, MonthFilter, PlaceFilterSet, ToMonthFilter
from ledgers.keyset import Order
from ledgers.list_pages import BookList
from ledgers.tables import BookTable, DayColumn, MomentColumn, SheetColumn
from posts import addresses, scope
from posts.models import Assignment, DutyDay, Post, Village
from posts.models.placed import keys_of
from posts.pages import Page
from posts.roles import may


@transaction.atomic
def arrive(village: Village, *, by: User) -> DutyDay:
    """Note that the person is in the village today. The first village of a day keeps the day."""
    if not may(by, "record_duty"):
        raise PermissionDenied
    if not Village.objects.served_by(by).filter(pk=village.pk).exists():
        raise Http404
    where, today = scope.of(by), timezone.localdate()
    post = Post.objects.select_related("station").get(pk=where.post_id)
    months.let_in(village.pk, today, "")
    day, is_new = DutyDay.objects.get_or_create(
        user=by,
        on=today,
        defaults={"village": village, **keys_of(post)},
    )
    if is_new:
        trail.record("arrive", day, by=by)
    return day


class DutyFilterSet(PlaceFilterSet):
    month = MonthFilter(field_name="on", label=_("Month"))
    from_month = FromMonthFilter(field_name="on", label=_("From month"))
    to_month = ToMonthFilter(field_name="on", label=_("To month"))
    responsible = filters.BooleanFilter(
        method="only_responsible", label=_("Responsible officers only"), widget=forms.CheckboxInput
    )
    FOLDED = ("from_month", "to_month", "post", "town", "station")

    class Meta:
        model = DutyDay
        fields: list[str] = []

    def only_responsible(self, rows: QuerySet, name: str, value: bool) -> QuerySet:
        if not value:
            return rows
        served = Assignment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
            user=OuterRef("user"),
            is_responsible=True,
            starts_on__lte=OuterRef("on"),
        )
        return rows.filter(Exists(served))


class DutyTable(BookTable):
    on = DayColumn(verbose_name=_("Date"))
    village = SheetColumn(verbose_name=_("Village"))
    user = SheetColumn(verbose_name=_("Person"), accessor="user__name")
    post = SheetColumn(verbose_name=_("Post"), accessor="post__name")
    arrived_at = MomentColumn(verbose_name=_("Arrived at"))

    class Meta(BookTable.Meta):
        model = DutyDay
        fields = ("on", "village", "user", "post", "arrived_at")


class DutyList(BookList):
    model = DutyDay
    book = "ledgers:duty"
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
            arrive(village, by=request.user)
        except ValidationError:
            return HttpResponseRedirect(reverse("reports:home") + "?locked=1")
        return HttpResponseRedirect(reverse("reports:home") + "?arrived=1")
