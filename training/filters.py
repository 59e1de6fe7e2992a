"""How the list of trainings is narrowed."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from ledgers.filters import PlaceFilterSet
from ledgers.month_filters import FromMonthFilter, MonthFilter, ToMonthFilter
from training.models import Training


class TrainingFilterSet(PlaceFilterSet):
    month = MonthFilter(field_name="held_on", label=_("Month"))
    from_month = FromMonthFilter(field_name="held_on", label=_("From month"))
    to_month = ToMonthFilter(field_name="held_on", label=_("To month"))
    topic = filters.ChoiceFilter(choices=Training.Topic, empty_label=_("Any topic"), label=_("Topic"))
    level = filters.ChoiceFilter(choices=Training.Level, empty_label=_("Held by anybody"), label=_("held by"))
    state = filters.ChoiceFilter(choices=Training.State, empty_label=_("Any state"), label=_("State"))
    FOLDED = ("from_month", "to_month", "state", "post", "town", "station")

    class Meta:
        model = Training
        fields: list[str] = []
