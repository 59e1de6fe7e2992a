"""What happens to a ledger row: record, amend, withdraw, accept, give back. Every book goes through here."""

import uuid
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from ledgers import months
from ledgers.models import Draft, Row
from posts.models import Membership
from posts.querysets import open_on
from posts.roles import may

HIDDEN = "***"
R = TypeVar("R", bound=Row)


@transaction.atomic
def record(row: R, *, by: User, verb: str, late_reason: str = "") -> R:
    """Write a new row into its book: access keys, month, receipt, trail.

    Sent twice with the same ``client_key`` it stays one row, and the first one is returned. Raises
    PermissionDenied without the verb or outside the person's villages, ValidationError when the month is locked.
    """
    if not may(by, verb):
        raise PermissionDenied
    already = _already(row.client_key, type(row), by)
    if already:
        return already
    _give_keys(row, by)
    row.is_late = months.let_in(row.station_id, row.occurred_on, late_reason)
    row.reason = late_reason if row.is_late else ""
    row.recorded_by, row.recorded_at = by, timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        already = _already(row.client_key, type(row), by)
        if "is_recorded_once" in str(fault) and already:
            return already
        raise
    Draft.objects.filter(user=by, form=row._meta.label_lower).delete()
    trail.record("record", row, by=by, receipt=row.receipt, late=row.is_late)
    return row


def _already(key: uuid.UUID, book: type[Row], by: User) -> Any:
    return book._default_manager.filter(client_key=key, recorded_by=by).first()


def _give_keys(row: Row, by: User) -> None:
    """The access keys follow the village: the post that it belongs to today."""
    today = timezone.localdate()
    if not type(row.village).objects.served_by(by).filter(pk=row.village_id).exists():
        raise PermissionDenied
    home = Membership.objects.filter(open_on(today), village=row.village_id).select_related("post").get()
    row.post_id, row.station_id = home.post_id, home.post.station_id


@transaction.atomic
def amend(row: R, *, by: User, verb: str, late_reason: str = "") -> R:
    """Save a changed row; both the month that it leaves and the one that it enters must let it."""
    if not may(by, verb):
        raise PermissionDenied
    before = type(row)._default_manager.select_for_update().get(pk=row.pk)
    _check_changeable(before, by)
    late = months.let_in(before.station_id, before.occurred_on, late_reason)
    late |= months.let_in(row.station_id, row.occurred_on, late_reason)
    row.is_late = row.is_late or late
    row.reason = late_reason if late else ""
    row.state = Row.State.RECORDED
    row.save()
    trail.record("amend", row, by=by, changes=_changes(before, row))
    return row


def _held(row: R) -> R:
    """The row as it stands in the database, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)  # type: ignore[return-value]


def _changes(before: Row, after: Row) -> dict[str, list[Any]]:
    found = trail.changes(model_to_dict(before), model_to_dict(after))
    return {name: [HIDDEN, HIDDEN] if name in after.PRIVATE_FIELDS else pair for name, pair in found.items()}


def _check_changeable(row: Row, by: User) -> None:
    if not row.is_open_to_change:
        raise ValidationError(_("%(state)s rows can not be changed.") % {"state": row.get_state_display()})
    if row.recorded_by_id != by.pk and not may(by, "review_rows"):
        raise ValidationError(_("Only the person who recorded the row changes it; others give it back."))


@transaction.atomic
def withdraw(row: R, *, by: User) -> R:
    """Take one's own row back: it stays in the book, struck through, and counts nowhere."""
    row = _held(row)
    _check_changeable(row, by)
    months.let_in(row.station_id, row.occurred_on, "")
    row.state = Row.State.WITHDRAWN
    row.save(update_fields=["state"])
    trail.record("withdraw", row, by=by)
    return row


@transaction.atomic
def accept(row: R, *, by: User) -> R:
    """The chief has looked at the row; it can no longer be changed."""
    row = _for_review(row, by)
    row.state = Row.State.ACCEPTED
    row.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    trail.record("accept", row, by=by)
    return row


@transaction.atomic
def give_back(row: R, reason: str, *, by: User) -> R:
    """The chief returns the row with a reason; it counts again when the recorder has mended it."""
    row = _for_review(row, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the recorder reads it.")})
    months.let_in(row.station_id, row.occurred_on, reason)
    row.state, row.reason = Row.State.GIVEN_BACK, reason.strip()
    row.save(update_fields=["state", "reason", "reviewed_by", "reviewed_at"])
    trail.record("give_back", row, by=by, reason=row.reason)
    return row


def _for_review(row: R, by: User) -> R:
    if not may(by, "review_rows"):
        raise PermissionDenied
    row = _held(row)
    if row.state != Row.State.RECORDED:
        raise ValidationError(
            _("The row is now: %(state)s. Load the page again.") % {"state": row.get_state_display()}
        )
    row.reviewed_by, row.reviewed_at = by, timezone.now()
    return row
