"""Pages of publication: publish a month, show what was published, restate it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from audit.versions import Stale
from formulas.rates import Number
from indicators import (
    by_place,
    compute,
    publish,
    published_places,
    ranks,
    signing,
    sums,
    typed,
)
from indicators.catalogue import BY_CODE, CATALOGUE, figures
from indicators.differences import differences_for, restated_for
from indicators.figure import Figure
from indicators.forms import PublishForm
from indicators.models import Publication, PublishedPlace, PublishedRanking, VillageMonth
from pages.forms import PlainConfirmForm, ReasonForm
from pages.submissions import VERSION
from pages.views.base import ShowPage
from pages.views.confirm import ConfirmPage
from posts import places
from posts.models import County

HEADLINE = (
    "five_none",
    "five_none_reported",
    "preventable",
    "satisfaction",
    "households_met",
    "disputes_handled",
)

# Side by side in the list of places.
COMPARED = (
    "five_none", "preventable", "satisfaction", "households_met", "visit_target", "talks", "disputes_handled",
    "patrols",
)  # fmt: skip
Level = PublishedPlace.Level
FORMATS = ("pdf", "xlsx", "csv", "json")


class FiguresPage(Page, ConfirmPage):
    """A confirmation that takes the figures of a month as the page showed them."""

    @property
    def shown_state(self) -> str:
        """The state of the figures that was sent with the form (publish.state_of)."""
        return self.request.POST.get(VERSION, "")

    def stale(self, form: Any, fault: Stale) -> HttpResponse:
        """Shown next are the figures as they would be published now."""
        publish.count(self.month)
        return super().stale(form, fault)

    @property
    def month(self) -> date:
        raise NotImplementedError


class MonthPublish(FiguresPage):
    """The county freezes a month; the page shows the figures that will be frozen."""

    verb = "publish_month"
    heading = gettext_lazy("Publish the month")
    sentence = gettext_lazy(
        "The figures are counted once more and frozen. A later entry does not change them; it is shown beside them."
    )
    button = gettext_lazy("Publish the month")
    template = "indicators/month_publish.html"

    @property
    def county(self) -> County:
        county = places.county_of(self.request.user)
        if county is None:
            raise PermissionDenied
        return county

    @property
    def month(self) -> date:
        month: date = self.kwargs["month"]  # addresses.MonthConverter
        return month

    def why_not(self) -> str:
        try:
            publish.check_ended(self.month)
            publish.check_not_published(self.county, self.month)
            publish.check_answered(self.county, self.month)
            if not compute.is_touched(self.month):  # else the button counts first, and says it then
                publish.check_reported(self.county, self.month)
        except ValidationError as fault:
            return " ".join(fault.messages)
        return ""

    def form(self, data: Any = None) -> PublishForm | PlainConfirmForm:
        missing = publish.not_approved(self.county, self.month)
        return PublishForm(data) if missing else PlainConfirmForm(data)

    def act(self, form: PublishForm | PlainConfirmForm) -> Publication:
        reason = form.cleaned_data.get("reason", "")
        return publish.freeze(
            self.county, self.month, by=self.request.user, reason=reason, shown=self.shown_state
        )

    def version(self) -> str:
        return publish.state_of(self.county, self.month)

    def done(self, result: Publication) -> str:
        return result.get_absolute_url()

    def subject(self) -> str:
        return f"{self.county} · {self.month:%Y-%m}"

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.month])

    def context(self) -> dict[str, Any]:
        rows = VillageMonth.objects.filter(county=self.county)
        all_figures = figures(sums.total(rows, self.month, self.month, level="county"))
        return super().context() | {
            "missing": publish.not_approved(self.county, self.month),
            "headline": [figure for figure in all_figures if figure.indicator.code in HEADLINE],
            "month": self.month,
            "is_uncounted": compute.is_touched(self.month),
            "already": Publication.objects.filter(county=self.county, month=self.month).first(),
        }


class PublicationPage(Page):
    verb = "read_publications"

    def own(self) -> QuerySet[Publication]:
        return Publication.objects.filter(county=places.county_of(self.request.user)).select_related(
            "published_by"
        )


class PublicationDetail(PublicationPage, ShowPage):
    """What was published of a place, the restatements beside it, and where today's counts differ from the newest.

    ``?place=station:3`` opens another place within the person's own, ``?level=post`` another list of places.
    """

    template = "indicators/publication_detail.html"

    def get_row(self) -> Publication:
        return get_object_or_404(self.own(), pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("Published figures of %(month)s") % {"month": f"{self.row.month:%Y-%m}"}

    def context(self) -> dict[str, Any]:
        columns = list(self.own().filter(month=self.row.month).select_related("signature").order_by("number"))
        newest = columns[-1]
        places = list(published_places.of_publication(self.request.user, newest))
        place = self.place(places)
        shown = super().context() | {
            "month": self.row.month,
            "columns": columns,
            "newest": newest,
            "place": place,
            "places": published_places.choices(places),
            "rows": rows_of(columns, self.versions(columns, place)),
            "parts": self.parts(places),
            "broken": {
                one.pk: signing.broken(one, [place] if place and one == newest else []) for one in columns
            },
            "typed": typed.lines(newest.header.get("typed", {})) if newest.header else [],
            "formats": FORMATS if may(self.request.user, "export") and newest.header else (),
            "may_see_board": may(self.request.user, "see_board"),
        }
        return shown | (self.of_villages(columns) if shown["may_see_board"] else {})

    def place(self, places: list[PublishedPlace]) -> PublishedPlace | None:
        """The place that the address names, 404 for one that is not the person's; without a name the county."""
        wanted = self.request.GET.get("place", "")
        level, _sep, key = wanted.partition(":")
        found = [
            one
            for one in places
            if (one.level == level and str(one.key) == key) or (not wanted and one.level == Level.COUNTY)
        ]
        if wanted and not found:
            raise Http404
        return found[0] if found else None

    def versions(self, columns: list[Publication], place: PublishedPlace | None) -> dict[int, PublishedPlace]:
        """The place in each version of the publication."""
        if place is None:
            return {}
        rows = PublishedPlace.objects.filter(publication__in=columns, level=place.level, key=place.key)
        return {row.publication_id: row for row in rows}

    def parts(self, places: list[PublishedPlace]) -> dict[str, Any]:
        """The places of one level side by side, with the ranks of the quarter that ends with the month."""
        levels = [level for level, _places in published_places.choices(places)]
        level = self.request.GET.get("level", levels[0].value if levels else "")
        if levels and level not in levels:
            raise Http404
        inside = [one for one in places if one.level == level]
        rows: list[dict[str, Any]] = [
            {"place": one, "figures": by_place.read_all(one.figures[by_place.MONTH])} for one in inside
        ]
        return {
            "level": level,
            "levels": levels,
            "indicators": [BY_CODE[code] for code in COMPARED if any(code in row["figures"] for row in rows)],
            "rows": rows,
            "rankings": [
                {"indicator": BY_CODE[one.indicator], "first": one.first, "last": one.last, "rows": ranks.shown(one)}
                for one in PublishedRanking.objects.filter(publication=self.newest, level=level)
                if one.indicator in BY_CODE
            ],
        }  # fmt: skip

    @cached_property
    def newest(self) -> Publication:
        return self.own().filter(month=self.row.month).latest("number")

    def of_villages(self, columns: list[Publication]) -> dict[str, Any]:
        """What differs where, today and in each restatement; the auditor reads the county's figures alone."""
        newest, differences = columns[-1], differences_for(self.request.user, columns[-1])
        years = self.year_differs(newest)
        return {
            "restatements": [
                {"publication": one, "differences": restated_for(self.request.user, one)}
                for one in reversed(columns)
                if one.number
            ],
            "differences": differences,
            "year_differs": years,
            "may_restate": may(self.request.user, "publish_month") and (differences or years),
        }

    def year_differs(self, newest: Publication) -> list[str]:
        """The places whose year to date is another one today; for whoever reads the counts of the whole county."""
        if not newest.header or published_places.own(self.request.user)[0] != Level.COUNTY:
            return []
        differing = publish.year_differs(newest)
        return [one.name for one in newest.places.all() if (one.level, one.key) in differing]


def rows_of(columns: list[Publication], versions: Mapping[int, PublishedPlace]) -> list[dict[str, Any]]:
    """Each indicator with its figure of the month in every version, and that of the year in the newest one.

    Each cell with whether it differs from the one before.
    """
    frozen, years = [], []
    for one in columns:
        place = versions.get(one.pk)
        listed = {figure.indicator.code: figure for figure in frozen_figures(one)}
        frozen.append(by_place.read_all(place.figures[by_place.MONTH]) if place else listed)
        years.append(by_place.read_all(place.figures[by_place.YEAR]) if place else {})
    found = []
    for indicator in CATALOGUE:
        cells = [column.get(indicator.code) for column in frozen]
        if any(cells):
            changed = [False] + [this != before for before, this in pairwise(cells)]
            year = years[-1].get(indicator.code)
            found.append(
                {"indicator": indicator, "cells": list(zip(cells, changed, strict=True)), "year": year,
                 "is_year_changed": len(years) > 1 and year != years[-2].get(indicator.code)}
            )  # fmt: skip
    return found


def frozen_figures(publication: Publication) -> list[Figure]:
    """The figures as they were published; nothing is worked out anew."""
    return [
        Figure(
            BY_CODE[stored["code"]],
            _number(stored["numerator"]),
            _number(stored["denominator"]),
            None if stored["rate"] is None else Decimal(stored["rate"]),
        )
        for stored in publication.figures
        if stored["code"] in BY_CODE
    ]


def _number(value: str | int | None) -> Number | None:
    """A part of a figure as JSON has it: decimals are written as text."""
    return Decimal(value) if isinstance(value, str) else value


class PublicationRestate(FiguresPage):
    """Set today's figures beside the published ones, with a reason."""

    verb = "publish_month"
    heading = gettext_lazy("Restate the month")
    sentence = gettext_lazy(
        "The published figures stay. Today's stand beside them, with the reason, the day and your name."
    )
    button = gettext_lazy("Restate the month")
    form_class = ReasonForm
    template = "indicators/publication_restate.html"

    def get_row(self) -> Publication:
        own = Publication.objects.filter(county=places.county_of(self.request.user))
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def why_not(self) -> str:
        newest = Publication.objects.filter(county=self.row.county, month=self.row.month).latest("number")
        try:
            publish.check_differing(newest)
        except ValidationError as fault:
            return " ".join(fault.messages)
        return ""

    def act(self, form: ReasonForm) -> Publication:
        reason = form.cleaned_data["reason"]
        return publish.restate(
            self.row.county, self.row.month, reason, by=self.request.user, shown=self.shown_state
        )

    @property
    def month(self) -> date:
        month: date = self.row.month
        return month

    def version(self) -> str:
        return publish.state_of(self.row.county, self.row.month)

    def done(self, result: Publication) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def context(self) -> dict[str, Any]:
        same_month = Publication.objects.filter(county=self.row.county, month=self.row.month)
        newest = same_month.latest("number")
        return super().context() | {"differences": differences_for(self.request.user, newest)}
