"""Checkpoints: entered with a code of their own, changed, ended."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from patrols.models import Checkpoint
from patrols.models.checkpoints import CODE_LENGTH, LETTERS
from posts import abolished, staying
from posts.models import Placed, Post, Village

TRIES = 20  # codes of a county that are taken already: the post does not see them


@transaction.atomic
def start_checkpoint(point: Checkpoint, *, by: User) -> Checkpoint:
    """Enter a place of a village that the person serves, with a new code. Http404 for another village."""
    check_may(by)
    place(point, by)
    point.validate_constraints(exclude={"code"})
    save_with_code(point)
    trail.record("start_checkpoint", point, by=by, code=point.code)
    return point


@transaction.atomic
def change_checkpoint(point: Checkpoint, *, by: User) -> Checkpoint:
    """Change a place that has not ended; its code stays, for the label hangs there."""
    before = hold_running(point, by)
    if before.village_id != point.village_id:
        place(point, by)
    save_changes(before, point, also=("post", "station", "county"))
    trail.record("change_checkpoint", point, by=by)
    return point


@transaction.atomic
def end_checkpoint(point: Checkpoint, reason: str, *, by: User) -> Checkpoint:
    """It ends today: rounds of later days go without it. The row stays, and its code with it."""
    held = hold_running(point, by)
    held.ends_on, held.end_reason = max(timezone.localdate(), held.starts_on), reason.strip()
    held.save(update_fields=["ends_on", "end_reason"])
    trail.record("end_checkpoint", held, by=by, reason=held.end_reason)
    return held


def hold_running(point: Checkpoint, by: User) -> Checkpoint:
    """The checkpoint, locked; ValidationError when it has ended."""
    check_may(by)
    held = hold(point, Checkpoint.objects.visible_to(by))
    check_running(held)
    return held


def check_running(point: Checkpoint) -> None:
    """ValidationError for a checkpoint that has ended."""
    if point.ends_on is not None:
        raise ValidationError(_("The checkpoint has ended: it is changed no more."))


def check_may(by: User) -> None:
    if not may(by, "plan_patrols"):
        raise PermissionDenied


def place(row: Placed, by: User) -> None:
    """The access keys of the village of today; Http404 for one that the person does not serve."""
    staying.hold(row.village_id)
    today = timezone.localdate()
    if not Village.objects.served_by(by).filter(pk=row.village_id).exists():
        raise Http404
    abolished.check_existed(row.village_id, today, field="village")
    row.placed_at(Post.objects.of_village(row.village_id, today))


def save_with_code(point: Checkpoint) -> None:
    """Save a new row with a code that no other of the county has; others' codes are not seen, so the index decides."""
    for attempt in range(TRIES):
        point.code = new_code()
        try:
            with transaction.atomic():
                point.save(force_insert=True)
        except IntegrityError as fault:
            if "checkpoint_code_is_unique_in_its_county" not in str(fault) or attempt == TRIES - 1:
                raise
        else:
            return


def new_code() -> str:
    """A random code of letters and digits that are not taken for one another."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))
