"""Who serves where: assign a person, end an assignment. Nobody does either for oneself."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from access.rights import may
from accounts import sessions
from accounts.models import User
from audit import trail
from audit.versions import hold
from posts.models import Assignment


@transaction.atomic
def assign(assignment: Assignment, *, by: User) -> Assignment:
    """The person serves in the role from the first day on, and signs in anew; it may do so with the next request."""
    _check(assignment, by)
    assignment.full_clean()
    assignment.save(force_insert=True)
    trail.record("assign", assignment, by=by, **_trail_detail(assignment))
    sessions.end_all(assignment.user)
    return assignment


@transaction.atomic
def end(assignment: Assignment, *, by: User) -> Assignment:
    """The assignment ended yesterday; one that begins today or later is taken back as if it had not been made."""
    _check(assignment, by)
    assignment = hold(assignment)
    today = timezone.localdate()
    assignment.ends_on = today - timedelta(days=1)
    trail.record("end_assignment", assignment, by=by, **_trail_detail(assignment))
    if assignment.starts_on >= today:
        assignment.delete()
    else:
        assignment.save(update_fields=["ends_on"])
    sessions.end_all(assignment.user)
    return assignment


def _trail_detail(assignment: Assignment) -> dict[str, str]:
    """Who serves, as what, where and when: what an auditor asks of an assignment."""
    return {
        "account": assignment.user.username,
        "role": assignment.role,
        "place": str(assignment.place),
        "starts_on": str(assignment.starts_on),
        "ends_on": str(assignment.ends_on or ""),
    }


def _check(assignment: Assignment, by: User) -> None:
    if not may(by, "assign_roles") or assignment.user_id == by.pk:
        raise PermissionDenied
