"""Members of teams on patrols: who may be put on one, who is shown by name, and their hours of duty.

Called by the actions and forms of patrols, and by the pages of patrols and teams (patrols/apps.py).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access import scope
from access.rights import may
from accounts.models import User
from patrols.models import Patrol
from posts.models import Membership, Post
from posts.querysets import open_on
from teams import readiness
from teams.models import Member, Team
from teams.models.members import hours_needed
from teams.trainees import called

A_MINUTE = Decimal(1) / 60


@dataclass(frozen=True)
class Offered:
    """A team with its members of the day: ``people`` are (key, name, why not); ``villages`` of its post, by key."""

    team: str
    people: list[tuple[int, str, str]]
    villages: frozenset[int]


def offered(user: User, day: date, also: list[int]) -> list[Offered]:
    """By team, who was a member on the day, and those with the keys ``also``, as far as the person sees them."""
    if not may(user, "see_members"):
        return []
    seen = Member.objects.visible_to(user)
    keys = set(seen.on(day).values_list("pk", flat=True)) | set(also)
    rows = seen.filter(pk__in=keys).select_related("team__village")
    why = {
        one.member.pk: one.briefly() for one in readiness.lacks(rows.values_list("pk", flat=True), day, user)
    }
    of_post: dict[int, set[int]] = {}
    for post, village in Membership.objects.filter(open_on(timezone.localdate())).values_list(
        "post", "village"
    ):
        of_post.setdefault(post, set()).add(village)
    found: dict[int, Offered] = {}
    for one in rows.order_by("team__village__code", "team__name", "-is_leader", "pk"):
        there = found.setdefault(
            one.team_id, Offered(called(one.team), [], frozenset(of_post.get(one.post_id, ())))
        )
        there.people.append((one.pk, str(one), why.get(one.pk, "")))
    return list(found.values())


def check(patrol: Patrol, before: Patrol | None, by: User) -> None:
    """Put the members in order and note the hours that the rule asks for. ValidationError beside ``members`` that names
    who can not be put on it and why: of a changed patrol those who are new on it, on another day or in another village
    all of them. The members are locked, so that a consent withdrawn at the same moment comes before or after.
    """
    patrol.members = sorted(set(patrol.members))
    if not patrol.members:
        patrol.hours_needed = None
        return
    patrol.is_joint = True
    is_elsewhere = before is None or (before.occurred_on, before.village_id) != (
        patrol.occurred_on,
        patrol.village_id,
    )
    already_on = set() if is_elsewhere or before is None else set(before.members)
    asked = [key for key in patrol.members if key not in already_on]
    if not asked:
        return
    if not may(by, "see_members"):
        raise ValidationError({"members": _("One of them is no member of a team of your villages.")})
    seen = Member.objects.visible_to(by).filter(pk__in=asked)
    locked = list(seen.order_by("pk").select_for_update(of=("self",), no_key=True))
    post = Post.objects.of_village(patrol.village_id, timezone.localdate())
    if len(locked) < len(asked) or any(one.post_id != post.pk for one in locked):
        raise ValidationError(
            {"members": _("Only members of teams of the village's own post go on its patrol.")}
        )
    readiness.check_on_patrol(asked, patrol.occurred_on, by)
    patrol.hours_needed = hours_needed(patrol.occurred_on, scope.for_user(by).county)


def of_patrol(patrol: Patrol, user: User) -> list[dict[str, Any]]:
    """For the page of a patrol: the members by name, for those who may read these; erased ones by number."""
    if not patrol.members or not may(user, "see_members"):
        return []
    rows = Member.objects.visible_to(user).filter(pk__in=patrol.members).select_related("team__village")
    lines = [
        {"url": one.get_absolute_url(), "name": str(one), "why": called(one.team), "mark": "", "style": ""}
        for one in rows.order_by("team", "pk")
    ]
    return [{"title": _("Members of teams on patrol"), "lines": lines, "more": "", "more_label": ""}]


def of_team(team: Team, user: User) -> list[dict[str, Any]]:
    """For the page of a team: on how many patrols of this year its members were, and for how many hours each; for those
    who see the members.
    """
    if not may(user, "see_members"):
        return []
    year = timezone.localdate().replace(month=1, day=1)
    known = dict(Member.objects.visible_to(user).filter(team=team).values_list("pk", "ends_on"))
    rows = (
        Patrol.objects.visible_to(user).counted().filter(occurred_on__gte=year, members__overlap=list(known))
    )
    hours: dict[int, Decimal] = dict.fromkeys(known, Decimal(0))
    patrols = list(rows.values_list("members", "minutes")) if known else []
    for members, minutes in patrols:
        for key in set(members) & known.keys():
            hours[key] += minutes * A_MINUTE
    if not patrols:
        return []
    words = {"n": len(patrols), "hours": f"{sum(hours.values(), Decimal(0)).quantize(Decimal('0.1')):f}"}
    title = ngettext(
        "%(n)s patrol this year, %(hours)s hours of members", "%(n)s patrols this year, %(hours)s hours of members",
        len(patrols),
    ) % words  # fmt: skip
    return [{"title": title, "lines": _by_member(hours, user), "more": "", "more_label": ""}]


def _by_member(hours: dict[int, Decimal], user: User) -> list[dict[str, Any]]:
    """Those who were on patrol, most hours first."""
    walked = {key: one for key, one in hours.items() if one}
    people = Member.objects.visible_to(user).in_bulk(walked)
    ordered = sorted(walked.items(), key=lambda one: (-one[1], one[0]))
    return [
        {
            "url": people[key].get_absolute_url(), "name": str(people[key]), "why": "",
            "mark": _("%(n)s hours on duty") % {"n": f"{of_member.quantize(Decimal('0.1')):f}"}, "style": "",
        }
        for key, of_member in ordered
        if key in people
    ]  # fmt: skip
