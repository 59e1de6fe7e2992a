"""Teams: entered, changed, ended; pages of their service agreements."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from ledgers import copies
from posts import abolished, staying
from posts.models import Membership, Post, Village
from posts.querysets import open_on
from teams.models import ContractCopy, Member, Team


@transaction.atomic
def start_team(team: Team, *, by: User) -> Team:
    """Enter a team of a village that the person serves. Http404 for another village."""
    _check(by)
    place(team, by)
    check_villages(team)
    team.validate_constraints()
    team.save(force_insert=True)
    trail.record("start_team", team, by=by)
    return team


@transaction.atomic
def change_team(team: Team, *, by: User) -> Team:
    """Change a team that has not ended; in another village its members and copies go along."""
    before = hold_running(team, by)
    if before.village_id != team.village_id:
        place(team, by)
    check_villages(team)
    save_changes(before, team, also=("post", "station", "county"))
    team.take_along()
    trail.record("change_team", team, by=by)
    return team


@transaction.atomic
def end_team(team: Team, reason: str, *, by: User) -> Team:
    """It ends today, and its members with it; the row stays."""
    held, today = hold_running(team, by), timezone.localdate()
    held.ends_on, held.end_reason = max(today, held.starts_on), reason.strip()
    held.save(update_fields=["ends_on", "end_reason"])
    members = Member.objects.filter(team=held, ends_on=None).order_by("pk").select_for_update(no_key=True)
    ended = 0
    for one in members:
        one.ends_on, one.left_for = max(today, one.starts_on), Member.Left.TEAM
        one.save(update_fields=["ends_on", "left_for"])
        ended += 1
    trail.record("end_team", held, by=by, reason=held.end_reason, members=ended)
    return held


@transaction.atomic
def file_contract(team: Team, picture: bytes, *, by: User) -> ContractCopy:
    """File a photographed page of the service agreement. ValidationError for a team without one."""
    held = hold_running(team, by)
    check_has_agreement(held)
    copy = copies.keep(ContractCopy, held, picture, by=by)
    trail.record("file_contract", held, by=by, copy=copy.pk, sha256=copy.sha256)
    return copy


@transaction.atomic
def withdraw_contract(copy: ContractCopy, reason: str, *, by: User) -> ContractCopy:
    """Take a wrong picture away for good: the line stays, with the reason (``copies.may_take_away``)."""
    if not may(by, "end_consent"):
        raise PermissionDenied
    held = copies.take_away(copy, reason, by=by)
    trail.record("withdraw_contract", held.team, by=by, copy=held.pk, reason=held.reason)
    return held


def hold_running(team: Team, by: User) -> Team:
    """The team, locked; ValidationError when it has ended."""
    _check(by)
    held = hold(team, Team.objects.visible_to(by))
    check_running(held)
    return held


def check_running(team: Team) -> None:
    """ValidationError for a team that has ended."""
    if team.ends_on is not None:
        raise ValidationError(_("The team has ended: it is changed no more."))


def check_has_agreement(team: Team) -> None:
    """ValidationError for a team without a service agreement."""
    if not team.agreement_with:
        raise ValidationError(_("The team has no service agreement. Enter with whom it is first."))


def check_villages(team: Team) -> None:
    """Further villages belong to the post of the team today, and are not its own; ValidationError otherwise."""
    further = sorted({key for key in team.further_villages if key != team.village_id})
    of_post = villages_of(team.post_id, timezone.localdate())
    if set(further) - of_post:
        raise ValidationError({"further_villages": _("A team serves villages of its own post.")})
    team.further_villages = further


def villages_of(post: int, day: date) -> set[int]:
    """The keys of the villages of a post on the day."""
    return set(Membership.objects.filter(open_on(day), post=post).values_list("village", flat=True))


def _check(by: User) -> None:
    if not may(by, "edit_teams"):
        raise PermissionDenied


def place(team: Any, by: User) -> None:
    """The access keys of the village of today; Http404 for one that the person does not serve."""
    staying.hold(team.village_id)
    today = timezone.localdate()
    if not Village.objects.served_by(by).filter(pk=team.village_id).exists():
        raise Http404
    abolished.check_existed(team.village_id, today, field="village")
    team.placed_at(Post.objects.of_village(team.village_id, today))
