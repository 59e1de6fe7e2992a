"""Actions on village meetings: write one down, change it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from ledgers import actions
from meetings.figures import told
from meetings.models import Meeting


@transaction.atomic
def record_meeting(meeting: Meeting, *, by: User, late_reason: str = "") -> Meeting:
    """Write a meeting down, with the published figures that were told in it."""
    _tell(meeting)
    return actions.record(meeting, by=by, verb="record_meeting", late_reason=late_reason)


@transaction.atomic
def amend_meeting(meeting: Meeting, *, by: User, late_reason: str = "") -> Meeting:
    """Change it. What was told stays as it was published then, unless another month or village is named."""
    before = actions.hold(meeting, by=by)
    if (before.told_month, before.village_id) != (meeting.told_month, meeting.village_id):
        _tell(meeting)
    return actions.amend(meeting, by=by, verb="record_meeting", late_reason=late_reason, also=("told",))


def _tell(meeting: Meeting) -> None:
    """Only published figures are told. ValidationError for a month of which the village has none."""
    if meeting.told_month is None:
        meeting.told = ""
        return
    lines = told().lines(meeting.village_id, meeting.told_month)
    if not lines:
        raise ValidationError({"told_month": _("The village has no published figures of this month.")})
    meeting.told = "；".join(lines)
