"""Teams and neighbourhood groups of a village that is merged, or ends without a successor (teams/book.py)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from teams.actions import groups, teams
from teams.models import Team, WatchGroup


def running(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(ends_on=None)


def with_free_name(row: Team | WatchGroup) -> tuple[str, ...]:
    """A name that the successor has already gets the name of the old village before it."""
    others = type(row)._base_manager.filter(village=row.village_id, ends_on=None).exclude(pk=row.pk)
    taken = set(others.values_list("name", flat=True))
    before = type(row)._base_manager.select_related("village").get(pk=row.pk).village.short_name
    longest = type(row)._meta.get_field("name").max_length
    called, sign = row.name, 1
    while row.name in taken:
        first = before + (str(sign) if sign > 1 else "")
        row.name, sign = f"{first} {called}"[:longest], sign + 1
    return ("name",)


def team_moved(team: Team) -> tuple[str, ...]:
    """It serves its present village, and of the further ones those of its present post."""
    further = teams.villages_of(team.post_id, timezone.localdate()) - {team.village_id}
    team.further_villages = sorted(further & {*team.further_villages})
    return (*with_free_name(team), "further_villages")


def end_group(group: WatchGroup) -> None:
    """Without a successor nobody lives there who could watch over each other."""
    groups.end(group)
