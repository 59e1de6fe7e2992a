"""Pages of publication: publish a month, show what was published, restate it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from audit.versions import Stale
from formulas.rates import Number
from indicators import compute, publish, sums
from indicators.catalogue import BY_CODE, CATALOGUE, figures
from indicators.differences import differences_for, restated_for
from indicators.figure import Figure
from indicators.forms import PublishForm
from indicators.models import Publication, VillageMonth
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
        all_figures = figures(sums.total(rows, self.month, self.month))
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
    """The frozen figures, the restatements beside them, and where today's counts differ from the newest."""

    template = "indicators/publication_detail.html"

    def get_row(self) -> Publication:
        return get_object_or_404(self.own(), pk=self.kwargs["pk"])

    def title(self) -> str:
        return _("Published figures of %(month)s") % {"month": f"{self.row.month:%Y-%m}"}

    def context(self) -> dict[str, Any]:
        columns = list(self.own().filter(month=self.row.month).order_by("number"))
        newest = columns[-1]
        shown = super().context() | {
            "month": self.row.month,
            "columns": columns,
            "newest": newest,
            "rows": rows_of(columns),
            "may_see_board": may(self.request.user, "see_board"),
        }
        return shown | (self.of_villages(columns) if shown["may_see_board"] else {})

    def of_villages(self, columns: list[Publication]) -> dict[str, Any]:
        """What differs where, today and in each restatement; the auditor reads the county's figures alone."""
        newest = columns[-1]
        return {
            "restatements": [
                {"publication": one, "differences": restated_for(self.request.user, one)}
                for one in reversed(columns)
                if one.number
            ],
            "differences": differences_for(self.request.user, newest),
            "may_restate": may(self.request.user, "publish_month"),
        }


def rows_of(columns: list[Publication]) -> list[dict[str, Any]]:
    """Each indicator with its figure in every column; each cell with whether it differs from the one before."""
    frozen = [{figure.indicator.code: figure for figure in frozen_figures(one)} for one in columns]
    found = []
    for indicator in CATALOGUE:
        cells = [column.get(indicator.code) for column in frozen]
        changed = [False] + [this != before for before, this in pairwise(cells)]
        found.append({"indicator": indicator, "cells": list(zip(cells, changed, strict=True))})
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
        return "" if publish.differences(newest) else _("Nothing differs from what is published.")

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
