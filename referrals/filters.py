"""The filters of the list of referrals."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledgers.filters import FromMonthFilter, PlaceFilterSet, ToMonthFilter
from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet, sent_from, sent_to

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
    overdue = filters.NumberFilter(
        method="only_overdue", label=_("Overdue for more days than"), min_value=0, max_value=999
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

    def of_direction(self, rows: QuerySet[Referral], name: str, value: str) -> QuerySet[Referral]:
        return rows.filter(sent_to(self.user) if value == "in" else sent_from(self.user))

    def only_waiting(self, rows: ReferralQuerySet, name: str, value: bool) -> QuerySet[Referral]:
        return rows.open() if value else rows

    def only_to_tell(self, rows: ReferralQuerySet, name: str, value: bool) -> QuerySet[Referral]:
        return rows.unanswered() if value else rows

    def only_overdue(self, rows: ReferralQuerySet, name: str, value: int) -> QuerySet[Referral]:
        return rows.overdue(int(value))
