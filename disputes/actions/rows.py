"""What every action on a part of a dispute does first and last."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import Gone, hold, save_changes
from disputes.models import Dispute
from disputes.models.parts import Part
from ledgers import actions, late_changes
from posts import closed_months
from posts.closed_months import Span

P = TypeVar("P", bound=Part)


def hold_dispute(part: Part, by: User, verb: str = "record_dispute") -> Dispute:
    """The dispute of ``part`` as it is stored, locked; PermissionDenied without the verb or outside of the scope.

    A part does not carry the version that a page showed of the dispute, so only what happens to the part can be stale.
    ValidationError for a dispute that counts no more.
    """
    if not may(by, verb):
        raise PermissionDenied
    found = Dispute.objects.visible_to(by).filter(pk=part.dispute_id).first()
    if found is None:
        raise PermissionDenied
    held = actions.hold(found, by=by)
    check_living(held)
    return held


def check_living(dispute: Dispute) -> None:
    """ValidationError for a dispute that is withdrawn, given back, or anonymised."""
    if dispute.state == Dispute.State.GIVEN_BACK and not dispute.erased_on:
        raise ValidationError(dispute.PARTS_WAIT)
    if not dispute.is_counted or dispute.erased_on:
        raise ValidationError(_("The dispute does not count any more: nothing is added to it."))


def check_not_violent(dispute: Dispute) -> None:
    """ValidationError for domestic violence: what was mediated before is read, and not followed any more."""
    if dispute.is_protected:
        raise ValidationError(_("Domestic violence is not mediated: rule of the county."))


def hold_part(part: P, by: User) -> P:
    """The part as it is stored, locked. Stale when it was changed since; PermissionDenied outside of the scope."""
    try:
        rows: Any = type(part).objects
        held: P = hold(part, rows.visible_to(by))
        return held
    except Gone:
        raise PermissionDenied from None


def let_in(part: Part, days: Iterable[date | None], late_reason: str) -> None:
    """May figures change that count the part by these days? ValidationError beside ``late_reason`` (closed_months)."""
    spans = [Span(part.dispute.village_on(day), day, day) for day in days if day]
    spans_let_in(
        spans, late_reason, cause=type(part), dispute=part.dispute_id, is_protected=part.is_protected
    )


def spans_let_in(
    spans: list[Span], late_reason: str, *, cause: type[Model], dispute: int, is_protected: bool
) -> None:
    """The same for any spans. Reports show the reason to whoever sees the figures: of a protected dispute no words,
    and none any more once it is protected (``withhold_reasons``).
    """
    reason = _("Protected") if is_protected and late_reason.strip() else late_reason
    closed_months.let_in(spans, reason, cause=cause, about=_about(dispute))


def withhold_reasons(dispute: Dispute) -> None:
    """The dispute is protected now: reasons that were given before, beside the figures, lose their words."""
    late_changes.withhold(_about(dispute.pk), _("Protected"))


def _about(dispute: int) -> str:
    return f"{Dispute._meta.label_lower}:{dispute}"


def insert(part: P, dispute: Dispute, by: User, verb: str) -> P:
    """Save a new part of the dispute; the trail says that there is one, not what is in it."""
    part.dispute = dispute
    add(part)
    trail.record(verb, dispute, by=by, part=part._meta.model_name, number=part.pk)
    return part


def add(part: Part) -> None:
    """Save a new part. ValidationError for what the database refuses: a form checks its own fields alone."""
    part.take_keys()
    part.validate_constraints()
    part.save(force_insert=True)


def change(part: P, dispute: Dispute, by: User, verb: str, *, also: tuple[str, ...] = ()) -> P:
    """Save what differs from the stored part, which is locked; where nothing does, nothing is done."""
    held = hold_part(part, by)
    part.validate_constraints()
    also = tuple(name for name in also if getattr(held, name) != getattr(part, name))
    fields = [*save_changes(held, part, also=also), *also]
    if fields:
        trail.record(verb, dispute, by=by, part=part._meta.model_name, number=part.pk, fields=fields)
    return part
