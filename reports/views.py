"""Pages of the landing page of each role, the monthly report, the comparison, and the button that starts an export."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from access.roles import row_of
from audit import trail
from calendars import calendar
from calendars.spans import Span
from documents import publications
from indicators import published, published_places, retiring
from indicators.catalogue import BY_CODE, PHRASES, in_force_of
from indicators.models import Publication, VillageMonth
from jobs import run
from jobs.models import Job
from notices.models import Notice
from oversight import trail_file
from pages import addresses, month_switch, parts, sheets
from pages.landing import landing_url
from pages.views.confirm import ButtonPage
from reports import boards, exports, monthly, ranking, tasks, today, trends
from reports.periods import Place, level_of, months_of, names, place_in

NOTICES_SHOWN = 10  # lines on a first page
# Landing pages of other rooms, by ``landing`` of the role's row (access/roles.py); the others Home shows itself.
ELSEWHERE: dict[str, str] = {"trail": "oversight:trail-list", "accounts": "administration:list"}


class Home(View):
    """The landing page of each role."""

    request: SignedInRequest

    def get(self, request: SignedInRequest) -> HttpResponse:
        where = scope.for_user(request.user)
        if where.emergency:
            return redirect("residents:household-list")
        if not where.role:
            return render(request, "reports/no_assignment.html", {"title": _("No assignment")})
        landing = row_of(where.role).landing
        if landing in ELSEWHERE:
            return redirect(ELSEWHERE[landing])
        pages = {"today": self.show_today, "station": self.show_station, "county": self.show_county}
        return pages[landing](request)

    def show_today(self, request: SignedInRequest) -> HttpResponse:
        trail.record("list", None, by=request.user, book="residents.household", filter="due")
        context = {"title": _("Today"), "notices": self.notices()} | today.context(request.user)
        return render(request, "reports/today.html", context)

    def show_station(self, request: SignedInRequest) -> HttpResponse:
        month = asked(request.GET, calendar.this_month())
        return self.show(request, "chief_board", _("Station"), boards.chief(request.user, month))

    def show_county(self, request: SignedInRequest) -> HttpResponse:
        month = asked(request.GET, calendar.shift(calendar.this_month(), -1))
        return self.show(request, "county_board", _("County"), boards.county(request.user, month))

    def show(self, request: SignedInRequest, name: str, title: str, found: dict[str, Any]) -> HttpResponse:
        switch = month_switch.in_query(found["month"], request.GET)
        context = {"title": title, "switch": switch, "notices": self.notices()} | found
        return render(request, f"reports/{name}.html", context)

    def notices(self) -> QuerySet[Notice]:
        """Lines to the person, or to the role at the place, that nobody has seen to; the oldest first."""
        where = scope.for_user(self.request.user)
        return Notice.objects.for_(self.request.user, where).open()[:NOTICES_SHOWN]


# What a longer period is called, and its word in addresses.
SPANS = {
    Span.MONTH: gettext_lazy("Month"),
    Span.QUARTER: gettext_lazy("Quarter to date"),
    Span.HALF: gettext_lazy("Half-year to date"),
    Span.YEAR: gettext_lazy("Year to date"),
}


def span_in(query: QueryDict, otherwise: Span) -> Span:
    """The period that ``?period=quarter`` names. Raises BadRequest for another word."""
    word = query.get("period") or otherwise.name.lower()
    if word not in {span.name.lower() for span in SPANS}:
        raise BadRequest
    return Span[word.upper()]


def span_links(shown: Span, query: QueryDict, offered: Iterable[Span]) -> list[dict[str, Any]]:
    """``[{label, url, is_shown}]``: the same page of each period."""
    found = []
    for span in offered:
        changed = query.copy()
        changed["period"] = span.name.lower()
        found.append({"label": SPANS[span], "url": f"?{changed.urlencode()}", "is_shown": span is shown})
    return found


def group_links(by_duty: bool, query: QueryDict) -> list[dict[str, Any]]:
    """``[{label, url, is_shown}]``: the same page under the four phrases, and under the five duties."""
    found = []
    for word, label in (("", _("By goals")), ("duty", _("By duties"))):
        changed = query.copy()
        changed["by"] = word
        if not word:
            changed.pop("by")
        found.append({"label": label, "url": f"?{changed.urlencode()}", "is_shown": by_duty == bool(word)})
    return found


def asked(query: QueryDict, otherwise: date) -> date:
    """The month of the address; one that has not begun has no figures and no page."""
    return addresses.month_in(query, otherwise, latest=calendar.this_month())


class Monthly(Page):
    """The monthly report of what the person sees, or of one place in it."""

    verb = "see_figures"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        month = asked(request.GET, calendar.this_month())
        place = place_in(request.GET, request.user)
        rows = months_of(request.user, place)
        by_month = trends.read(rows, month, level_of(request.user, place))
        span = span_in(request.GET, Span.YEAR)
        lines = monthly.lines(request.user, month, place, by_month, span)
        by_duty = request.GET.get("by") == "duty"
        post = scope.for_user(request.user).post_id
        context = {
            "title": _("Monthly report"),
            "month": month,
            "switch": month_switch.in_query(month, request.GET, "place", "period", "by"),
            "spans": span_links(span, request.GET, [one for one in SPANS if one is not Span.MONTH]),
            "span": SPANS[span],
            "to_date": monthly.to_date(month, span),
            "place": place,
            "published": published.of_month_and_year(request.user, month),
            "sections": monthly.by_duty(lines) if by_duty else monthly.by_phrase(lines),
            "groupings": group_links(by_duty, request.GET),
            "work_book": post if post and may(request.user, "print_papers") else None,
            "places": self.places(month),
            "trends": trends.series(
                by_month,
                in_force_of(("households_met",), month, month, scope.for_user(request.user).county),
                month,
            ),
            "may_export": may(request.user, "export"),
            "computed_at": boards.computed_at(rows, month, by_month),
        }
        return render(request, "reports/monthly.html", context)

    def places(self, month: date) -> list[tuple[str, list[Place]]]:
        """The places of the month that the person may choose, by level."""
        rows = VillageMonth.objects.visible_to(self.request.user).filter(month=month)
        labels = {"station": _("Stations"), "town": _("Towns"), "post": _("Posts"), "village": _("Villages")}
        found = []
        for level, label in labels.items():
            named = names(level, rows.values_list(f"{level}_id", flat=True).distinct())
            if len(named) > 1:
                found.append((label, [Place(level, key, name) for key, name in named.items()]))
        return found


class Meanings(Page):
    """What each figure means, from where it is counted, and when it has no value."""

    verb = "see_figures"

    def get(self, request: SignedInRequest) -> HttpResponse:
        given_up = retiring.of_county(scope.for_user(request.user).county)
        context = {
            "title": _("What each figure means"),
            "phrases": PHRASES,
            "retired": given_up,
            "standing": {code for code, rows in given_up.items() if rows[0].until is None},
            "may_retire": may(request.user, "set_rules"),
        }
        return render(request, "reports/meanings.html", context)


class Ranking(Page):
    """Stations, posts, towns or villages side by side, worst first."""

    verb = "see_board"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        month = asked(request.GET, calendar.this_month())
        at_county = scope.for_user(request.user).station_id is None
        levels = [("town", _("Towns")), ("post", _("Posts")), ("village", _("Villages"))]
        if at_county:
            levels.insert(0, ("station", _("Stations")))
        level = request.GET.get("level", levels[0][0] if at_county else "post")
        by = request.GET.get("by", "visit_target")
        if level not in dict(levels) or by not in ranking.COMPARED:
            raise BadRequest
        span = span_in(request.GET, Span.MONTH)
        first, last = (month, month) if span is Span.MONTH else monthly.to_date(month, span) or (month, month)
        compared = ranking.compared(request.user, first, last)
        by = by if by in compared else next(iter(compared), by)
        part = parts.part_of(ranking.standings(request.user, first, last, level, by), request.GET)
        context = {
            "title": _("Comparison"),
            "month": month,
            "switch": month_switch.in_query(month, request.GET, "level", "by", "period"),
            "first": first,
            "last": last,
            "published": published.of_period(request.user, first, last),
            "spans": span_links(span, request.GET, SPANS),
            "period": request.GET.get("period", ""),
            "has_ranks": last < calendar.this_month(),
            "level": level,
            "levels": levels,
            "by": by,
            "indicators": [BY_CODE[code] for code in compared],
            "part": part,
            "standings": part.rows,
        }
        return render(request, "reports/ranking.html", context)


class Export(ButtonPage):
    """Start the job that writes a list or a report; its page shows the progress and the file."""

    request: SignedInRequest

    def act(self) -> Job:
        form, name = self.request.POST.get("format", ""), self.request.POST.get("list", "")
        if name == trail_file.NAME:
            return self.start_trail(form)
        if not may(self.request.user, "export"):
            raise PermissionDenied
        if name == "publication":
            return self.start_publication(form)
        if form not in {*sheets.CONTENT_TYPES, exports.PDF} or (name == "monthly" and form == exports.PDF):
            raise BadRequest
        if name == "monthly":
            return self.start_month(form)
        return self.start_list(name, form)

    def start_list(self, name: str, form: str) -> Job:
        book = exports.exported().get(name)
        if book is None or (form == exports.PDF and not book.paper):
            raise BadRequest
        if not may(self.request.user, book.listing.verb):
            raise PermissionDenied
        return run.start(
            tasks.write_list,
            by=self.request.user,
            title=_("Export %(list)s as %(format)s")
            % {"list": book.model._meta.verbose_name_plural, "format": form.upper()},
            list=name,
            query=self.request.POST.get("query", "")[:2_000],
            format=form,
        )

    def start_trail(self, form: str) -> Job:
        """The auditor's own right: who reads the trail takes it along, and nothing of the books."""
        if not may(self.request.user, "read_trail"):
            raise PermissionDenied
        if form != "csv":
            raise BadRequest
        return run.start(
            tasks.write_trail,
            by=self.request.user,
            title=_("Export the trail as CSV"),
            query=self.request.POST.get("query", "")[:2_000],
        )

    def start_publication(self, form: str) -> Job:
        if not may(self.request.user, "read_publications"):
            raise PermissionDenied
        own = Publication.objects.filter(county=published_places.county_of(self.request.user)).exclude(
            header={}
        )
        publication = own.filter(pk=addresses.number(self.request.POST.get("publication")) or 0).first()
        if form not in publications.TYPES or publication is None:
            raise BadRequest
        return run.start(
            tasks.write_publication,
            by=self.request.user,
            title=_("Published figures of %(month)s") % {"month": f"{publication.month:%Y-%m}"},
            publication=publication.pk,
            format=form,
        )

    def start_month(self, form: str) -> Job:
        month = asked(self.request.POST, calendar.this_month())
        place = place_in(self.request.POST, self.request.user)
        return run.start(
            tasks.write_month,
            by=self.request.user,
            title=exports.month_title(month),
            month=f"{month:%Y-%m}",
            place=place.param,
            format=form,
        )

    def done(self, result: Job) -> str:
        return str(result.get_absolute_url())

    def back_url(self) -> str:
        return landing_url()
