"""A hazard is put right: what was done, on which day, and what shows it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from hazards.actions import hazards
from hazards.models import Hazard, HazardPicture
from ledgers import actions, copies

DONE = ("rectified", "rectified_by", "proof", "typed_by", "is_late", "reason")


@transaction.atomic
def rectify(hazard: Hazard, *, by: User, picture: bytes = b"", late_reason: str = "") -> Hazard:
    """Note that it was put right, or correct what was noted before it is verified. ``picture``: the proof, where it is
    a photograph; one that is kept already is enough. In a village that was abolished meanwhile it is still put right,
    and no figure counts that day.
    """
    if not may(by, "rectify_hazard"):
        raise PermissionDenied
    before = actions.hold(hazard, by=by)
    check_to_note(before)
    day, today = hazard.rectified_on, timezone.localdate()
    if day is None or not before.occurred_on <= day <= today:
        raise ValidationError({"rectified_on": _("The day lies between the finding and today.")})
    if not hazard.rectified.strip():
        raise ValidationError({"rectified": _("Say what was done.")})
    if hazard.proof not in Hazard.Proof.values:
        raise ValidationError({"proof": _("Say what shows it.")})
    if hazard.proof == Hazard.Proof.PICTURE and not picture and not _has_proof(before):
        raise ValidationError({"picture": _("Photograph it, or choose another proof.")})
    is_moved = before.rectified_on != day
    days = {one for one in (before.rectified_on, day) if one} if is_moved else set()
    hazards.note_late(hazard, before, days, late_reason, field="rectified_on")
    hazard.rectified_by, hazard.typed_by = by, hazards.with_typist(before, by)
    hazard.validate_constraints()
    hazard.save(update_fields=[*DONE, *(["rectified_on"] if is_moved else [])])
    trail.record("rectify_hazard", hazard, by=by, rectified_on=str(day), proof=hazard.proof)
    if picture:
        _keep(hazard, picture, by, is_proof=True)
    return hazard


@transaction.atomic
def file_picture(hazard: Hazard, picture: bytes, *, by: User) -> HazardPicture:
    """Keep a photograph: of what is dangerous, or once it is put right of that."""
    if not may(by, "record_hazard"):
        raise PermissionDenied
    held = actions.hold(hazard, by=by)
    hazards.check_living(held)
    return _keep(held, picture, by, is_proof=held.rectified_on is not None)


def _keep(hazard: Hazard, picture: bytes, by: User, *, is_proof: bool) -> HazardPicture:
    kept = copies.keep(HazardPicture, hazard, picture, by=by)
    if is_proof:
        kept.is_proof = True
        kept.save(update_fields=["is_proof"])
    trail.record("file_hazard_picture", hazard, by=by, copy=kept.pk, sha256=kept.sha256)
    return kept


@transaction.atomic
def withdraw_picture(picture: HazardPicture, reason: str, *, by: User) -> HazardPicture:
    """Take a wrong photograph away for good: the line stays, with the reason. The last one that shows what was put
    right stays until another proof is noted.
    """
    if not may(by, "withdraw_hazard_picture"):
        raise PermissionDenied
    hazard = actions.hold(picture.hazard, by=by)
    if picture.is_proof and hazard.proof == Hazard.Proof.PICTURE:
        others = hazard.copies.filter(is_proof=True, withdrawn_on=None).exclude(pk=picture.pk)
        if not others.exists():
            raise ValidationError(
                _(
                    "It is the only proof that it was put right: keep another one first, or note another proof."
                )
            )
    held = copies.take_away(picture, reason, by=by)
    trail.record("withdraw_hazard_picture", hazard, by=by, copy=held.pk, reason=held.reason)
    return held


def check_to_note(hazard: Hazard) -> None:
    """ValidationError for one that is verified, or counts no more."""
    hazards.check_living(hazard)
    if hazard.verified_on:
        raise ValidationError(_("It is verified already. Load the page again."))


def _has_proof(hazard: Hazard) -> bool:
    return bool(hazard.copies.filter(is_proof=True, withdrawn_on=None).exists())
