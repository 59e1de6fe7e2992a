"""Pages of publication: publish a month, look at what was published, restate it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from indicators import compute, publish, sums
from indicators.catalogue import BY_CODE, CATALOGUE, Figure, figures
from indicators.differences import differences_for
from indicators.forms import PublishForm
from indicators.models import Publication, VillageMonth
from indicators.views.confirm import ConfirmPage
from ledgers.forms import PlainConfirmForm, ReasonForm
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


class MonthPublish(ConfirmPage):
    """The county freezes a month; before the button stand the figures that will be frozen."""

    verb = "publish_month"
    heading = gettext_lazy("Publish the month")
    sentence = gettext_lazy(
        "The figures are counted once more and frozen. A later entry does not change them; it is shown beside them."
    )
    button = gettext_lazy("Publish the month")
    template = "indicators/month_publish.html"

    @property
    def county(self) -> County:
        return places.county_of(self.request.user)

    @property
    def month(self) -> date:
        return self.kwargs["month"]

    def form(self, data: Any = None) -> Any:
        missing = publish.not_approved(self.county, self.month)
        return PublishForm(data) if missing else PlainConfirmForm(data)

    def act(self, cleaned: dict[str, Any]) -> str:
        reason = cleaned.get("reason", "")
        return publish.freeze(self.county, self.month, by=self.request.user, reason=reason).get_absolute_url()

    def subject(self) -> str:
        return f"{self.county} · {self.month:%Y-%m}"

    def back_url(self) -> str:
        return reverse("indicators:month-detail", args=[self.month])

    def extra(self) -> dict[str, Any]:
        rows = VillageMonth.objects.filter(county=self.county)
        all_figures = figures(sums.total(rows, self.month, self.month))
        return {
            "missing": publish.not_approved(self.county, self.month),
            "headline": [figure for figure in all_figures if figure.indicator.code in HEADLINE],
            "month": self.month,
            "is_uncounted": compute.is_touched(self.month),
            "already": Publication.objects.filter(county=self.county, month=self.month).first(),
        }


class PublicationPage(Page):
    verb = "see_board"

    def own(self) -> QuerySet[Publication]:
        return Publication.objects.filter(county=places.county_of(self.request.user)).select_related(
            "published_by"
        )


class PublicationDetail(PublicationPage):
    """The frozen figures, the restatements beside them, and where today's counts differ from the newest."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(self.own(), pk=pk)
        columns = list(self.own().filter(month=asked.month).order_by("number"))
        newest = columns[-1]
        context = {
            "title": _("Published figures of %(month)s") % {"month": f"{asked.month:%Y-%m}"},
            "month": asked.month,
            "columns": columns,
            "newest": newest,
            "rows": rows_of(columns),
            "differences": differences_for(request.user, newest),
            "may_restate": may(request.user, "publish_month"),
        }
        return render(request, "indicators/publication_detail.html", context)


def rows_of(columns: list[Publication]) -> list[dict[str, Any]]:
    """Each indicator with its figure in every column; a cell tells whether it differs from the one before."""
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
        Figure(BY_CODE[kept["code"]], *(_number(kept[part]) for part in ("numerator", "denominator", "rate")))
        for kept in publication.figures
        if kept["code"] in BY_CODE
    ]


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


class PublicationRestate(ConfirmPage):
    """Set today's figures beside the published ones, with a reason."""

    verb = "publish_month"
    heading = gettext_lazy("Restate the month")
    sentence = gettext_lazy(
        "The published figures stay. Today's stand beside them, with the reason, the day and your name."
    )
    button = gettext_lazy("Restate the month")
    form_class = ReasonForm
    template = "indicators/publication_restate.html"

    @property
    def publication(self) -> Publication:
        own = Publication.objects.filter(county=places.county_of(self.request.user))
        return get_object_or_404(own, pk=self.kwargs["pk"])

    def act(self, cleaned: dict[str, Any]) -> str:
        kept = self.publication
        return publish.restate(
            kept.county, kept.month, cleaned["reason"], by=self.request.user
        ).get_absolute_url()

    def subject(self) -> Publication:
        return self.publication

    def back_url(self) -> str:
        return self.publication.get_absolute_url()

    def extra(self) -> dict[str, Any]:
        newest = Publication.objects.filter(
            county=self.publication.county, month=self.publication.month
        ).latest("number")
        return {"differences": differences_for(self.request.user, newest)}
