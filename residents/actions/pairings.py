"""Actions on the pairing of an officer with a household in hardship."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from posts import abolished, closed_months
from posts.closed_months import Span
from posts.models import Assignment
from residents.actions.register import check_registered
from residents.models import Pairing


@transaction.atomic
def pair(pairing: Pairing, *, by: User, late_reason: str = "") -> Pairing:
    """Pair the officer with a household in hardship; a household has one officer at a time.

    ValidationError when a month since its first day is submitted or approved, or published and ``late_reason`` is
    empty.
    """
    if not may(by, "pair_household"):
        raise PermissionDenied
    abolished.check_existed(pairing.household.village_id, timezone.localdate(), field="household")
    days = [Span(pairing.household.village_id, pairing.starts_on, pairing.ends_on)]
    closed_months.let_in(days, late_reason, cause=Pairing)
    check_registered(pairing.household)
    pairing.officer = by
    pairing.placed_like(pairing.household)
    pairing.validate_constraints()
    pairing.save(force_insert=True)
    trail.record("pair_household", pairing, by=by)
    return pairing


@transaction.atomic
def end_pairing(pairing: Pairing, *, by: User) -> Pairing:
    """End the pairing today: one's own, or one of an officer who has left the post."""
    if not may(by, "pair_household") or not Pairing.objects.filter(ended_by(by.pk), pk=pairing.pk).exists():
        raise PermissionDenied
    closed_months.let_in([Span(pairing.village_id, timezone.localdate())], "", cause=Pairing)
    pairing = hold(pairing)
    check_runs(pairing)
    pairing.ends_on = timezone.localdate()
    pairing.save(update_fields=["ends_on"])
    trail.record("end_pairing", pairing, by=by)
    return pairing


def ended_by(person: int | None) -> Q:
    """The pairings that the person may end, of those that the person sees: no officer who leaves takes one along."""
    serving = Assignment.objects.on(timezone.localdate())
    return Q(officer=person) | Q(~Exists(serving.filter(user=OuterRef("officer"), post=OuterRef("post"))))


def check_runs(pairing: Pairing) -> None:
    """ValidationError for a pairing that has ended."""
    if pairing.ends_on:
        raise ValidationError(_("The pairing has ended already."))
