"""How the lists of teams, members and neighbourhood groups are narrowed."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from calendars import calendar
from folding import text as folding
from ledgers.filters import AbolishedFilter, PlaceFilterSet
from ledgers.month_filters import AtEndFilter
from ledgers.then import ThenFilter
from pages import addresses
from posts import carried
from residents.filters import SearchFilter
from teams.models import FUNCTIONS, GroupQuerySet, Member, MemberQuerySet, Team, WatchGroup

FOLDED = ("held_at", "then", "post", "town", "station", "abolished")


class RunningFilter(filters.BooleanFilter):
    """Of today: not ended."""

    def __init__(self) -> None:
        super().__init__(label=_("Running"), widget=forms.CheckboxInput)

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return rows.filter(ends_on=None) if value else rows


class TeamFilterSet(PlaceFilterSet):
    running = RunningFilter()
    held_at = AtEndFilter(label=_("Running at the end of"))
    then = ThenFilter()
    kind = filters.ChoiceFilter(
        choices=Team.Kind, empty_label=_("Any kind"), label=pgettext_lazy("team", "Kind")
    )
    function = filters.ChoiceFilter(
        choices=FUNCTIONS, method="only_with", empty_label=_("Any function"), label=_("Function")
    )
    running_out = filters.BooleanFilter(
        method="only_running_out", label=_("Agreement has run out"), widget=forms.CheckboxInput
    )
    abolished = AbolishedFilter()
    FOLDED = ("running_out", *FOLDED)

    class Meta:
        model = Team
        fields: list[str] = []

    def only_with(self, rows: QuerySet[Team], name: str, value: str) -> QuerySet[Team]:
        return rows.filter(functions__contains=[value]) if value else rows

    def only_running_out(self, rows: QuerySet[Team], name: str, value: bool) -> QuerySet[Team]:
        return rows.filter(ends_on=None, agreement_until__lt=timezone.localdate()) if value else rows


class MembersAtFilter(AtEndFilter):
    """As the figures count them: with their consent, and none that was entered by mistake."""

    def stood(self, rows: Any, month: date) -> Any:
        return rows.on(calendar.place_day(month))


class MemberFilterSet(PlaceFilterSet):
    """Members are searched for among those that the person sees: the names are sealed and compared in Python."""

    q = SearchFilter(method="search", label=_("Name"))
    running = RunningFilter()
    held_at = MembersAtFilter(label=_("Running at the end of"))
    then = ThenFilter()
    team = filters.ModelChoiceFilter(queryset=Team.objects.none(), empty_label=_("Any team"), label=_("Team"))
    untrained = filters.BooleanFilter(
        method="only_untrained", label=_("Hours of training missing"), widget=forms.CheckboxInput
    )
    FOLDED = FOLDED[:-1]

    class Meta:
        model = Member
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["team"].queryset = Team.objects.visible_to(self.user)

    def stood_then(self, rows: QuerySet[Member], month: date) -> QuerySet[Member]:
        """A member lay where the team did."""
        lay_in = carried.expression(Team, calendar.last_day(month), key="team_id")
        villages = sorted(self.months_then.get(month, ()))
        return rows.annotate(village_then=lay_in).filter(village_then__in=villages)

    def search(self, rows: MemberQuerySet, name: str, text: str) -> MemberQuerySet:
        wanted = folding.name(addresses.words(text))
        found = [
            one.pk for one in Member.objects.visible_to(self.user).only("pk", "name")
            if one.erased_on is None and wanted in folding.name(str(one.name))
        ]  # fmt: skip
        return rows.filter(pk__in=found)

    def only_untrained(self, rows: MemberQuerySet, name: str, value: bool) -> MemberQuerySet:
        today: date = timezone.localdate()
        return rows.trained_too_little(today, scope.for_user(self.user).county) if value else rows


class GroupFilterSet(PlaceFilterSet):
    running = RunningFilter()
    held_at = AtEndFilter(label=_("Running at the end of"))
    then = ThenFilter()
    to_mend = filters.BooleanFilter(
        method="only_to_mend",
        label=_("A household has left, or nobody is the contact"),
        widget=forms.CheckboxInput,
    )
    abolished = AbolishedFilter()
    FOLDED = FOLDED

    class Meta:
        model = WatchGroup
        fields: list[str] = []

    def only_to_mend(self, rows: GroupQuerySet, name: str, value: bool) -> GroupQuerySet:
        return rows.to_mend() if value else rows
