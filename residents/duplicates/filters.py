"""The filters of the list of suspected duplicates."""

from typing import Any

import django_filters as filters
from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledgers.filters import PlaceFilterSet
from residents.duplicates import finding
from residents.duplicates.tables import OVER, STATES
from residents.models import Duplicate


class Kind(models.TextChoices):
    HOUSEHOLDS = "households", _("Households")
    PEOPLE = "people", _("Residents")


class Alike(models.TextChoices):
    PHONE = "phone", _("Same phone")
    NAME = "name", _("Same name and year of birth")


class DuplicateFilterSet(PlaceFilterSet):
    waiting = filters.BooleanFilter(method="only_waiting", label=_("To decide"), widget=forms.CheckboxInput)
    kind = filters.ChoiceFilter(
        method="only_kind", choices=Kind, empty_label=_("Households and residents"), label=_("Kind")
    )
    alike = filters.ChoiceFilter(
        method="only_alike", choices=Alike, empty_label=_("Alike in anything"), label=_("Alike in")
    )
    state = filters.ChoiceFilter(
        method="only_state", choices=STATES, empty_label=_("Any state"), label=_("State")
    )
    FOLDED = ("alike", "state", "post", "town", "station")

    class Meta:
        model = Duplicate
        fields: list[str] = []

    def only_waiting(self, rows: QuerySet[Duplicate], name: str, value: bool) -> QuerySet[Duplicate]:
        return rows.filter(finding.still_there(), state=Duplicate.State.OPEN) if value else rows

    def only_state(self, rows: QuerySet[Duplicate], name: str, value: str) -> QuerySet[Duplicate]:
        if value not in (OVER, Duplicate.State.OPEN):
            return rows.filter(state=value)
        waiting = Duplicate.objects.filter(finding.still_there(), state=Duplicate.State.OPEN)
        rows = rows.filter(state=Duplicate.State.OPEN)
        return (
            rows.exclude(pk__in=waiting.values("pk")) if value == OVER else rows.filter(finding.still_there())
        )

    def only_kind(self, rows: QuerySet[Duplicate], name: str, value: str) -> QuerySet[Duplicate]:
        return rows.filter(first_person__isnull=value == Kind.HOUSEHOLDS)

    def only_alike(self, rows: QuerySet[Duplicate], name: str, value: str) -> QuerySet[Duplicate]:
        return rows.filter(**{"is_same_phone" if value == Alike.PHONE else "is_same_name": True})

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Without open pairs of which one has left: they wait for nothing. With them where a state is asked for."""
        rows = super().filter_queryset(rows)
        if self.form.cleaned_data["state"]:
            return rows
        return rows.filter(finding.still_there() | ~models.Q(state=Duplicate.State.OPEN))
