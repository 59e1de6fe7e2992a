"""Pages of the surveys: rounds, one round's results, and a village's answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from access.pages import Page
from access.roles import may
from ledgers import months
from ledgers.views.forms import add_errors
from pages import addresses
from posts import places
from posts.models import Membership, Village
from surveys import actions, results
from surveys.forms import AnswersForm, RoundForm
from surveys.models import AnswerTally, Sample, SurveyRound

Channel = AnswerTally.Channel


class RoundPage(Page):
    """A page on rounds of the person's county."""

    verb = "see_board"

    def rounds(self) -> Any:
        return SurveyRound.objects.filter(county=places.county_of(self.request.user)).select_related(
            "opened_by"
        )

    def homes(self, survey: SurveyRound) -> list[Membership]:
        return places.expected(self.request.user, survey.month)


class RoundList(RoundPage):
    """All rounds, newest first, with their result within the person's scope."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [self.row(survey) for survey in self.rounds()[:24]]
        context = {"title": _("Satisfaction"), "rows": rows, "may_open": may(request.user, "enter_survey")}
        return render(request, "surveys/round_list.html", context)

    def row(self, survey: SurveyRound) -> dict[str, Any]:
        found = results.of_round(survey, self.homes(survey))
        entered = sum(result.is_entered for result in found)
        return {"round": survey, "total": results.total(found), "entered": entered, "expected": len(found)}


class RoundCreate(RoundPage):
    verb = "enter_survey"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(RoundForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RoundForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                survey = actions.open_round(form.save(commit=False), by=request.user)
                return HttpResponseRedirect(survey.get_absolute_url())
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(form, status=422)

    def show(self, form: RoundForm, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Open a survey round"),
            "form": form,
            "back_url": reverse("surveys:round-list"),
        }
        return render(self.request, "pages/form.html", context, status=status)


class RoundDetail(RoundPage):
    """The round's rates with all that stands beside them, then the villages worst first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(self.rounds(), pk=pk)
        found = results.of_round(survey, self.homes(survey))
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


class RoundEnter(RoundPage):
    """One village's answers through one channel: people asked, and a grid of answers x saw an officer."""

    verb = "enter_survey"

    def get(self, request: HttpRequest, pk: int, village: int) -> HttpResponse:
        self.find(pk, village)
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int, village: int) -> HttpResponse:
        self.find(pk, village)
        form = self.form(request.POST)
        if request.htmx:
            return self.show(form)  # only the totals of what is typed so far; nothing is saved
        if form.is_valid():
            try:
                self.enter(form)
                return HttpResponseRedirect(f"{request.path}?channel={self.channel}&saved=1")
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(form, status=422)

    def find(self, pk: int, village: int) -> None:
        """The round, the village within it and the channel; outside the scope they do not exist."""
        self.survey = get_object_or_404(self.rounds(), pk=pk)
        inside = [home.village_id for home in self.homes(self.survey)]
        self.village = get_object_or_404(Village.objects.filter(pk__in=inside), pk=village)
        asked = self.request.GET.get("channel", "")
        self.channel = asked if asked in Channel.values else Channel.PAPER.value

    def enter(self, form: AnswersForm) -> None:
        actions.enter_answers(
            self.survey,
            self.village,
            self.channel,
            invited=form.cleaned_data["invited"],
            counts=form.counts,
            by=self.request.user,
            late_reason=form.cleaned_data.get("late_reason", ""),
        )

    def is_published(self) -> bool:
        return months.is_published(self.survey.county, self.survey.month)

    def form(self, data: Any = None) -> AnswersForm:
        kept = AnswerTally.objects.filter(round=self.survey, village=self.village, channel=self.channel)
        tally = {(one.rating, one.saw_officer): one.count for one in kept}
        sample = Sample.objects.filter(round=self.survey, village=self.village).first()
        return AnswersForm(tally, sample.invited if sample else None, data, is_late=self.is_published())

    def channels(self) -> list[dict[str, Any]]:
        """The tabs, each with how many answers came that way."""
        answered = dict.fromkeys(Channel.values, 0)
        rows = AnswerTally.objects.filter(round=self.survey, village=self.village)
        for channel, count in rows.values_list("channel", "count"):
            answered[channel] += count
        return [{"code": one.value, "name": one.label, "answered": answered[one.value]} for one in Channel]

    def show(self, form: AnswersForm, status: int = 200) -> HttpResponse:
        channels = self.channels()
        context = {
            "title": _("Answers of %(village)s") % {"village": self.village},
            "form": form,
            "round": self.survey,
            "village": self.village,
            "channel": self.channel,
            "channels": channels,
            "answered": sum(one["answered"] for one in channels),
            "totals": totals(form),
            "saws": [saw.label for saw in AnswerTally.Saw],
            "saved": self.request.GET.get("saved", ""),
            "is_published": self.is_published(),
        }
        return render(self.request, "surveys/round_enter.html", context, status=status)


def totals(form: AnswersForm) -> dict[str, Any]:
    """Sums of the grid's rows and columns, of what the form shows."""
    grid = [[addresses.count(bound.value()) or 0 for bound in row["inputs"]] for row in form.rows]
    return {
        "rows": [{"row": row, "total": sum(line)} for row, line in zip(form.rows, grid, strict=True)],
        "columns": [sum(column) for column in zip(*grid, strict=True)],
        "all": sum(map(sum, grid)),
    }
