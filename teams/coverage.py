"""What is covered in each village: functions n of 6 with those that miss, members trained, households in groups."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count, F

from access import scope
from accounts.models import User
from calendars import calendar
from ledgers import then
from posts.models import Village
from posts.querysets import VillageQuerySet, open_on
from residents.models import Household
from teams.models import FUNCTIONS, GroupHousehold
from teams.models.members import hours_needed


@dataclass
class Covered:
    """One village on a day. ``trained`` of its ``members`` had the hours of the rule; ``grouped`` of its
    ``households`` belong to a neighbourhood group.
    """

    village: Village
    teams: int = 0
    functions: set[str] = field(default_factory=set)
    members: int = 0
    trained: int = 0
    households: int = 0
    grouped: int = 0

    @property
    def covered(self) -> int:
        return len(self.functions)

    @property
    def of(self) -> int:
        return len(FUNCTIONS)

    @property
    def missing(self) -> list[str]:
        """The functions that no team has there, in words."""
        return [str(one.label) for one in FUNCTIONS if one.value not in self.functions]


def by_village(user: User, day: date) -> list[Covered]:
    """The villages of the person's place: those without any team first, then those that miss most functions."""
    found = _covered(Village.objects.served_by(user, day).existing(day), user, day)
    _add_households(found, user, day)
    return worst_first(found)


def in_month(user: User, month: date, **place: int) -> list[Covered]:
    """The same at the end of a month (of the running one: today), of the villages that belonged to the place then: the
    lines behind the figures of the month. Without households.
    """
    day = calendar.place_day(month)
    keys = then.months_of(user, month, month, at_end=True, **place).get(month, frozenset())
    return worst_first(_covered(Village.objects.filter(pk__in=keys), user, day))


def worst_first(found: dict[int, Covered]) -> list[Covered]:
    return sorted(found.values(), key=lambda one: (one.teams > 0, one.covered, one.village.code))


def of_village(user: User, village: Village, day: date) -> Covered | None:
    """The line of one village; None where the person does not serve it."""
    rows = Village.objects.served_by(user, day).existing(day).filter(pk=village.pk)
    found = _covered(rows, user, day)
    _add_households(found, user, day)
    return found.get(village.pk)


def _covered(villages: VillageQuerySet, user: User, day: date) -> dict[int, Covered]:
    """Teams, functions and members of each of the villages on the day."""
    found = {one.pk: Covered(one) for one in villages.select_related("town")}
    for village, teams, functions, members, trained in numbers(user, day) if found else ():
        if village in found:
            one = found[village]
            one.teams, one.functions, one.members, one.trained = teams, set(functions), members, trained
    return found


def _add_households(found: dict[int, Covered], user: User, day: date) -> None:
    living = Household.objects.visible_to(user).filter(closed_on=None, village__in=found).order_by()
    for village, n in living.values_list("village").annotate(n=Count("pk")):
        found[village].households = n
    grouped = GroupHousehold.objects.visible_to(user).filter(
        open_on(day), household__closed_on=None, household__village=F("village"), village__in=found
    )
    for village, n in grouped.order_by().values_list("village").annotate(n=Count("household", distinct=True)):
        found[village].grouped = n


def numbers(user: User, day: date) -> list[tuple[int, int, list[str], int, int]]:
    """Village, teams that serve it, their functions there, members and members trained enough, of the whole county:
    numbers without a name, for those as well who see no member."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village, teams, functions, members, trained FROM teams_numbers(%s, %s)",
            [day, hours_needed(day, scope.for_user(user).county)],
        )
        found: list[tuple[int, int, list[str], int, int]] = cursor.fetchall()
        return found
