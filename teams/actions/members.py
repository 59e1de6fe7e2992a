"""Members of teams: entered with their consent, changed, gone; whoever withdraws the consent is a member no more."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from posts import staying
from teams.actions.teams import check_running
from teams.models import Member, Team

LEFT = ("ends_on", "left_for")


@transaction.atomic
def enter_member(member: Member, *, by: User) -> Member:
    """Enter somebody of 18 or older who agreed to it into a running team. The trail has no name."""
    _check_writes(by)
    _check_team(member.team, by)
    _check_days(member)
    member.placed_like(member.team)
    member.validate_constraints()
    member.save(force_insert=True)
    trail.record("enter_member", member, by=by)
    return member


@transaction.atomic
def change_member(member: Member, *, by: User) -> Member:
    """Correct what is entered; the trail says which facts changed, never their values."""
    _check_writes(by)
    was_in = Member.objects.filter(pk=member.pk).values_list("team", flat=True).first()
    if was_in != member.team_id:
        _check_team(member.team, by)
        member.placed_like(member.team)
    before = hold(member, Member.objects.visible_to(by))
    check_is_member(before)
    _check_days(member)
    changed = save_changes(before, member, also=("village", "post", "station", "county"))
    trail.record("change_member", member, by=by, fields=changed)
    return member


@transaction.atomic
def leave(member: Member, why: str, *, by: User) -> Member:
    """The person leaves today, or was entered by mistake."""
    _check_writes(by)
    held = hold(member, Member.objects.visible_to(by))
    check_is_member(held)
    if why not in (Member.Left.LEFT, Member.Left.MISTAKE):
        raise ValidationError({"why": _("Say why the person is a member no more.")})
    held.ends_on, held.left_for = max(timezone.localdate(), held.starts_on), why
    held.save(update_fields=LEFT)
    trail.record("leave_team", held, by=by, left_for=why)
    return held


@transaction.atomic
def withdraw_consent(member: Member, *, by: User) -> Member:
    """A member no more at once: on no patrol of today. Name and telephone are erased after the days of the rule."""
    if not may(by, "end_consent"):
        raise PermissionDenied
    held = hold(member, Member.objects.visible_to(by))
    check_has_consent(held)
    today = timezone.localdate()
    held.consent_ended_on = today
    if held.ends_on is None:
        held.ends_on, held.left_for = max(today, held.starts_on), Member.Left.CONSENT
    held.save(update_fields=["consent_ended_on", *LEFT])
    trail.record("withdraw_consent", held, by=by)
    return held


def check_is_member(member: Member) -> None:
    """ValidationError for a former member."""
    if member.ends_on is not None:
        raise ValidationError(
            _("The person is a member no more. Enter a new member if the person comes back.")
        )


def check_has_consent(member: Member) -> None:
    """ValidationError when the consent was withdrawn before, or the entry is anonymous already."""
    if member.consent_ended_on is not None or member.erased_on is not None:
        raise ValidationError(_("The consent was withdrawn already."))


def _check_writes(by: User) -> None:
    if not may(by, "edit_teams"):
        raise PermissionDenied


def _check_team(team: Team, by: User) -> None:
    staying.hold(team.village_id)
    if not Team.objects.visible_to(by).filter(pk=team.pk).exists():
        raise PermissionDenied
    held = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    check_running(held)


def _check_days(member: Member) -> None:
    today = timezone.localdate()
    if member.consent_on > today:
        raise ValidationError({"consent_on": _("The date lies in the future. Enter what has happened.")})
    if member.starts_on < member.consent_on:
        raise ValidationError({"starts_on": _("Nobody is a member before they agreed to it.")})
