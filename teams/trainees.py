"""Members of teams as the trainings know them (training/coming.py)."""

from django.db.models import Q
from django.utils import timezone

from access.rights import may
from accounts.models import User
from teams.models import Member, Team
from training.coming import Trainee


def of(user: User) -> list[Trainee]:
    """The members of today whom the person sees."""
    if not may(user, "see_members"):
        return []
    members = Member.objects.visible_to(user).filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
    found = (
        members.filter(left_for="")
        .select_related("team__village")
        .order_by("team__village", "team__name", "pk")
    )
    return [
        Trainee(one.pk, str(one.name), called(one.team), {key: getattr(one, key) for key in Member.KEYS})
        for one in found
    ]


def named(user: User, keys: list[int]) -> dict[int, tuple[str, str]]:
    """Key -> team and name of the members whom the person sees; of an erased one the number."""
    if not may(user, "see_members"):
        return {}
    members = Member.objects.visible_to(user).filter(pk__in=keys).select_related("team__village")
    return {one.pk: (called(one.team), str(one)) for one in members}


def called(team: Team) -> str:
    """The team with its village: 东坡村 · 巡逻队."""
    return f"{team.village} · {team.name}"
