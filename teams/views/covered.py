"""What is covered in each village (六位一体): those without any team first."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from access.pages import Page
from pages.views.base import ShowPage
from teams import coverage
from teams.models.members import hours_needed


class CoveredList(Page, ShowPage):
    """A line a village: functions n of 6 with those that miss, members trained n of m, households in groups n of m."""

    verb = "read_ledgers"
    template = "teams/covered.html"

    def title(self) -> Any:
        return _("What is covered")

    def context(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        lines = coverage.by_village(user, today)
        return super().context() | {
            "lines": lines,
            "today": today,
            "needed": hours_needed(today, scope.for_user(user).county),
            "without": sum(not one.teams for one in lines),
            "whole": sum(one.covered == one.of for one in lines),
            "members": sum(one.members for one in lines),
            "trained": sum(one.trained for one in lines),
            "households": sum(one.households for one in lines),
            "grouped": sum(one.grouped for one in lines),
        }
