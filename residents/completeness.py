"""How much of the register is entered: who of a household's people stands in it (登记 3/4 人).

Children under 14 have no entry of their own and count as entered.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from posts.models import Village
from posts.naming import with_towns
from residents.models import Household, Resident


def entered(outer: str = "pk") -> Any:
    """An expression on households: how many of its people are entered, the children among them."""
    people = Resident.objects.filter(household=OuterRef(outer), left_on=None).order_by()
    number = people.values("household").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0) + F("children_under_14")


def incomplete(rows: QuerySet[Household]) -> QuerySet[Household]:
    """Registered households of which not everybody is entered."""
    return rows.filter(closed_on=None).alias(entered=entered()).filter(entered__lt=F("members"))


def of_household(household: Household) -> int:
    """How many of the people of one household are entered, the children among them."""
    return household.residents.filter(left_on=None).count() + household.children_under_14


@dataclass(frozen=True)
class Share:
    """The households of one village: ``complete`` of ``households``, ``entered`` of ``people``."""

    village: int
    name: str
    households: int
    complete: int
    people: int
    entered: int

    @property
    def missing(self) -> int:
        return self.people - self.entered


# Both sides are read once, by the index of the scope: 7,162 blocks for the 60,000 households of a county. A look-up of
# the people of each household read 6,208 for 2,000.
COUNTED = """
    SELECT home.village, count(*), count(*) FILTER (WHERE home.n + home.children >= home.members),
           sum(home.members), sum(least(home.n + home.children, home.members))
    FROM (SELECT here.*, coalesce(entered.n, 0) AS n FROM ({households}) AS here (id, village, members, children)
          LEFT JOIN ({people}) AS entered (household, n) ON entered.household = here.id) AS home
    GROUP BY home.village
"""


def by_village(user: User) -> list[Share]:
    """The villages that the person sees, the least complete first. No household counts for more than its people."""
    try:
        counted = _counted(user)
    except EmptyResultSet:  # of somebody who sees no village
        return []
    villages = Village.objects.in_bulk([one[0] for one in counted])
    names = with_towns({key: str(village) for key, village in villages.items()})
    found = [
        Share(village, names[village], households, complete, people, is_in)
        for village, households, complete, people, is_in in counted
    ]
    return sorted(found, key=lambda share: (share.entered / max(share.people, 1), share.name))


def _counted(user: User) -> list[tuple[int, int, int, int, int]]:
    """Village, and the numbers of ``Share``."""
    registered = Household.objects.visible_to(user).filter(closed_on=None).order_by()
    living = Resident.objects.visible_to(user).filter(left_on=None).order_by()
    households, values = registered.values_list(
        "pk", "village", "members", "children_under_14"
    ).query.sql_with_params()
    people, others = living.values("household").annotate(n=Count("pk")).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(households=households, people=people), (*values, *others))
        return list(cursor.fetchall())
