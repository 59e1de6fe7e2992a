"""Actions on hazards: record, change, assign, withdraw. What comes after that: rectifying.py, verifying.py."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from hazards.due import due_day
from hazards.models import Hazard
from hazards.models.hazards import KIND
from ledgers import actions, months
from posts.models import Post
from referrals.actions import passing as referring
from teams.models import Team


@transaction.atomic
def record_hazard(hazard: Hazard, *, by: User, late_reason: str = "") -> Hazard:
    """Write a new hazard; its due day follows from kind and urgency."""
    hazard.due_on = due_day(hazard.kind, hazard.urgency, hazard.occurred_on, scope.for_user(by).county)
    hazard.typed_by = [by.pk]
    check_team(hazard, by)
    return actions.record(hazard, by=by, verb="record_hazard", late_reason=late_reason)


@transaction.atomic
def amend_hazard(hazard: Hazard, *, by: User, late_reason: str = "") -> Hazard:
    """Change what was found. Another kind, urgency or day gives another due day, while it has not passed: nothing
    becomes punctual later.

    ValidationError for one that is verified, until the chief gives it back or somebody reopens it.
    """
    before = actions.hold(hazard, by=by)
    if before.verified_on and before.state != Hazard.State.GIVEN_BACK:
        raise ValidationError(_("It is verified: who finds it dangerous again reopens it."))
    if (before.team_id, before.village_id, before.occurred_on) != (
        hazard.team_id,
        hazard.village_id,
        hazard.occurred_on,
    ):
        check_team(hazard, by)
    decisive = ("kind", "urgency", "occurred_on")
    if any(getattr(before, name) != getattr(hazard, name) for name in decisive) and not _has_passed(before):
        hazard.due_on = due_day(hazard.kind, hazard.urgency, hazard.occurred_on, scope.for_user(by).county)
    hazard.typed_by = with_typist(before, by)
    hazard.validate_constraints()
    return actions.amend(
        hazard, by=by, verb="record_hazard", late_reason=late_reason, also=("due_on", "typed_by")
    )


@transaction.atomic
def assign(hazard: Hazard, *, by: User, late_reason: str = "") -> Hazard:
    """Say who puts it right and by which day it is verified; again for somebody else, or another day."""
    if not may(by, "assign_hazard"):
        raise PermissionDenied
    before = actions.hold(hazard, by=by)
    check_to_rectify(before)
    if not hazard.responsible.strip():
        raise ValidationError({"responsible": _("Say who puts it right.")})
    check_due_day(before, hazard.due_on)
    is_moved = before.due_on != hazard.due_on
    days = {before.due_on, hazard.due_on} if is_moved else set()
    note_late(hazard, before, days, late_reason, field="due_on")
    hazard.assigned_on = before.assigned_on or timezone.localdate()
    hazard.validate_constraints()
    moved = ["due_on"] if is_moved else []
    hazard.save(update_fields=[*moved, "responsible", "assigned_on", "is_late", "reason"])
    trail.record("assign_hazard", hazard, by=by, due_on=str(hazard.due_on))
    return hazard


@transaction.atomic
def withdraw_hazard(hazard: Hazard, *, by: User, verb: str = "withdraw_row", late_reason: str = "") -> Hazard:
    """Take a hazard back, with what was passed on about it."""
    saved = actions.withdraw(hazard, by=by, verb=verb, late_reason=late_reason)
    referring.withdrawn_with(KIND, saved.pk, by=by)
    return saved


def check_team(hazard: Hazard, by: User) -> None:
    """ValidationError for a team that was not there on the day, or is of another post than the village; of what nobody
    of a team has reported there is none.
    """
    if hazard.team_id is None:
        return
    post = Post.objects.of_village(hazard.village_id, timezone.localdate())
    there = Team.objects.visible_to(by).on(hazard.occurred_on).filter(pk=hazard.team_id, post=post)
    if not there.exists():
        raise ValidationError({"team": _("The team was not there on that day, or is of another post.")})


def check_due_day(before: Hazard, day: date | None) -> None:
    """ValidationError for another due day once it has passed: nothing becomes punctual later."""
    if day is None or day == before.due_on:
        return
    if _has_passed(before):
        raise ValidationError(
            {"due_on": _("The day has passed: it stays. The chief and the county see it as overdue.")}
        )
    if day < timezone.localdate():
        raise ValidationError({"due_on": _("The day lies in the past.")})


def _has_passed(hazard: Hazard) -> bool:
    return hazard.due_on < timezone.localdate()


def with_typist(before: Hazard, by: User) -> list[int]:
    """Everybody who has typed it, ``by`` among them."""
    return sorted({*before.typed_by, by.pk})


def note_late(
    hazard: Hazard, before: Hazard, days: set[date], late_reason: str, *, field: str = "occurred_on"
) -> None:
    """Ask the months of these days; one that is published takes the reason, with which the row is late."""
    asked = [months.let_in(before.village_id, day, late_reason, field=field) for day in sorted(days)]
    actions.note_late(hazard, any(asked), late_reason)


def check_living(hazard: Hazard) -> None:
    """ValidationError for one that is given back, withdrawn or erased."""
    if hazard.state == Hazard.State.GIVEN_BACK and not hazard.erased_on:
        raise ValidationError(_("It was given back: it waits until it is mended."))
    if not hazard.is_counted or hazard.erased_on:
        raise ValidationError(_("The hazard does not count any more. Load the page again."))


def check_to_rectify(hazard: Hazard) -> None:
    """ValidationError unless it waits to be put right."""
    check_living(hazard)
    if hazard.rectified_on:
        raise ValidationError(_("It is put right already. Load the page again."))
