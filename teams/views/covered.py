"""What is covered in each village (六位一体): those without any team first."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from access.pages import Page
from calendars import calendar
from ledgers import then
from pages import addresses, month_switch
from pages.views.base import ShowPage
from teams import coverage
from teams.coverage import Covered
from teams.models.members import hours_needed


class CoveredList(Page, ShowPage):
    """A line a village: functions n of 6 with those that miss, members trained n of m, households in groups n of m.

    As it is today; with ``?month=2026-03`` as it was at the end of the month, of the villages that belonged to the
    place (``?post=3``) then: what the figures of the month count.
    """

    verb = "read_ledgers"
    template = "teams/covered.html"

    def title(self) -> Any:
        return _("What is covered")

    def context(self) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        month = addresses.month_in(query, calendar.this_month(), calendar.this_month())
        is_of_month = bool(query.get("month"))
        day = calendar.place_day(month) if is_of_month else timezone.localdate()
        lines = self.lines(month) if is_of_month else coverage.by_village(user, day)
        return super().context() | {
            "lines": lines,
            "today": day,
            "switch": month_switch.in_query(month, query, *sorted(then.LEVELS)) if is_of_month else None,
            "is_of_month": is_of_month,
            "held": f"held_at={month:%Y-%m}&then=1" if is_of_month else "running=on",
            "needed": hours_needed(day, scope.for_user(user).county),
            "without": sum(not one.teams for one in lines),
            "whole": sum(one.covered == one.of for one in lines),
            "covered": sum(one.covered for one in lines),
            "functions": sum(one.of for one in lines),
            "members": sum(one.members for one in lines),
            "trained": sum(one.trained for one in lines),
            "households": sum(one.households for one in lines),
            "grouped": sum(one.grouped for one in lines),
        }

    def lines(self, month: date) -> list[Covered]:
        """The villages that belonged to the place of the address in the month."""
        asked = {level: addresses.number(self.request.GET.get(level)) for level in then.LEVELS}
        place = {level: key for level, key in asked.items() if key}
        return coverage.in_month(self.request.user, month, **place)
