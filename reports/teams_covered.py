"""How many of the six functions the teams have in each village, by town, as the running month counts them: for the
board of the county."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import User
from calendars import calendar
from indicators.models import VillageMonth


@dataclass
class Town:
    """The villages of a town that miss a function: ``without`` any team, or with ``gaps``."""

    name: str
    without: list[dict[str, Any]] = field(default_factory=list)
    gaps: list[dict[str, Any]] = field(default_factory=list)


def villages(user: User) -> QuerySet[VillageMonth]:
    """The villages of the running month."""
    return VillageMonth.objects.visible_to(user).filter(month=calendar.this_month(), is_expected=True)


def gaps(user: User) -> QuerySet[VillageMonth, Any]:
    """Those in which a function is missing: none at all is no team, for every team has one."""
    rows = villages(user).filter(functions_covered__lt=F("functions_due"))
    return rows.order_by("functions_covered", "village__code").values(
        "village_id", "functions_covered", "functions_due", name=F("village__name"), town_name=F("town__name"),
        town_key=F("town_id"),
    )  # fmt: skip


def by_town(rows: Iterable[dict[str, Any]], villages: int) -> dict[str, Any]:
    """Rows of ``gaps`` by town; the towns with most villages without a team first."""
    towns: dict[int, Town] = {}
    for row in rows:
        town = towns.setdefault(row["town_key"], Town(row["town_name"]))
        (town.gaps if row["functions_covered"] else town.without).append(row)
    found = sorted(towns.values(), key=lambda one: (-len(one.without), -len(one.gaps)))
    return {
        "villages": villages,
        "without": sum(len(one.without) for one in found),
        "gaps": sum(len(one.gaps) for one in found),
        "towns": [one for one in found if one.without],
        "others": [one for one in found if not one.without],
    }
