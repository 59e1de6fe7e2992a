"""Pages of the planned rounds: the list of a day, one round to be walked on a phone, finish it, say why not."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_permissions_policy.decorators import permissions_policy_override

from access.rights import may
from audit import trail
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from pages import addresses
from pages.forms import ReasonForm
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage
from patrols.actions import rounds
from patrols.actions.rounds import Tap
from patrols.book import ROUNDS
from patrols.forms.rounds import FinishForm
from patrols.models import Patrol, PlannedRound, RoundPoint

WAITED = "Waited-For"  # header: the seconds that a tap has waited in the browser
# The label of a point is read by the browser itself; no picture leaves it. Every other page is denied the camera.
WITH_CAMERA: dict[str, Any] = {**settings.PERMISSIONS_POLICY, "camera": "self"}
LONGEST_AGO = 10_000_000  # seconds; what is longer ago is no tap of a round


class WalkPage(BookPage):
    model = PlannedRound
    book = ROUNDS.stem
    related = ROUNDS.related


class WalkList(BookList):
    book = ROUNDS


@method_decorator(permissions_policy_override(WITH_CAMERA), name="get")
class WalkDetail(WalkPage, BookDetail):
    """The round as it is walked: its points as large buttons, under them what is to be read."""

    row: PlannedRound
    template = "patrols/walk_detail.html"
    linked = ("plan", "patrol")

    @property
    def facts(self) -> tuple[str, ...]:  # type: ignore[override]  # they depend on how far it is
        row = self.row
        return (
            "plan", "village", "occurred_on", "starts_at", "ends_at", "mode",
            *(("started_at", "started_by") if row.started_at else ()),
            *(("ended_at",) if row.ended_at else ()),
            *(("patrol",) if row.patrol_id else ()),
            *(("reason",) if row.reason else ()),
            "post",
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        stops = list(
            RoundPoint.objects.visible_to(user)
            .filter(round=row)
            .select_related("checkpoint", "passed_by")
            .order_by("position")
        )
        walks = row.is_walkable and may(user, "walk_round")
        return super().context() | {
            "stops": stops,
            "passed": sum(one.passed_at is not None for one in stops),
            "walks": walks,
            "finish_url": self.url("finish", row.pk) if walks and row.started_at else "",
            "is_over": row.state not in (PlannedRound.State.PLANNED, PlannedRound.State.STARTED),
            "beside": self.beside(),
        }

    def buttons(self) -> list[dict[str, Any]]:
        found = self.more_buttons()
        if self.row.state == PlannedRound.State.PLANNED and may(self.request.user, "explain_round"):
            found.append({"url": self.url("skip", self.row.pk), "label": _("Not walked"), "style": "quiet"})
        return found


class WalkButton(WalkPage, ButtonPage):
    """A tap on the page of a round: what was shown with it does not matter, for two walk it and signals fail.

    A tap that waited in the browser says for how long in a header, so that what is sent is the same each time and is
    saved once (static/registry/rounds.js).
    """

    verb = "walk_round"
    shows_version = False
    row: PlannedRound

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """405 for a round that the person sees; any other answers like a missing one, whatever the method."""
        assert self.row is not None
        return super().http_method_not_allowed(request, *args, **kwargs)

    def ago(self) -> timedelta | None:
        """For how long the tap has waited for a signal; None for one that was sent at once."""
        seconds = addresses.number(self.request.headers.get(WAITED, ""))
        return None if seconds is None else timedelta(seconds=min(seconds, LONGEST_AGO))

    def back_url(self) -> str:
        return self.row.get_absolute_url()


class WalkStart(WalkButton):
    def act(self) -> PlannedRound:
        return rounds.start(self.row, by=self.request.user, ago=self.ago())


class WalkPass(WalkButton):
    def act(self) -> RoundPoint:
        sent = self.request.POST
        tap = Tap(
            point=addresses.number(sent.get("point")),
            code=sent.get("code", ""),
            is_scanned=sent.get("how") == RoundPoint.How.SCAN,
            ago=self.ago(),
        )
        return rounds.pass_point(self.row, tap, by=self.request.user)


class WalkTakeBack(WalkButton):
    def act(self) -> RoundPoint:
        point = addresses.number(self.request.POST.get("point")) or 0
        return rounds.take_back(self.row, point, by=self.request.user)


class WalkFinish(WalkPage, WritingPage, FormPage):
    """The form of the patrol that the round was, filled in; sent, the round has ended."""

    verb = "walk_round"
    shows_version = (
        False  # the form is that of a new patrol: taps of others and the clock change the round meanwhile
    )
    row: PlannedRound
    template = "patrols/finish_form.html"
    heading = gettext_lazy("Finish the round")
    button = gettext_lazy("Finish and save the patrol")
    message = ""

    def check_state(self) -> None:
        rounds.check_to_finish(self.row)

    def form(self, data: Any = None) -> FinishForm:
        return FinishForm(data, user=self.request.user, planned=self.row)

    def act(self, form: FinishForm) -> Patrol:
        patrol = form.row()
        patrol.client_key = self.key or patrol.client_key
        late = form.cleaned_data.get("late_reason", "")
        return rounds.finish(self.row, patrol, by=self.request.user, late_reason=late)

    def context(self) -> dict[str, Any]:
        missed = RoundPoint.objects.filter(round=self.row, passed_at=None).select_related("checkpoint")
        return super().context() | {"missed": [one.checkpoint for one in missed.order_by("position")]}

    def about(self) -> str:
        return str(self.row)

    def done(self, result: Patrol) -> str:
        return result.get_absolute_url() + "?saved=1"

    def back_url(self) -> str:
        return self.row.get_absolute_url()

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)


class WalkSkip(WalkPage, RowConfirm):
    verb = "explain_round"
    row: PlannedRound
    action = rounds.not_walked
    form_class = ReasonForm
    heading = gettext_lazy("Not walked")
    sentence = gettext_lazy("The round counts as planned and not walked; the reason stands beside it.")
    button = gettext_lazy("Not walked")
    message = gettext_lazy("Saved.")

    def check_state(self) -> None:
        rounds.check_to_explain(self.row)
