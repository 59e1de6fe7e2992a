from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from access import scope
from access.pages import Page
from access.roles import Role, may
from audit import trail
from calendars import calendar
from indicators.models import VillageMonth
from jobs import run
from notices.models import Notice
from oversight import trail_file
from pages import addresses, sheets
from reports import boards, exports, monthly, ranking, tasks, today, trends
from reports.periods import Place, month_in, months_of, names, place_in

NOTICES_SHOWN = 10  # lines on a first page
AWAY: dict[str, str] = {
    Role.AUDITOR: "oversight:trail-list",
    Role.ADMINISTRATOR: "administration:list",
    Role.GRANTOR: "administration:list",
}


class Home(View):
    """The landing page of each role."""

    def get(self, request: HttpRequest) -> HttpResponse:
        role = scope.of(request.user).role
        if scope.of(request.user).emergency:
            return redirect("residents:household-list")
        if role in AWAY:
            return redirect(AWAY[role])
        if not role:
            return render(request, "reports/no_assignment.html", {"title": _("No assignment")})
        if role in {Role.OFFICER, Role.AUXILIARY}:
            trail.record("list", None, by=request.user, book="residents.household", filter="due")
            context = {"title": _("Today"), "notices": self.notices()} | today.context(request.user)
            return render(request, "reports/today.html", context)
        if role in {Role.CLERK, Role.CHIEF}:
            month = month_in(request.GET, calendar.this_month())
            return self.show(request, "chief", _("Station"), boards.chief(request.user, month))
        month = month_in(request.GET, calendar.shift(calendar.this_month(), -1))
        return self.show(request, "county", _("County"), boards.county(request.user, month))

    def show(self, request: HttpRequest, name: str, title: str, found: dict[str, Any]) -> HttpResponse:
        context = {"title": title, "notices": self.notices()} | steps(found["month"]) | found
        return render(request, f"reports/{name}_board.html", context)

    def notices(self) -> QuerySet[Notice]:
        """Lines to the person, or to the role at the place, that nobody has seen to; the oldest first."""
        where = scope.of(self.request.user)
        return Notice.objects.for_(self.request.user, where).open()[:NOTICES_SHOWN]


def steps(month: Any) -> dict[str, Any]:
    """The months before and after, for the switch above a page of figures."""
    following = calendar.shift(month, 1)
    return {
        "is_running": month == calendar.this_month(),
        "previous": calendar.shift(month, -1),
        "following": following if following <= calendar.this_month() else None,
    }


class Monthly(Page):
    """The monthly report of what the person sees, or of one place in it."""

    verb = "see_figures"

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        month = month_in(request.GET, calendar.this_month())
        place = place_in(request.GET, request.user)
        context = {
            "title": _("Monthly report"),
            "month": month,
            "place": place,
            "lines": monthly.lines(request.user, month, place),
            "places": self.places(month),
            "trends": trends.series(months_of(request.user, place), ("households_met",), month),
            "may_export": may(request.user, "export"),
            "computed_at": boards.computed_at(months_of(request.user, place), month),
        }
        return render(request, "reports/monthly.html", context | steps(month))

    def places(self, month: Any) -> list[tuple[str, list[Place]]]:
        """The places of the month that the person may choose, by level."""
        rows = VillageMonth.objects.visible_to(self.request.user).filter(month=month)
        labels = {"station": _("Stations"), "town": _("Towns"), "post": _("Posts"), "village": _("Villages")}
        found = []
        for level, label in labels.items():
            named = names(level, rows.values_list(f"{level}_id", flat=True).distinct())
            if len(named) > 1:
                found.append((label, [Place(level, key, name) for key, name in named.items()]))
        return found


class Ranking(Page):
    """Stations, posts, towns or villages side by side, worst first."""

    verb = "see_board"

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        month = month_in(request.GET, calendar.this_month())
        at_county = scope.of(request.user).station_id is None
        levels = (("station", _("Stations")),) if at_county else ()
        levels += (("town", _("Towns")), ("post", _("Posts")), ("village", _("Villages")))
        level = request.GET.get("level", levels[0][0] if at_county else "post")
        by = request.GET.get("by", "visit_target")
        if level not in dict(levels) or by not in ranking.COMPARED:
            raise BadRequest
        is_year = request.GET.get("period") == "year"
        first = month.replace(month=1) if is_year else month
        context = {
            "title": _("Comparison"),
            "month": month,
            "first": first,
            "is_year": is_year,
            "level": level,
            "levels": levels,
            "by": by,
            "indicators": [ranking.BY_CODE[code] for code in ranking.COMPARED],
            "standings": ranking.standings(request.user, first, month, level, by),
            "keep": f"level={level}&by={by}&{'period=year&' if is_year else ''}",
        }
        return render(request, "reports/ranking.html", context | steps(month))


class Export(View):
    """Start the job that writes a list or a report; its page shows the progress and the file."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form, name = request.POST.get("format", ""), request.POST.get("list", "")
        if name == trail_file.NAME:
            return self.start_trail(request, form)
        if not may(request.user, "export"):
            raise PermissionDenied
        if form not in sheets.WRITERS:
            raise BadRequest
        if name == "monthly":
            return self.start_month(request, form)
        if name not in exports.LISTS:
            raise BadRequest
        page = exports.LISTS[name]
        if not may(request.user, page.verb):
            raise PermissionDenied
        job = run.start(
            tasks.write_list,
            by=request.user,
            title=_("Export %(list)s as %(format)s")
            % {"list": page.model._meta.verbose_name_plural, "format": form.upper()},
            list=name,
            query=request.POST.get("query", "")[:2_000],
            format=form,
        )
        return HttpResponseRedirect(job.get_absolute_url())

    def start_trail(self, request: HttpRequest, form: str) -> HttpResponse:
        """The auditor's own right: who reads the trail takes it along, and nothing of the books."""
        if not may(request.user, "read_trail"):
            raise PermissionDenied
        if form != "csv":
            raise BadRequest
        job = run.start(
            tasks.write_trail,
            by=request.user,
            title=_("Export the trail as CSV"),
            query=request.POST.get("query", "")[:2_000],
        )
        return HttpResponseRedirect(job.get_absolute_url())

    def start_month(self, request: HttpRequest, form: str) -> HttpResponse:
        month = month_in(request.POST, calendar.this_month())
        place = place_in(request.POST, request.user)
        job = run.start(
            tasks.write_month,
            by=request.user,
            title=exports.month_title(month),
            month=f"{month:%Y-%m}",
            place=place.param,
            format=form,
        )
        return HttpResponseRedirect(job.get_absolute_url())
