"""Who serves where, on which days: assign; change, take back what is to come; end. Nobody does so for oneself."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts import sessions
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from posts import closed_months, standing, watched
from posts.models import Assignment, County
from posts.querysets import open_on


@transaction.atomic
def assign(assignment: Assignment, *, by: User, late_reason: str = "") -> Assignment:
    """The person serves in the role from the first day on, and signs in anew; it may do so with the next request.

    Who is responsible for a post brings targets to its villages: ValidationError when a month from the first day on is
    submitted or approved, or published and ``late_reason`` is empty.
    """
    check(assignment, by)
    assignment.full_clean()
    check_second(assignment)
    closed_months.let_in(spans(assignment, assignment.starts_on), late_reason, cause=Assignment)
    assignment.save(force_insert=True)
    check_place(assignment)
    check_main_stays(assignment)
    trail.record("assign", assignment, by=by, **trail_detail(assignment))
    _note(assignment, by)
    _sign_out(assignment, assignment.starts_on)
    return assignment


@transaction.atomic
def change(assignment: Assignment, *, by: User, late_reason: str = "") -> Assignment:
    """An assignment that begins on a day to come: another role, place or days."""
    check(assignment, by)
    held = hold(assignment)
    check_is_ahead(held)
    assignment.full_clean()
    check_second(assignment)
    first = min(held.starts_on, assignment.starts_on)
    both = [*spans(held, first), *spans(assignment, first)]
    closed_months.let_in(both, late_reason, cause=Assignment)
    save_changes(held, assignment)
    check_place(assignment)
    check_main_stays(assignment)
    trail.record("change_assignment", assignment, by=by, **trail_detail(assignment))
    _note(assignment, by)
    _sign_out(assignment, assignment.starts_on)
    return assignment


@transaction.atomic
def take_back(assignment: Assignment, *, by: User) -> Assignment:
    """An assignment that begins today or on a day to come is taken back as if it had not been made."""
    check(assignment, by)
    assignment = hold(assignment)
    if assignment.starts_on < timezone.localdate():
        raise ValidationError(_("The assignment has begun. End it."))
    closed_months.let_in(spans(assignment, assignment.starts_on), "", cause=Assignment)
    trail.record("take_back_assignment", assignment, by=by, **trail_detail(assignment))
    _note(assignment, by)
    assignment.delete()
    check_main_stays(assignment)
    _sign_out(assignment, assignment.starts_on)
    return assignment


@transaction.atomic
def end(
    assignment: Assignment, *, by: User, last_day: date | None = None, late_reason: str = ""
) -> Assignment:
    """``last_day`` (None: yesterday) is the last one on which the person serves there: back, today or ahead.

    A last day that was set before gives way to it. One that lies back further than yesterday leaves nothing behind that
    the person entered later. Who has served the last day is signed out; the account stays open.
    """
    check(assignment, by)
    held = hold(assignment)
    yesterday = timezone.localdate() - timedelta(days=1)
    day = last_day or yesterday
    standing.check_day(day, field="ends_on")
    if day < held.starts_on:
        raise ValidationError(
            {"ends_on": _("It began on %(day)s. Take a later day.") % {"day": f"{held.starts_on:%Y-%m-%d}"}}
        )
    if day < yesterday and (last := last_entered(held.user)) and last > day:
        words = {"last": f"{last:%Y-%m-%d}"}
        raise ValidationError(
            {"ends_on": _("The person's entries reach to %(last)s. Take that day, or a later one.") % words}
        )
    closed_months.let_in(_between(held, held.ends_on, day), late_reason, cause=Assignment)
    _note(held, by)
    held.ends_on = day
    held.full_clean()
    held.save(update_fields=["ends_on"])
    check_place(held)
    check_main_stays(held)
    trail.record("end_assignment", held, by=by, **trail_detail(held))
    _sign_out(held, day + timedelta(days=1))
    return held


def _note(assignment: Assignment, by: User) -> None:
    place = f"{assignment.place} · {assignment.get_role_display()}"
    watched.note("role_changed", assignment.user, by=by, place=place, matter=assignment.pk)


def check(assignment: Assignment, by: User) -> None:
    if not may(by, "assign_roles") or assignment.user_id == by.pk:
        raise PermissionDenied


def check_is_ahead(assignment: Assignment) -> None:
    """ValidationError for an assignment that has begun: it can only be ended."""
    if assignment.starts_on <= timezone.localdate():
        raise ValidationError(_("The assignment has begun. End it, and assign the person anew."))


def check_place(assignment: Assignment) -> None:
    """ValidationError when the place is closed on one of the days; asked after saving (posts/standing.py)."""
    if not isinstance(assignment.place, County):
        standing.check_stays_open(assignment.place, assignment.starts_on, assignment.ends_on)


def check_second(assignment: Assignment) -> None:
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


def check_main_stays(changed: Assignment) -> None:
    """ValidationError while a second post of the person would go on without a main one; asked after the change."""
    today = timezone.localdate()
    mine = Assignment.objects.filter(user=changed.user)
    for second in mine.filter(is_second=True).exclude(ends_on__lt=today).select_related("post__station"):
        if day := _first_day_alone(second, mine, max(second.starts_on, today)):
            words = {"post": second.post, "day": f"{day:%Y-%m-%d}"}
            why = _(
                "From %(day)s on the second post %(post)s would stand alone. End it first, by the same day; or end "
                "both and assign the person there anew."
            )
            raise ValidationError({"ends_on": why % words})


def _first_day_alone(second: Assignment, mine: QuerySet[Assignment], day: date) -> date | None:
    """The first day of the second post, from ``day`` on, on which the person has no main one; None: there is none."""
    assert second.post is not None
    mains = mine.filter(
        is_second=False, role=second.role, post__station__county=second.post.station.county_id
    )
    while second.ends_on is None or day <= second.ends_on:
        main = mains.filter(open_on(day)).first()
        if main is None:
            return day
        if main.ends_on is None:
            return None
        day = main.ends_on + timedelta(days=1)
    return None


def spans(assignment: Assignment, first: date) -> list[closed_months.Span]:
    """The days from ``first`` on on which the assignment counts in figures: of the responsible officer alone."""
    if not assignment.is_responsible or assignment.post_id is None:
        return []
    return closed_months.spans_of_post(assignment.post_id, first, assignment.ends_on)


def trail_detail(assignment: Assignment) -> dict[str, str]:
    """Who serves, as what, where and when: what an auditor asks of an assignment."""
    return {
        "account": assignment.user.username,
        "role": assignment.role,
        "place": str(assignment.place),
        "starts_on": str(assignment.starts_on),
        "ends_on": str(assignment.ends_on or ""),
    } | ({"occasion": assignment.occasion} if assignment.occasion else {})


def last_entered(user: User) -> date | None:
    """The last day on which the person has entered something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT posts_last_entered_by(%s)", [user.pk])
        found: date | None = cursor.fetchone()[0]
        return found


def _between(assignment: Assignment, old: date | None, new: date) -> list[closed_months.Span]:
    """The days that the assignment gains or loses when its last day is ``new`` in place of ``old`` (None: no end)."""
    if not assignment.is_responsible or assignment.post_id is None or old == new:
        return []
    first = new if old is None else min(old, new)
    last = None if old is None else max(old, new)
    return closed_months.spans_of_post(assignment.post_id, first + timedelta(days=1), last)


def _sign_out(assignment: Assignment, day: date) -> None:
    """What the person sees is another from ``day`` on: every session that began before it ends, of a day ahead by
    posts/arriving.py."""
    if day <= timezone.localdate():
        sessions.end_all(assignment.user)
