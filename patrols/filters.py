"""The filters of the list of patrols."""

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledgers.filters import RowFilterSet
from patrols.models import Patrol


class PatrolFilterSet(RowFilterSet):
    mode = filters.ChoiceFilter(choices=Patrol.Mode, empty_label=_("Any mode"), label=_("Mode"))
    is_joint = filters.BooleanFilter(
        method="only_joint", label=_("Joint patrols"), widget=forms.CheckboxInput
    )

    class Meta:
        model = Patrol
        fields: list[str] = []

    def only_joint(self, rows: QuerySet[Patrol], name: str, value: bool) -> QuerySet[Patrol]:
        return rows.filter(is_joint=True) if value else rows
