"""The last meeting of a village, and what is looked at until the next one (meetings/apps.py)."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.rights import may
from accounts.models import User
from calendars import calendar
from meetings.models import Meeting
from posts.models import Succession, Village


def of_village(village: Village, user: User) -> Meeting | None:
    """The newest meeting whose focus holds today, as far as the person sees it."""
    return next(iter(of_villages([village.pk], user)), None)


def of_villages(villages: list[int], user: User) -> list[Meeting]:
    """Of each of these villages the newest meeting whose focus holds today, as far as the person sees it."""
    rows = Meeting.objects.visible_to(user).counted().filter(village__in=villages, erased_on=None)
    holding = rows.filter(focus_until__gte=timezone.localdate()).select_related("village__town")
    return list(holding.order_by("village_id", "-occurred_on", "-pk").distinct("village_id"))


def rows(user: User) -> QuerySet[Meeting, Any]:
    """``pk``, ``at`` (key of the village), ``words`` and ``until`` of the focus that holds today in each village of the
    person's place, for a page that reads them with others in one statement (pages/counting.py)."""
    holding = (
        Meeting.objects.visible_to(user)
        .counted()
        .filter(erased_on=None, focus_until__gte=timezone.localdate())
    )
    newest = holding.order_by("village_id", "-occurred_on", "-pk").distinct("village_id")
    return newest.values("pk", at=F("village_id"), words=F("focus"), until=F("focus_until"))


def sections(village: Village, user: User) -> list[dict[str, Any]]:
    if not may(user, "read_ledgers"):
        return []
    return [*focus_section(village, user), *last_section(village, user)]


def last_of(village: Village, user: User) -> Meeting | None:
    """The newest meeting that counts, as far as the person sees it."""
    rows = Meeting.objects.visible_to(user).counted().filter(village=village)
    return rows.order_by("-occurred_on", "-pk").first()


def last_section(village: Village, user: User) -> list[dict[str, Any]]:
    """The day of the last meeting, and whether one was held this month; nothing of a village of another place."""
    meeting = last_of(village, user)
    if meeting is None:
        return []
    is_of_month = meeting.occurred_on >= calendar.this_month()
    mark = _("held this month") if is_of_month else _("none this month yet")
    people = ngettext("%(n)s person", "%(n)s people", meeting.people) % {"n": meeting.people}
    line = {
        "url": meeting.get_absolute_url(), "name": f"{meeting.occurred_on:%Y-%m-%d}", "why": people, "mark": mark,
        "style": "good" if is_of_month else "warn",
    }  # fmt: skip
    more = f"{reverse('meetings:meeting-list')}?village={village.pk}"
    return [{"title": _("Last meeting"), "lines": [line], "more": more, "more_label": _("All meetings")}]


def focus_section(village: Village, user: User) -> list[dict[str, Any]]:
    """The focus of the village, and of those that were merged into it: its people are the same."""
    merged = village.origins.filter(kind=Succession.Kind.MERGED).values_list("village", flat=True)
    meetings = of_villages([village.pk, *merged], user)
    if not meetings:
        return []
    more = f"{reverse('meetings:meeting-list')}?village={village.pk}"
    lines = [_focus_line(one, village, user) for one in meetings]
    return [
        {"title": _("Focus of the village"), "lines": lines, "more": more, "more_label": _("All meetings")}
    ]


def _focus_line(meeting: Meeting, village: Village, user: User) -> dict[str, Any]:
    until = _("until %(day)s") % {"day": f"{meeting.focus_until:%Y-%m-%d}"}
    words = meeting.focus if may(user, "see_names") else _("Focus of the meeting")
    of = "" if meeting.village_id == village.pk else str(meeting.village)
    return {"url": meeting.get_absolute_url(), "name": words, "why": of, "mark": until, "style": "waiting"}
