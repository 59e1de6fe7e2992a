"""How the list of premises is narrowed."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.filters import AbolishedFilter, PlaceFilterSet
from ledgers.month_filters import AtEndFilter
from ledgers.then import ThenFilter
from residents.models import Premises


class PremisesFilterSet(PlaceFilterSet):
    running = filters.BooleanFilter(method="only_running", label=_("Running"), widget=forms.CheckboxInput)
    held_at = AtEndFilter(label=_("Running at the end of"))
    then = ThenFilter()
    kind = filters.ChoiceFilter(
        choices=Premises.Kind, empty_label=_("Any kind"), label=pgettext_lazy("premises", "Kind")
    )
    abolished = AbolishedFilter()
    FOLDED = ("held_at", "then", "post", "town", "station", "abolished")

    class Meta:
        model = Premises
        fields: list[str] = []

    def only_running(self, rows: QuerySet[Premises], name: str, value: bool) -> QuerySet[Premises]:
        return rows.filter(ends_on=None) if value else rows
