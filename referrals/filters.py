"""The filters of the list of referrals."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import rules
from access import scope
from ledgers.filters import PlaceFilterSet
from ledgers.month_filters import FromMonthFilter, ToMonthFilter
from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet, sent_from, sent_to

OVERDUE_DAYS = (0, 7, 30)  # choices of the filter
DIRECTIONS = [("in", _("Passed on to us")), ("out", _("Passed on by us"))]


class ReferralFilterSet(PlaceFilterSet):
    direction = filters.ChoiceFilter(
        choices=DIRECTIONS, method="of_direction", empty_label=_("Both ways"), label=_("Direction")
    )
    state = filters.ChoiceFilter(choices=Referral.State, empty_label=_("Any state"), label=_("State"))
    waiting = filters.BooleanFilter(
        method="only_waiting", label=_("Has not come back"), widget=forms.CheckboxInput
    )
    to_tell = filters.BooleanFilter(
        method="only_to_tell", label=_("Answer to be told"), widget=forms.CheckboxInput
    )
    overdue = filters.ChoiceFilter(
        method="only_overdue", empty_label=_("Any time"), label=_("Overdue for more days than")
    )
    subject = filters.ChoiceFilter(
        field_name="subject_kind", choices=Referral.Subject, empty_label=_("About anything"), label=_("About")
    )
    sent_from = FromMonthFilter(field_name="sent_on", label=_("From month"))
    sent_to = ToMonthFilter(field_name="sent_on", label=_("To month"))
    FOLDED = ("overdue", "subject", "sent_from", "sent_to", "post", "town", "station")

    class Meta:
        model = Referral
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The choices include the days of the county, so that the links on the boards open the same rows."""
        super().__init__(*args, **kwargs)
        today, county = timezone.localdate(), scope.for_user(self.user).county
        named = (
            rules.whole("referral.chief_days", on=today, county=county),
            rules.whole("referral.county_days", on=today, county=county),
        )
        days = sorted({*OVERDUE_DAYS, *named})
        self.filters["overdue"].extra["choices"] = [(str(one), str(one)) for one in days]

    def of_direction(self, rows: QuerySet[Referral], name: str, value: str) -> QuerySet[Referral]:
        return rows.filter(sent_to(self.user) if value == "in" else sent_from(self.user))

    def only_waiting(self, rows: ReferralQuerySet, name: str, value: bool) -> QuerySet[Referral]:
        return rows.open() if value else rows

    def only_to_tell(self, rows: ReferralQuerySet, name: str, value: bool) -> QuerySet[Referral]:
        return rows.unanswered() if value else rows

    def only_overdue(self, rows: ReferralQuerySet, name: str, value: str) -> QuerySet[Referral]:
        return rows.overdue(int(value))
