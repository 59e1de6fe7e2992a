"""The county's list of bodies outside the police: added to, changed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from access import scope
from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from referrals.models import OutsideBody


def bodies_of(user: User) -> QuerySet[OutsideBody]:
    return OutsideBody.objects.filter(county=scope.for_user(user).county_id)


@transaction.atomic
def add_body(body: OutsideBody, *, by: User) -> OutsideBody:
    """Add a body to the list of the person's county."""
    county = scope.for_user(by).county_id
    if not may(by, "edit_bodies") or county is None:
        raise PermissionDenied
    body.county_id = county
    body.validate_constraints()
    body.save(force_insert=True)
    trail.record("add_body", body, by=by)
    return body


@transaction.atomic
def change_body(body: OutsideBody, *, by: User) -> OutsideBody:
    """Rename a body, or close it: what was passed on to it keeps its name and can still come back."""
    if not may(by, "edit_bodies"):
        raise PermissionDenied
    before = hold(body, bodies_of(by))
    save_changes(before, body)
    trail.record("change_body", body, by=by)
    return body
