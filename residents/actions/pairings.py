"""Actions on the pairing of an officer with a household in hardship."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold
from posts import abolished, closed_months
from posts.closed_months import Span
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
    """End one's own pairing today; one that was left behind ended yesterday, so that another can begin today."""
    if not may_end(pairing, by):
        raise PermissionDenied
    today = timezone.localdate()
    closed_months.let_in([Span(pairing.village_id, today)], "", cause=Pairing)
    pairing = hold(pairing)
    check_runs(pairing)
    last = today if pairing.officer_id == by.pk else today - timedelta(days=1)
    pairing.ends_on = max(last, pairing.starts_on)
    pairing.save(update_fields=["ends_on"])
    trail.record("end_pairing", pairing, by=by)
    return pairing


def may_end(pairing: Pairing, by: User) -> bool:
    """Is it the officer's own, or one that was left behind at the place of the officer or chief?

    One that has ended already is refused by ``check_runs`` instead.
    """
    if not may(by, "end_pairing"):
        return False
    if pairing.officer_id == by.pk:
        return True
    here = Pairing.objects.visible_to(by).filter(pk=pairing.pk)
    return here.filter(pk__in=Pairing.objects.left_behind()).exists() or here.exclude(ends_on=None).exists()


def check_runs(pairing: Pairing) -> None:
    """ValidationError for a pairing that has ended."""
    if pairing.ends_on:
        raise ValidationError(_("The pairing has ended already."))
