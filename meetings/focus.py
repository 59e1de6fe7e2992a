"""What a village looks at until the next meeting (meetings/apps.py)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from meetings.models import Meeting
from posts.models import Village


def of_village(village: Village, user: User) -> Meeting | None:
    """The newest meeting whose focus holds today, as far as the person sees it."""
    rows = Meeting.objects.visible_to(user).counted().filter(village=village, erased_on=None)
    return rows.filter(focus_until__gte=timezone.localdate()).order_by("-occurred_on", "-pk").first()


def sections(village: Village, user: User) -> list[dict[str, Any]]:
    meeting = of_village(village, user) if may(user, "read_ledgers") else None
    if meeting is None:
        return []
    until = _("until %(day)s") % {"day": f"{meeting.focus_until:%Y-%m-%d}"}
    words = meeting.focus if may(user, "see_names") else _("Focus of the meeting")
    line = {"url": meeting.get_absolute_url(), "name": words, "why": "", "mark": until, "style": "waiting"}
    more = f"{reverse('meetings:meeting-list')}?village={village.pk}"
    return [
        {"title": _("Focus of the village"), "lines": [line], "more": more, "more_label": _("All meetings")}
    ]
