"""Pages of the surveys: rounds, one round's results, and a village's answers."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from ledgers import months
from pages import addresses
from pages.views.forms import FormPage
from posts import places
from posts.models import Membership, Village
from surveys import actions, results
from surveys.forms import AnswersForm, RoundForm
from surveys.models import AnswerTally, SurveyRound

Channel = AnswerTally.Channel


class RoundPage(Page):
    """A page on rounds of the person's county."""

    verb = "see_board"

    def rounds(self) -> QuerySet[SurveyRound]:
        return SurveyRound.objects.filter(county=places.county_of(self.request.user)).select_related(
            "opened_by"
        )

    def memberships(self, survey: SurveyRound) -> list[Membership]:
        return places.expected(self.request.user, survey.month)


class RoundList(RoundPage):
    """All rounds, newest first, with their result within the person's scope."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [self.row(survey) for survey in self.rounds()[:24]]
        context = {"title": _("Satisfaction"), "rows": rows, "may_open": may(request.user, "enter_survey")}
        return render(request, "surveys/round_list.html", context)

    def row(self, survey: SurveyRound) -> dict[str, Any]:
        found = results.of_round(survey, self.memberships(survey))
        entered = sum(result.is_entered for result in found)
        return {"round": survey, "total": results.total(found), "entered": entered, "expected": len(found)}


class RoundCreate(RoundPage, FormPage):
    verb = "enter_survey"
    heading = gettext_lazy("Open a survey round")
    message = ""

    def form(self, data: Any = None) -> RoundForm:
        return RoundForm(data, user=self.request.user)

    def act(self, form: RoundForm) -> SurveyRound:
        return actions.open_round(form.save(commit=False), by=self.request.user)

    def done(self, result: SurveyRound) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return reverse("surveys:round-list")


class RoundDetail(RoundPage):
    """The round's rates with n, interval and response rate, then the villages worst first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(self.rounds(), pk=pk)
        found = results.of_round(survey, self.memberships(survey))
        ranked = results.ranked(found)
        context = {
            "title": survey.name,
            "round": survey,
            "total": results.total(found),
            "ranked": ranked,
            "lowest": results.lowest(ranked),
            "missing": [result for result in found if not result.is_entered],
            "expected": len(found),
            "may_enter": may(request.user, "enter_survey"),
            "saved": request.GET.get("saved", ""),
        }
        return render(request, "surveys/round_detail.html", context)


class RoundEnter(RoundPage, FormPage):
    """One village's answers through one channel: people asked, and a grid of answers x saw an officer."""

    verb = "enter_survey"
    template = "surveys/round_enter.html"
    button = gettext_lazy("Save the answers")
    message = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.request.htmx:  # only the totals of what is typed so far; nothing is saved
            return self.show(form=self.form(request.POST))
        return super().post(request, **kwargs)

    def title(self) -> str:
        return _("Answers of %(village)s") % {"village": self.village}

    def get_row(self) -> SurveyRound:
        """The round of the county in the address; outside the scope it does not exist."""
        return get_object_or_404(self.rounds(), pk=self.kwargs["pk"])

    @cached_property
    def village(self) -> Village:
        """The village of the address, if it is asked in this round."""
        inside = [membership.village_id for membership in self.memberships(self.row)]
        village: Village = get_object_or_404(Village.objects.filter(pk__in=inside), pk=self.kwargs["village"])
        return village

    @property
    def channel(self) -> str:
        asked = self.request.GET.get("channel", "")
        return asked if asked in Channel.values else Channel.PAPER.value

    def act(self, form: AnswersForm) -> None:
        actions.enter_answers(
            self.row,
            self.village,
            self.channel,
            invited=form.cleaned_data["invited"],
            counts=form.counts,
            by=self.request.user,
            late_reason=form.cleaned_data.get("late_reason", ""),
            shown=form.shown,
        )

    def done(self, result: None) -> str:
        return f"{self.request.path}?channel={self.channel}&saved=1"

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def is_published(self) -> bool:
        return months.is_published(self.row.county, self.row.month)

    def form(self, data: Any = None) -> AnswersForm:
        stored = actions.stored_answers(self.row, self.village, self.channel)
        return AnswersForm(stored, data, is_late=self.is_published())

    def channels(self) -> list[dict[str, Any]]:
        """The tabs, each with how many answers came that way."""
        answered = dict.fromkeys(Channel.values, 0)
        rows = AnswerTally.objects.filter(round=self.row, village=self.village)
        for channel, count in rows.values_list("channel", "count"):
            answered[channel] += count
        return [{"code": one.value, "name": one.label, "answered": answered[one.value]} for one in Channel]

    def show(self, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(status, totals=totals(more["form"]), **more)

    def context(self) -> dict[str, Any]:
        channels = self.channels()
        return super().context() | {
            "round": self.row,
            "village": self.village,
            "channel": self.channel,
            "channels": channels,
            "answered": sum(one["answered"] for one in channels),
            "saws": [saw.label for saw in AnswerTally.Saw],
            "saved": self.request.GET.get("saved", ""),
            "is_published": self.is_published(),
        }


def totals(form: AnswersForm) -> dict[str, Any]:
    """Sums of the grid's rows and columns, of what the form shows."""
    grid = [[addresses.number(bound.value()) or 0 for bound in row["inputs"]] for row in form.rows]
    return {
        "rows": [{"row": row, "total": sum(line)} for row, line in zip(form.rows, grid, strict=True)],
        "columns": [sum(column) for column in zip(*grid, strict=True)],
        "all": sum(map(sum, grid)),
    }
