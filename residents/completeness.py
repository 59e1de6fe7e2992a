"""How much of the register is entered: who of a household's people stands in it (登记 3/4 人).

Children under 14 have no entry of their own and count as entered.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Least

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


def by_village(user: User) -> list[Share]:
    """The villages that the person sees, the least complete first. No household counts for more than its people."""
    registered = Household.objects.visible_to(user).filter(closed_on=None).order_by()
    rows: QuerySet[Any] = registered.annotate(
        is_in=Least(entered(), F("members"), output_field=IntegerField())
    )
    whole = rows.filter(is_in=F("members")).values("village").annotate(n=Count("pk"))
    complete = dict(whole.values_list("village", "n"))
    sums = list(
        rows.values("village").annotate(households=Count("pk"), people=Sum("members"), entered=Sum("is_in"))
    )
    villages = Village.objects.in_bulk([one["village"] for one in sums])
    names = with_towns({key: str(village) for key, village in villages.items()})
    found = [
        Share(
            village=one["village"],
            name=names[one["village"]],
            households=one["households"],
            complete=complete.get(one["village"], 0),
            people=one["people"],
            entered=one["entered"],
        )
        for one in sums
    ]
    return sorted(found, key=lambda share: (share.entered / max(share.people, 1), share.name))
