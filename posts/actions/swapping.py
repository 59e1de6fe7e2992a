"""Two officers change places on a day, in one act: both assignments end, both begin."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from access.roles import row_of
from accounts import sessions
from accounts.models import User
from audit import trail
from audit.versions import Gone, check_version
from posts import closed_months, standing
from posts.actions import assigning
from posts.models import Assignment


@transaction.atomic
def swap(first: Assignment, second: Assignment, day: date, *, by: User) -> tuple[Assignment, Assignment]:
    """From ``day`` on, today or ahead, each serves where the other did.

    Who was responsible for a post is followed by who comes there; an office in the village committee stays with nobody.

    Returns the new assignments of the first and the second person.
    """
    for one in (first, second):
        assigning.check(one, by)
    standing.check_day(day, field="day")
    if day < timezone.localdate():
        raise ValidationError({"day": _("The day lies in the past.")})
    one, other = _held(first, second)
    _check(one, other, day)
    before = day - timedelta(days=1)
    gained = [span for each in (one, other) for span in assigning.spans(each, day)]
    closed_months.let_in(gained, "", cause=Assignment)
    for each in (one, other):
        each.ends_on = before
        each.save(update_fields=["ends_on"])
    new, new_other = _begin(one, other, day), _begin(other, one, day)
    for begun, left in ((new, one), (new_other, other)):
        detail = {"from_post": str(left.post), "with_whom": (other if left is one else one).user.username}
        trail.record("swap_assignment", begun, by=by, **assigning.trail_detail(begun), **detail)
    return new, new_other


def _held(first: Assignment, second: Assignment) -> tuple[Assignment, Assignment]:
    """Both, locked in the order of their keys, as the pages showed them."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("user", "post__station")
    found = {one.pk: one for one in rows.filter(pk__in=(first.pk, second.pk)).order_by("pk")}
    if len(found) < 2:
        raise Gone
    for one in (first, second):
        check_version(found[one.pk], one.version)
    return found[first.pk], found[second.pk]


def _check(one: Assignment, other: Assignment, day: date) -> None:
    if one.post is None or other.post is None or one.post_id == other.post_id:
        raise ValidationError(_("Two officers of two posts change places."))
    if one.post.station.county_id != other.post.station.county_id:
        raise ValidationError(_("Both posts lie in one county."))
    for each in (one, other):
        if not row_of(each.role).may_be_responsible:
            raise ValidationError(_("Two officers of two posts change places."))
        if each.starts_on >= day:
            words = {"person": each.user.name, "day": f"{each.starts_on:%Y-%m-%d}"}
            raise ValidationError({"day": _("%(person)s begins there on %(day)s. Take a later day.") % words})
        goes_on = Q(ends_on=None) | Q(ends_on__gte=day)
        later = Assignment.objects.filter(goes_on, user=each.user).exclude(pk=each.pk)  # a second post, too
        if each.ends_on is not None or later.exists():
            raise ValidationError(
                _("%(person)s has a last day or a later assignment already. Change that first.")
                % {"person": each.user.name}
            )


def _begin(mine: Assignment, place: Assignment, day: date) -> Assignment:
    """The person of ``mine`` serves at the post of ``place``, responsible if ``place`` was."""
    new = Assignment(
        user=mine.user, role=mine.role, post=place.post, is_responsible=place.is_responsible, starts_on=day,
        occasion=Assignment.Occasion.ROTATION,
    )  # fmt: skip
    new.full_clean()
    new.save(force_insert=True)
    assigning.check_place(new)
    if day <= timezone.localdate():
        sessions.end_all(new.user)
    return new
