"""谁看过这户, 谁看过此人: for the chief, of people of the own station."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from audit import looks as kinds
from audit import trail
from oversight.looks import SIGHTS
from oversight.views.looks import answer
from pages.views.base import ShowPage
from residents import family
from residents.models import Household, Resident
from residents.views.households import HouseholdPage
from residents.views.residents import ResidentPage


class LooksPage(ShowPage):
    """Who looked, how often, and each look that the chief may read of; how many others there were."""

    verb = "see_looks"
    template = "residents/looks.html"
    kind: str

    def keys(self) -> list[int]:
        return [self.row.pk]

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        found = answer(self.kind, self.keys())
        every = sum(line["times"] for line in counted(self.kind, self.keys()))
        return super().context() | found | {
            "all_times": every, "elsewhere": max(0, every - found["times"]),
        }  # fmt: skip


class HouseholdLooks(HouseholdPage, LooksPage):
    verb = LooksPage.verb
    kind = kinds.HOUSEHOLDS
    heading = _("Who looked at this household")

    def keys(self) -> list[int]:
        return family.entries(self.row)


class ResidentLooks(ResidentPage, LooksPage):
    verb = LooksPage.verb
    kind = kinds.RESIDENTS
    heading = _("Who looked at this person")


def counted(kind: str, keys: list[int]) -> list[dict[str, Any]]:
    """[action, times, people, newest] of all looks at somebody of the own post or station, the usual ones first.

    Numbers of all looks, whoever looked and from where: they are for the person whose data it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM residents_looks(%s, %s::bigint[], %s::text[])", [kind, keys, SIGHTS])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: -row["times"])


def of_subject(subject: Household | Resident) -> list[dict[str, Any]]:
    """``counted`` for the copy of the person's own data."""
    if isinstance(subject, Household):
        return counted(kinds.HOUSEHOLDS, family.entries(subject))
    return counted(kinds.RESIDENTS, [subject.pk])
