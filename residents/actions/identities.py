"""Actions on the identity number of a resident."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes, version_of
from residents.actions.register import check_register
from residents.models import Identity


@transaction.atomic
def record_identity(identity: Identity, *, by: User) -> Identity:
    """Enter or change the identity number of a resident; the trail names the purpose, never the number.

    A change of a number that was erased meanwhile raises Gone.
    """
    check_register(by, identity.resident.household)
    identity.recorded_by, identity.recorded_at = by, timezone.now()
    if version_of(identity):
        save_changes(hold(identity), identity, also=("recorded_at",))
    else:
        identity.save(force_insert=True)
    trail.record("record_identity", identity.resident, by=by, purpose=identity.purpose)
    return identity


@transaction.atomic
def erase_identity(identity: Identity, *, by: User) -> None:
    """Delete the identity number of a resident, whose service is done."""
    check_register(by, identity.resident.household)
    hold(identity).delete()
    trail.record("erase_identity", identity.resident, by=by)
