"""Sign a hand-over on either side, give it back, close it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from accounts.models import User
from audit import trail
from audit.versions import hold
from duty.handover import signing
from duty.handover.actions.opening import matter
from duty.models import Handover
from notices.actions import finish_matter
from posts import open_work

State = Handover.State
# Drafts stay with their person, days as acting chief end, and arrivals wait for the chief, who stays.
NOT_HANDED_OVER = ("drafts", "stand_ins", "arrivals")


@transaction.atomic
def give(handover: Handover, items: dict[str, str], note: str, *, by: User) -> Handover:
    """Who leaves signs: the items, and the numbers of this moment. Signed again until it is taken over."""
    held = _held(handover, by)
    check_gives(held, by)
    _sign_left(held, items, note, by=by, reason="")
    trail.record("give_handover", held, by=by, account=held.leaver.username)
    return held


@transaction.atomic
def give_in_place(handover: Handover, items: dict[str, str], note: str, reason: str, *, by: User) -> Handover:
    """The chief signs in the place of somebody who can not, or did not in time, and says why."""
    held = _held(handover, by)
    check_in_place(held, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why you sign in the place of who leaves.")})
    _sign_left(held, items, note, by=by, reason=reason)
    trail.record("give_handover_in_place", held, by=by, account=held.leaver.username, reason=reason)
    return held


@transaction.atomic
def take(handover: Handover, note: str, *, by: User) -> Handover:
    """The officer who is responsible now signs, with the numbers of this moment."""
    held = _held(handover, by)
    check_takes(held, by)
    held.state, held.taken_by, held.taken_at, held.taken_note = State.TAKEN, by, timezone.now(), note
    held.taken_counts = _numbers(held)
    held.save(update_fields=["state", "taken_by", "taken_at", "taken_note", "taken_counts"])
    trail.record("take_handover", held, by=by, account=held.leaver.username)
    return held


@transaction.atomic
def give_back(handover: Handover, reason: str, *, by: User) -> Handover:
    """The successor or the chief does not agree: it waits for who leaves again, without signatures."""
    held = _held(handover, by)
    check_gives_back(held, by)
    held.state, held.returned_reason = State.OPEN, reason
    held.left_by = held.left_at = held.left_counts = None
    held.taken_by = held.taken_at = held.taken_counts = None
    held.in_place_reason = held.taken_note = ""
    held.save()
    trail.record("give_back_handover", held, by=by, account=held.leaver.username, reason=reason)
    return held


@transaction.atomic
def close(handover: Handover, reason: str, *, by: User) -> Handover:
    """The chief closes it. ``reason``: asked where no successor has signed, once there is none in time."""
    held = _held(handover, by)
    check_closes(held, by)
    if held.taken_by_id is None and not reason.strip():
        raise ValidationError({"reason": _("Say why it is closed without a successor.")})
    held.state, held.closed_by, held.closed_at = State.CLOSED, by, timezone.now()
    held.closed_on = timezone.localdate()
    held.close_reason = "" if held.taken_by_id else reason
    held.save(update_fields=["state", "closed_by", "closed_at", "closed_on", "close_reason"])
    finish_matter(matter(held), by=by, where=scope.for_user(by))
    trail.record("close_handover", held, by=by, account=held.leaver.username, reason=held.close_reason)
    return held


def _held(handover: Handover, by: User) -> Handover:
    held = hold(handover, Handover.objects.visible_to(by))
    if scope.for_user(by).emergency:
        raise PermissionDenied
    return held


def check_gives(held: Handover, by: User) -> None:
    """ValidationError unless the person leaves and may sign now; so for the others, each of its step."""
    _check_open(held)
    if held.leaver_id != by.pk:
        raise ValidationError(_("Who leaves signs here."))
    if not signing.may_give(held, by):
        raise ValidationError(_("It is taken over already."))


def check_in_place(held: Handover, by: User) -> None:
    check_decides(held, by)
    if why_not := signing.why_not_in_place(held):
        raise ValidationError(why_not)


def check_takes(held: Handover, by: User) -> None:
    _check_open(held)
    if held.state != State.SIGNED:
        raise ValidationError(_("It does not wait for the successor now."))
    if by.pk in (held.leaver_id, held.left_by_id):
        raise ValidationError(_("Nobody signs on both sides."))
    if not signing.may_take(held, by):
        raise ValidationError(_("The officer who is responsible for the post signs here."))


def check_gives_back(held: Handover, by: User) -> None:
    _check_open(held)
    if held.state not in (State.SIGNED, State.TAKEN):
        raise ValidationError(_("Nobody has signed it."))
    if not signing.may_decide(held, by) and not signing.may_take(held, by):
        raise ValidationError(_("The successor or the chief gives it back."))


def check_closes(held: Handover, by: User) -> None:
    check_decides(held, by)
    if why_not := signing.why_not_closed(held):
        raise ValidationError(why_not)


def check_decides(held: Handover, by: User) -> None:
    _check_open(held)
    if not signing.may_decide(held, by):
        raise ValidationError(
            _("The chief of the station closes it, or the county where there is none; nobody who signs it.")
        )


def _check_open(held: Handover) -> None:
    if not held.is_open:
        raise ValidationError(_("It is closed."))


def _sign_left(held: Handover, items: dict[str, str], note: str, *, by: User, reason: str) -> None:
    """Write the signature of who gives. ValidationError for an item that is not in the list, or left out."""
    if set(items) != set(Handover.Item.values) or not set(items.values()) <= set(Handover.Given.values):
        raise ValidationError(_("Say of each key, piece of equipment and paper what became of it."))
    if Handover.Given.MISSING in items.values() and not note.strip():
        raise ValidationError({"note": _("Say what is missing.")})
    held.state, held.items, held.note = State.SIGNED, items, note
    held.left_by, held.left_at, held.left_counts = by, timezone.now(), _numbers(held)
    held.in_place_reason, held.returned_reason = reason, ""
    held.save(
        update_fields=[
            "state", "items", "note", "left_by", "left_at", "left_counts", "in_place_reason", "returned_reason",
        ]
    )  # fmt: skip


def _numbers(held: Handover) -> dict[str, Any]:
    """What hangs at the post, by kind; drafts are a person's own."""
    return {one.kind: one.n for one in open_work.of_handover(held.pk) if one.kind not in NOT_HANDED_OVER}
