"""The notices of holidays as they hold in the person's county; the county enters the next one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from administration.county_rules import actions, holiday_actions
from administration.county_rules.holiday_forms import HolidayForm
from audit.versions import Stale
from calendars.working_days import statutory_days
from pages import addresses
from pages.submissions import VERSION
from pages.views.forms import FormPage
from rules import holidays
from rules.holidays import Notice
from rules.models import DatedValue


@dataclass(frozen=True)
class Year:
    """One year of the list: its notice, the row that a county entered, else the statutory days."""

    year: int
    notice: Notice | None
    row: DatedValue | None
    may_set: bool

    @property
    def off(self) -> list[tuple[date, date]]:
        return list(self.notice.spans) if self.notice else []

    @property
    def worked(self) -> list[date]:
        return sorted(self.notice.worked) if self.notice else []

    @property
    def statutory(self) -> dict[date, str]:
        return {} if self.notice else statutory_days(self.year)


class HolidayList(Page):
    """Year by year, the next one first, whether or not its notice is in."""

    verb = "read_rules"

    def get(self, request: SignedInRequest) -> HttpResponse:
        county = scope.for_user(request.user).county
        notices = holidays.notices(county=county)
        own = {one.valid_from.year: one for one in DatedValue.objects.of(holidays.NOTICE, county)}
        open_years = holiday_actions.years_to_set()
        may_set = may(request.user, "set_rules") and bool(county)
        years = [
            Year(year, notices.get(year), own.get(year), may_set and year in open_years)
            for year in sorted(notices.keys() | set(open_years), reverse=True)
        ]
        context = {
            "title": _("Holidays and working days"),
            "years": years,
            "is_missing": holiday_actions.is_next_year_missing(county),
        }
        return render(request, "administration/holiday_list.html", context)


class HolidayEdit(Page, FormPage):
    """The notice of one year: typed from the paper, in place of what was entered before."""

    verb = "set_rules"
    template = "administration/holiday_form.html"

    @cached_property
    def year(self) -> int:
        year: int = self.kwargs["year"]
        if year not in holiday_actions.years_to_set():
            raise Http404
        return year

    @cached_property
    def county(self) -> str:
        found = scope.for_user(self.request.user).county
        if not found:
            raise PermissionDenied
        return found

    def title(self) -> str:
        return _("Holidays of %(year)s") % {"year": self.year}

    def version(self) -> str:
        return str(actions.newest_of(holidays.NOTICE, self.county))

    def form(self, data: Any = None) -> HolidayForm:
        return HolidayForm(data, year=self.year, notice=holidays.notices(county=self.county).get(self.year))

    def act(self, form: HolidayForm) -> DatedValue:
        shown = addresses.number(self.request.POST.get(VERSION))
        shown = actions.NOT_SHOWN if shown is None else shown
        try:
            return holiday_actions.set_holidays(form.notice(), by=self.request.user, shown=shown)
        except Stale:
            raise
        except ValidationError as fault:
            raise form.place(fault) from fault

    def back_url(self) -> str:
        return reverse("rules:holiday-list")
