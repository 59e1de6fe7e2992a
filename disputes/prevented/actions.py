"""Report the prevented cases of a post and quarter, or correct them. The page calls it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from audit import trail
from audit.versions import hold, save_changes
from calendars import quarters
from disputes.models import PreventedCount
from disputes.models.prevented import COUNTS
from disputes.prevented.places import posts_of, visible


@transaction.atomic
def report(count: PreventedCount, *, by: User) -> PreventedCount:
    """Write the counts of ``count.post`` and ``count.quarter``; ValidationError for a quarter that has not begun."""
    if not may(by, "report_prevented") or count.post not in posts_of(by):
        raise PermissionDenied
    if count.quarter > quarters.this_quarter():
        raise ValidationError(_("The quarter has not begun yet."))
    count.station, count.entered_by = count.post.station, by
    count.county = count.station.county
    count.full_clean()
    if count.pk:
        save_changes(hold(count, visible(by)), count)
    else:
        count.save(force_insert=True)
    numbers = {name: getattr(count, name) for name in COUNTS}
    trail.record("report_prevented", count, by=by, quarter=quarters.written(count.quarter), **numbers)
    return count
