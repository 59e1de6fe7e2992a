"""Pages of the protection of a dispute: found later, what is done about the violence, none after all."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from access import scope
from access.rights import may
from audit import trail
from disputes.actions import measures, protection
from disputes.actions.rows import check_living
from disputes.clocks.clock import Clock
from disputes.clocks.deriving import VISIT
from disputes.legality.findings import version
from disputes.models import Dispute, Measure
from disputes.protected.forms import MeasureForm
from disputes.views.parts import PartConfirm
from ledgers.views.base import BookPage, WritingPage
from ledgers.views.forms import RowConfirm
from pages.forms import PlainConfirmForm, ReasonForm
from pages.row_history import Moment, moments_of_each
from pages.views.forms import FormPage
from rules import law

ROWS = {
    Measure.Kind.REPORT: "dv.duty",
    Measure.Kind.ADMONITION: "dv.letter",
    Measure.Kind.VISIT: "dv.serve",
    Measure.Kind.BREACH: "dv.breach",
    Measure.Kind.ORDER: "dv.order",
}


class ProtectionPage(BookPage):
    model, book = Dispute, "disputes:dispute"
    related = ("village__town", "post", "station", "recorded_by")


class DisputeProtect(ProtectionPage, RowConfirm):
    """It turns out to be about domestic violence."""

    verb = "protect_dispute"
    action = protection.answer_yes
    form_class = PlainConfirmForm
    heading = _("It is about domestic violence")
    sentence = _(
        "It is protected and not mediated: from now on officers of the post and the chief see it, nobody else. "
        "A rule of the county; no article forbids mediation."
    )
    button = _("Protect it")

    def check_state(self) -> None:
        protection.check_unprotected(self.row)


class DisputeLift(ProtectionPage, RowConfirm):
    """It was no domestic violence after all."""

    verb = "lift_protection"
    action = protection.lift
    form_class = ReasonForm
    heading = _("It is no domestic violence")
    sentence = _(
        "Everybody at the post, the station and the county sees it from now on. What was written while it was "
        "protected stays hidden."
    )
    button = _("Lift the protection")
    is_final = True

    def check_state(self) -> None:
        protection.check_liftable(self.row)


class MeasurePage(WritingPage, FormPage):
    """The form of one step of the protected route: what is asked follows from its kind."""

    verb = "protect_dispute"
    book = "disputes:dispute"
    is_kept = False  # the browser stores nothing of it
    template = "disputes/measure_form.html"

    @property
    def kind(self) -> Measure.Kind:
        raise NotImplementedError

    @property
    def dispute(self) -> Dispute:
        row: Any = self.row
        found: Dispute = row if isinstance(row, Dispute) else row.dispute
        return found

    def title(self) -> str:
        return str(self.kind.label)

    def check_state(self) -> None:
        check_living(self.dispute)
        measures.check_protected(self.dispute)
        if isinstance(self.row, Measure):
            measures.check_stands(self.row)

    def context(self) -> dict[str, Any]:
        today = timezone.localdate()
        day = self.row.done_on if isinstance(self.row, Measure) else today
        return super().context() | {"law": law.row_or_first(ROWS[self.kind], on=day), "today": today}

    def back_url(self) -> str:
        return str(self.dispute.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.dispute, by=self.request.user)


class MeasureCreate(MeasurePage):
    """Write one step of the protected route down."""

    model = Dispute
    related = ("village__town", "post", "station", "recorded_by")
    shows_version = False  # the dispute is only what the measure belongs to
    message = _("Recorded. Officers of the post and the chief see it, nobody else.")

    @property
    def kind(self) -> Measure.Kind:
        try:
            return Measure.Kind(self.kwargs["measure"])
        except ValueError:
            raise Http404 from None

    def form(self, data: Any = None) -> MeasureForm:
        return MeasureForm(data, user=self.request.user, instance=Measure(dispute=self.row, kind=self.kind))

    def act(self, form: MeasureForm) -> Measure:
        return measures.record(form.save(commit=False), by=self.request.user)


class MeasureEdit(MeasurePage):
    """Correct a step: what it was before stays, and is shown below it."""

    model = Measure
    related = ("dispute__village__town", "village__town")
    button = _("Save the correction")
    message = _("Corrected. What stood there before stays in its history.")

    @property
    def kind(self) -> Measure.Kind:
        return Measure.Kind(self.row.kind)

    def form(self, data: Any = None) -> MeasureForm:
        return MeasureForm(data, user=self.request.user, instance=self.row)

    def act(self, form: MeasureForm) -> Measure:
        return measures.amend(form.save(commit=False), by=self.request.user)


class MeasureWithdraw(PartConfirm):
    """A step was written down by mistake."""

    verb = "protect_dispute"
    model = Measure
    action = measures.withdraw
    form_class = ReasonForm
    heading = _("Withdraw what was recorded by mistake")
    sentence = _("It stays on the page, struck out, with your reason; nothing follows from it any more.")
    button = _("Withdraw it")

    def check_state(self) -> None:
        super().check_state()
        measures.check_protected(self.dispute)
        measures.check_stands(self.row)

    def about(self) -> str:
        return f"{self.row} · {super().about()}"


def _with_former(measures: list[Measure]) -> list[tuple[Measure, list[Moment]]]:
    """Each with what was corrected of it, the newest first; the reporter stays hidden there as well."""
    moments = moments_of_each([one for one in measures if one.version > 1], lambda verb: True)
    return [(one, [each for each in moments.get(one.pk, []) if each.differences]) for one in measures]


def measures_of(dispute: Dispute, user: Any, clocks: list[Clock]) -> dict[str, Any]:
    """Template context about the protected route; nothing of any other dispute."""
    if not dispute.is_protected:
        return {}
    county, today = scope.for_user(user).county, timezone.localdate()
    found = list(Measure.objects.visible_to(user).filter(dispute=dispute).select_related("recorded_by"))
    broken = [one.done_on for one in found if one.kind == Measure.Kind.BREACH and not one.withdrawn_on]
    return {
        "is_route_shown": True,
        "measures": _with_former(found),
        "visits": [one for one in clocks if one.rule == VISIT],
        "breach": version("dv.breach", on=max(broken), county=county) if broken else None,
        "stop": law.row("dv.stop", on=today, county=county),
        "report": law.row("dv.report", on=today, county=county),
        "measure_kinds": Measure.Kind.choices if may(user, "protect_dispute") and dispute.is_counted else (),
        "today": today,
    }
