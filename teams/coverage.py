"""What is covered in each village: functions n of 6 with those that miss, members trained, households in groups."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count, F

from access import scope
from accounts.models import User
from posts.models import Membership, Village
from posts.querysets import open_on
from residents.models import Household
from teams.models import FUNCTIONS, GroupHousehold, Team
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
    villages = Village.objects.served_by(user, day).existing(day).select_related("town")
    found = {one.pk: Covered(one) for one in villages}
    _add_teams(found, user, day)
    for village, members, trained in numbers(user, day):
        if village in found:
            found[village].members, found[village].trained = members, trained
    _add_households(found, user, day)
    return sorted(found.values(), key=lambda one: (one.teams > 0, one.covered, one.village.code))


def of_village(user: User, village: Village, day: date) -> Covered | None:
    """The line of one village; None where the person does not serve it."""
    return next((one for one in by_village(user, day) if one.village.pk == village.pk), None)


def _add_teams(found: dict[int, Covered], user: User, day: date) -> None:
    post_of = dict(Membership.objects.filter(open_on(day), village__in=found).values_list("village", "post"))
    for team in Team.objects.visible_to(user).on(day):
        for key in (team.village_id, *team.further_villages):
            if key in found and (key == team.village_id or post_of.get(key) == team.post_id):
                found[key].teams += 1
                found[key].functions |= set(team.functions)


def _add_households(found: dict[int, Covered], user: User, day: date) -> None:
    living = Household.objects.visible_to(user).filter(closed_on=None).order_by()
    for village, n in living.values_list("village").annotate(n=Count("pk")):
        if village in found:
            found[village].households = n
    grouped = GroupHousehold.objects.visible_to(user).filter(
        open_on(day), household__closed_on=None, household__village=F("village")
    )
    for village, n in grouped.order_by().values_list("village").annotate(n=Count("household", distinct=True)):
        if village in found:
            found[village].grouped = n


def numbers(user: User, day: date) -> list[tuple[int, int, int]]:
    """Village, members and members trained enough, of the whole county: numbers without a name, for those as well who
    see no member."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village, members, trained FROM teams_numbers(%s, %s)",
            [day, hours_needed(day, scope.for_user(user).county)],
        )
        found: list[tuple[int, int, int]] = cursor.fetchall()
        return found
