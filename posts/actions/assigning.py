"""Who serves where: assign a person, end an assignment. Nobody does either for oneself."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts import sessions
from accounts.models import User
from audit import trail
from audit.versions import hold
from posts import closed_months
from posts.models import Assignment


@transaction.atomic
def assign(assignment: Assignment, *, by: User, late_reason: str = "") -> Assignment:
    """The person serves in the role from the first day on, and signs in anew; it may do so with the next request.

    Who is responsible for a post brings targets to its villages: ValidationError when a month from the first day on is
    submitted or approved, or published and ``late_reason`` is empty.
    """
    _check(assignment, by)
    assignment.full_clean()
    _check_second(assignment)
    closed_months.let_in(_spans(assignment, assignment.starts_on), late_reason, cause=Assignment)
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
    closed_months.let_in(_spans(assignment, max(today, assignment.starts_on)), "", cause=Assignment)
    assignment.ends_on = today - timedelta(days=1)
    trail.record("end_assignment", assignment, by=by, **_trail_detail(assignment))
    if assignment.starts_on >= today:
        assignment.delete()
    else:
        assignment.save(update_fields=["ends_on"])
    sessions.end_all(assignment.user)
    return assignment


def _check_second(assignment: Assignment) -> None:
    """A second post stands beside a main one of the same county: ValidationError beside ``is_second``."""
    if not assignment.is_second or assignment.post is None:
        return
    main = Assignment.objects.on(assignment.starts_on).filter(
        user=assignment.user,
        is_second=False,
        role=assignment.role,
        post__station__county=assignment.post.station.county_id,
    )
    if not main.exists():
        why = _("A second post needs a main one: on its first day the person serves at no other post.")
        raise ValidationError({"is_second": why})


def _spans(assignment: Assignment, first: date) -> list[closed_months.Span]:
    """The days from ``first`` on on which the assignment counts in figures: of the responsible officer alone."""
    if not assignment.is_responsible or assignment.post_id is None:
        return []
    return closed_months.spans_of_post(assignment.post_id, first, assignment.ends_on)


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
