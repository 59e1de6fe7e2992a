"""Somebody else looks whether a hazard was put right: verified, or open again."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from hazards import telling
from hazards.actions import hazards
from hazards.models import Hazard
from hazards.models.hazards import KIND
from ledgers import actions
from referrals.actions import passing as referring

OPENED = (
    "rectified_on", "rectified", "rectified_by", "proof", "verified_on", "verified_by", "checked", "times_reopened",
    "is_late", "reason",
)  # fmt: skip


@transaction.atomic
def verify(hazard: Hazard, *, by: User, late_reason: str = "") -> Hazard:
    """It is put right: what was passed on about it ends. By its due day it counts as verified in time."""
    if not may(by, "verify_hazard"):
        raise PermissionDenied
    before = actions.hold(hazard, by=by)
    check_to_verify(before, by)
    day = hazard.verified_on
    if day is None or before.rectified_on is None or not before.rectified_on <= day <= timezone.localdate():
        raise ValidationError({"verified_on": _("The day lies between the mending and today.")})
    hazards.note_late(hazard, before, {day, *in_time(before, day)}, late_reason, field="verified_on")
    hazard.verified_by = by
    hazard.validate_constraints()
    hazard.save(update_fields=["verified_on", "verified_by", "checked", "is_late", "reason"])
    trail.record("verify_hazard", hazard, by=by, verified_on=str(day))
    referring.withdrawn_with(KIND, hazard.pk, by=by)
    telling.done(hazard, by=by)
    return hazard


@transaction.atomic
def reopen(hazard: Hazard, reason: str, *, by: User) -> Hazard:
    """It is not put right, or dangerous again: what was noted leaves the row and stays in its history, beside the
    reason. The due day stays. The months that counted it must let it, and show the reason where they are published.
    """
    if not may(by, "verify_hazard"):
        raise PermissionDenied
    held = actions.hold(hazard, by=by)
    check_to_reopen(held)
    why = reason.strip()
    if not why:
        raise ValidationError({"reason": _("Say why: who put it right reads it.")})
    days = {day for day in (held.rectified_on, held.verified_on) if day}
    if held.verified_on:
        days |= in_time(held, held.verified_on)
    hazards.note_late(held, held, days, why)
    held.rectified_on = held.rectified_by = held.verified_on = held.verified_by = None
    held.rectified = held.proof = held.checked = ""
    held.times_reopened += 1
    held.save(update_fields=OPENED)
    held.copies.filter(is_proof=True).update(is_proof=False)  # they show no more that it is put right
    trail.record("reopen_hazard", held, by=by, reason=why)
    telling.reopened(held, by=by)
    return held


def in_time(hazard: Hazard, day: date) -> set[date]:
    """The due day, whose month counts it as verified in time; nothing where the day is later."""
    return {hazard.due_on} if day <= hazard.due_on else set()


def check_to_verify(hazard: Hazard, by: User) -> None:
    """ValidationError unless it is put right, and the person is none of those who found, typed or mended it."""
    hazards.check_living(hazard)
    if hazard.rectified_on is None:
        raise ValidationError(_("It is not put right yet."))
    if hazard.verified_on:
        raise ValidationError(_("It is verified already. Load the page again."))
    if is_own(hazard, by):
        raise ValidationError(_("Somebody else verifies it: not who found it, typed it or put it right."))


def is_own(hazard: Hazard, user: User) -> bool:
    """Did the person find it, type it or note what was done about it, in whatever office?"""
    return user.pk in {*hazard.typed_by, *hazard.done_by, hazard.recorded_by_id, hazard.rectified_by_id}


def check_to_reopen(hazard: Hazard) -> None:
    """ValidationError unless it is put right or verified."""
    hazards.check_living(hazard)
    if hazard.rectified_on is None:
        raise ValidationError(_("It is open already. Load the page again."))
