"""Pages of the surveys: rounds and their steps, one round's results, and the grid of a station's answers."""

from datetime import date
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
from ledgers import months, then
from ledgers.models import StationMonth
from pages import addresses
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage
from posts import places
from posts.models import Membership, Post, Station, Town, Village
from surveys import actions, answer_actions, asked, results
from surveys.forms import CountForm, RoundForm, SheetForm, label_of
from surveys.models import AnswerTally, Correction, SurveyRound
from surveys.questions import ANSWERS, Question

Channel = AnswerTally.Channel
State = SurveyRound.State
RATES = {
    Question.SATISFACTION.value: gettext_lazy("Satisfaction (A)"),
    Question.SAW_OFFICER.value: gettext_lazy("Saw an officer"),
    Question.FEELS_SAFE.value: gettext_lazy("Feeling of safety"),
    Question.KNOWS_OFFICER.value: gettext_lazy("Officer known"),
}
LEVELS: dict[str, Any] = {"village": Village, "post": Post, "town": Town, "station": Station}
SHOWN_ROUNDS = 24
STEPS = ("drafted", "opened", "closed", "counted")


class RoundPage(Page):
    """A page on rounds that the person sees."""

    verb = "see_board"

    def rounds(self) -> QuerySet[SurveyRound]:
        return SurveyRound.objects.visible_to(self.request.user).select_related(
            "county", "drafted_by", "opened_by", "closed_by", "counted_by"
        )

    def memberships(self, survey: SurveyRound) -> list[Membership]:
        return asked.of_user(self.request.user, survey)


class RoundList(RoundPage):
    """All rounds, newest first, with their state, and their result within the person's scope once they count.

    A click on a figure opens those of its months, with the answers of its place and their sum.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = self.of_months()
        rows = [self.row(survey) for survey in (rounds if self.is_of_figure else rounds[:SHOWN_ROUNDS])]
        sums = self.sums(rows) if self.is_of_figure else []
        context = {
            "title": _("Satisfaction"),
            "rows": rows,
            "rate_names": RATES.values(),
            "sums": sums,
            "is_part_hidden": len(rows) > 1
            and any(one.is_hidden and not one.is_counting for _name, one in sums),
            "place": self.place_name,
            "why_url": self.why_url() if self.is_of_figure else "",
            "may_enter": may(request.user, "enter_survey"),
        }
        return render(request, "surveys/round_list.html", context)

    @property
    def months(self) -> list[date | None]:
        """The first and the last month of the figure that led here."""
        return [addresses.month(self.request.GET.get(name, "")) for name in ("from_month", "to_month")]

    @property
    def is_of_figure(self) -> bool:
        return all(self.months)

    def of_months(self) -> QuerySet[SurveyRound]:
        if not self.is_of_figure:
            return self.rounds()
        first, last = self.months
        return self.rounds().filter(month__gte=first, month__lte=last, state=State.COUNTED)

    @property
    def place(self) -> tuple[str, int]:
        """The level and the key of the place that the address names; an empty level for all that the person sees."""
        for level in LEVELS:
            key = addresses.number(self.request.GET.get(level))
            if key is not None:
                return level, key
        return "", 0

    @cached_property
    def place_name(self) -> str:
        level, key = self.place
        return str(get_object_or_404(LEVELS[level], pk=key)) if level else ""

    def why_url(self) -> str:
        """Why the satisfaction of these months changed."""
        level, key = self.place
        first, last = (addresses.month(self.request.GET.get(name)) for name in ("from_month", "to_month"))
        place = f"{level}:{key}" if level else ""
        return then.why_it_changed("satisfaction", first, last, place) if first and last else ""

    def row(self, survey: SurveyRound) -> dict[str, Any]:
        asked = results.asked_of(self.request.user, survey, *self.place)
        by_question = [
            results.shown(self.request.user, survey, asked, question)[1] for question in Question.values
        ]
        found = results.of_round(survey, asked.memberships)
        return {
            "round": survey,
            "rates": list(zip(RATES.values(), by_question, strict=True)),
            "first": by_question[0],
            "entered": sum(result.is_entered for result in found),
            "expected": len(found),
        }

    def sums(self, rows: list[dict[str, Any]]) -> list[tuple[Any, results.Result]]:
        """The answers of all rounds shown, a line a question; hidden where those of one of them are."""
        found = []
        for number, name in enumerate(RATES.values()):
            parts = [row["rates"][number][1] for row in rows]
            added = results.total(parts, list(RATES)[number])
            added.is_hidden = any(one.is_hidden for one in parts)
            added.is_counting = any(one.is_counting for one in parts)
            found.append((name, added))
        return found


class RoundDetail(RoundPage):
    """The round's rates with n, interval and response rate, then the villages worst first by one question."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        survey = get_object_or_404(self.rounds(), pk=pk)
        question = self.question()
        asked = results.asked_of(self.request.user, survey)
        found, added = results.shown(self.request.user, survey, asked, question)
        ranked = results.ranked(found)
        context = {
            "title": survey.name,
            "round": survey,
            "steps": steps_of(survey),
            "question": question,
            "rate_name": RATES[question],
            "questions": [(one.value, one.label) for one in Question],
            "total": added,
            "ranked": ranked,
            "fewest": results.fewest(),
            "lowest": results.lowest(ranked),
            "entered": sum(one.is_entered for one in found),
            "expected": len(found),
            "corrections": self.corrections(survey),
        }
        if may(request.user, "enter_survey"):
            context |= {"may_enter": True, "stations": by_station(found), "buttons": buttons_of(survey)}
        return render(request, "surveys/round_detail.html", context)

    def question(self) -> str:
        asked = self.request.GET.get("question", "")
        return asked if asked in Question.values else Question.SATISFACTION.value

    def corrections(self, survey: SurveyRound) -> list[Correction]:
        """Of the villages that the person sees; newest first."""
        inside = [membership.village_id for membership in self.memberships(survey)]
        found = survey.corrections.filter(village__in=inside).select_related("village__town", "corrected_by")
        return list(found)


def steps_of(survey: SurveyRound) -> list[dict[str, Any]]:
    """Each step that was taken, with its day and person."""
    taken = [
        {
            "name": survey._meta.get_field(f"{step}_on").verbose_name,  # type: ignore[union-attr]
            "on": getattr(survey, f"{step}_on"),
            "by": getattr(survey, f"{step}_by"),
        }
        for step in STEPS
    ]
    return [step for step in taken if step["on"]]


def by_station(found: list[results.Result]) -> list[dict[str, Any]]:
    """Each station with how many of its villages are entered, and which are not."""
    rows: dict[int, dict[str, Any]] = {}
    for one in found:
        assert one.membership
        station = one.membership.post.station
        row = rows.setdefault(station.pk, {"station": station, "entered": 0, "expected": 0, "missing": []})
        row["expected"] += 1
        row["entered"] += one.is_entered
        if not one.is_entered:
            row["missing"].append(one.membership.village)
    return list(rows.values())


def buttons_of(survey: SurveyRound) -> list[dict[str, Any]]:
    """The next step of the round first; a draft is changed and deleted as well."""
    found = {
        State.DRAFT: [
            ("round-open", _("Open the round"), "primary"),
            ("round-edit", _("Change"), ""),
            ("round-delete", _("Delete"), ""),
        ],
        State.OPEN: [("round-close", _("Close the round"), "primary")],
        State.CLOSED: [("round-count", _("Count the round"), "primary")],
        State.COUNTED: [],
    }[State(survey.state)]
    return [
        {"url": reverse(f"surveys:{name}", args=[survey.pk]), "label": label, "style": style}
        for name, label, style in found
    ]


class RoundCreate(RoundPage, FormPage):
    verb = "enter_survey"
    heading = gettext_lazy("Draft a survey round")
    message = ""

    def form(self, data: Any = None) -> RoundForm:
        return RoundForm(data, user=self.request.user)

    def act(self, form: RoundForm) -> SurveyRound:
        return actions.draft(form.save(commit=False), by=self.request.user)

    def done(self, result: SurveyRound) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return reverse("surveys:round-list")


class StepPage(RoundPage):
    """A page that changes a round in one of its states."""

    verb = "enter_survey"
    states: tuple[State, ...]
    row: SurveyRound

    def get_row(self) -> SurveyRound:
        """A round of the county in the address; any other one does not exist."""
        return get_object_or_404(self.rounds(), pk=self.kwargs["pk"])

    def check_state(self) -> None:
        actions.check_state(self.row, *self.states)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())


class RoundEdit(StepPage, FormPage):
    heading = gettext_lazy("Change the draft")
    states = (State.DRAFT,)

    def form(self, data: Any = None) -> RoundForm:
        return RoundForm(data, instance=self.row, user=self.request.user)

    def act(self, form: RoundForm) -> SurveyRound:
        return actions.change_draft(form.save(commit=False), by=self.request.user)


class RoundDelete(StepPage, ConfirmPage):
    heading = gettext_lazy("Delete the draft")
    sentence = gettext_lazy("Nothing was entered into it. It can not be brought back.")
    button = gettext_lazy("Delete")
    message = gettext_lazy("Deleted.")
    is_final = True
    states = (State.DRAFT,)

    def act(self, form: Any) -> None:
        actions.delete_draft(self.row, by=self.request.user)

    def done(self, result: None) -> str:
        return reverse("surveys:round-list")


class RoundOpen(StepPage, ConfirmPage):
    heading = gettext_lazy("Open the round")
    sentence = gettext_lazy(
        "From now on answers are entered. Name and month stay as they are; the answers count in no figure yet."
    )
    button = gettext_lazy("Open the round")
    states = (State.DRAFT,)

    def why_not(self) -> str:
        return actions.why_not_open(self.row)

    def act(self, form: Any) -> SurveyRound:
        return actions.open_round(self.row, by=self.request.user)


class EnteredPage(StepPage, ConfirmPage):
    """A step that first shows how many villages of how many are entered, and which are missing."""

    template = "surveys/round_count.html"

    @cached_property
    def found(self) -> list[results.Result]:
        return results.of_round(self.row, asked.of_county(self.row))

    @property
    def missing(self) -> list[Any]:
        return [one.membership.village for one in self.found if not one.is_entered and one.membership]

    def context(self) -> dict[str, Any]:
        entered = sum(one.is_entered for one in self.found)
        return super().context() | {
            "entered": entered,
            "expected": len(self.found),
            "missing": self.missing,
        }


class RoundClose(EnteredPage):
    heading = gettext_lazy("Close the round")
    sentence = gettext_lazy(
        "No more answers are entered. A mistake is corrected with a reason, which is shown."
    )
    button = gettext_lazy("Close the round")
    states = (State.OPEN,)

    def act(self, form: Any) -> SurveyRound:
        return actions.close_round(self.row, by=self.request.user)


class RoundCount(EnteredPage):
    heading = gettext_lazy("Count the round")
    sentence = gettext_lazy(
        "From now on the answers stand in the figures of the month, and are never taken out again. "
        "A mistake is still corrected with a reason."
    )
    button = gettext_lazy("Count the round")
    states = (State.CLOSED,)

    def why_not(self) -> str:
        if not any(one.is_entered for one in self.found):
            return _("No village is entered: there is nothing to count.")
        return locked_stations(self.row, [one.membership for one in self.found if one.membership])

    def form(self, data: Any = None) -> CountForm:
        is_late = months.is_published(self.row.county, self.row.month)
        return CountForm(data, is_complete=not self.missing, is_late=is_late)

    def act(self, form: CountForm) -> SurveyRound:
        return actions.count_round(
            self.row,
            by=self.request.user,
            without_reason=form.cleaned_data.get("without_reason", ""),
            late_reason=form.cleaned_data.get("late_reason", ""),
        )


def locked_stations(survey: SurveyRound, memberships: list[Membership]) -> str:
    """Which stations have submitted or approved the month and lock it; empty while none has."""
    stations = {one.post.station_id for one in memberships}
    locked = StationMonth.objects.filter(
        station__in=stations,
        month=survey.month,
        state__in=[StationMonth.State.SUBMITTED, StationMonth.State.APPROVED],
    ).select_related("station")
    names = "、".join(str(one.station) for one in locked.order_by("station__name"))
    if not names:
        return ""
    return _(
        "%(month)s is submitted by %(stations)s: have it given back first, or count the round once it is published."
    ) % {"month": f"{survey.month:%Y-%m}", "stations": names}


class RoundEnter(StepPage, FormPage):
    """The answers of a station's villages through one channel: one row a village, one column an answer."""

    template = "surveys/round_enter.html"
    button = gettext_lazy("Save the answers")
    message = ""
    states = (State.OPEN, State.CLOSED, State.COUNTED)

    def title(self) -> str:
        return _("Answers of %(station)s") % {"station": self.station}

    @cached_property
    def station(self) -> Station:
        """The station of the address, if its villages are asked in this round."""
        found = get_object_or_404(places.stations_of(self.request.user), pk=self.kwargs["station"])
        return found if self.of_station(found) else get_object_or_404(Station.objects.none())

    def of_station(self, station: Station) -> list[Membership]:
        return [one for one in self.all_memberships if one.post.station_id == station.pk]

    @cached_property
    def all_memberships(self) -> list[Membership]:
        return self.memberships(self.row)

    @property
    def channel(self) -> str:
        asked = self.request.GET.get("channel", "")
        return asked if asked in Channel.values else Channel.PAPER.value

    @cached_property
    def month_state(self) -> str:
        """Of the station's month; of no matter until the round counts."""
        if self.row.state != State.COUNTED:
            return str(StationMonth.State.OPEN.value)
        return str(months.station_month(self.station, self.row.month).state)

    @property
    def is_late(self) -> bool:
        return self.month_state == StationMonth.State.PUBLISHED

    @property
    def why_not(self) -> str:
        """Why nothing can be corrected now; a published month can, with a reason."""
        is_locked = self.month_state in {StationMonth.State.SUBMITTED, StationMonth.State.APPROVED}
        return months.why_locked(self.station, self.row.month) if is_locked else ""

    def form(self, data: Any = None) -> SheetForm:
        memberships = self.of_station(self.station)
        villages = [one.village_id for one in memberships]
        form = SheetForm(
            memberships,
            answer_actions.stored_sheet(self.row, villages, self.channel),
            data,
            is_correction=self.row.state != State.OPEN,
            is_late=self.is_late,
        )
        if self.why_not:
            for field in form.fields.values():
                field.disabled = True
            if data is not None:
                form.add_error(None, self.why_not)
        return form

    def act(self, form: SheetForm) -> int:
        """Returns how many villages have changed."""
        self.check_state()
        sent: dict[str, Any] = {"by": self.request.user, "shown": form.shown}
        if not form.changes:
            return 0
        if self.row.state == State.OPEN:
            return answer_actions.enter_answers(self.row, self.channel, form.changes, **sent)
        sent["reason"] = form.cleaned_data.get("reason", "")
        if self.row.state == State.CLOSED:
            return answer_actions.correct_answers(self.row, self.channel, form.changes, **sent)
        sent["late_reason"] = form.cleaned_data.get("late_reason", "")
        return answer_actions.correct_counted(self.row, self.channel, form.changes, **sent)

    def done(self, result: int) -> str:
        return f"{self.request.path}?channel={self.channel}&saved={result}"

    def context(self) -> dict[str, Any]:
        found = results.of_round(self.row, self.all_memberships)
        stations = by_station(found)
        here = next(place for place, one in enumerate(stations) if one["station"] == self.station)
        heads = [
            (question.label, [label_of((question.value, answer)) for answer in ANSWERS[question.value]])
            for question in Question
        ]
        return super().context() | {
            "round": self.row,
            "station": self.station,
            "stations": stations,
            "next": stations[here + 1]["station"] if here + 1 < len(stations) else None,
            "channel": self.channel,
            "channels": [(one.value, one.label) for one in Channel],
            "heads": heads,
            "saved": addresses.number(self.request.GET.get("saved", "")),
            "is_late": self.is_late,
            "is_correction": self.row.state != State.OPEN,
            "why_not": self.why_not,
        }
