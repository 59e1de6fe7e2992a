"""Pages of the mediation: who mediates, the minutes of the sessions, the days of rest."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from access.rights import may
from disputes.actions import closing, mediating, minutes
from disputes.forms.mediation import MediatorForm, MinutesForm, RestEndForm, ResumeForm, SuspendForm
from disputes.models import Mediator, Session, Suspension
from disputes.views.parts import NewPart, PartConfirm, PartEdit


class MediatorAdd(NewPart):
    heading = _("Name a mediator")
    part = Mediator
    form_class = MediatorForm
    action = mediating.name_mediator
    is_warned = True
    button = _("Save the mediator")

    def check_state(self) -> None:
        super().check_state()
        closing.check_open(self.row)
        mediating.check_mediated(self.row)


class MediatorRemove(PartConfirm):
    model = Mediator
    related = (*PartConfirm.related, "user")
    action = mediating.remove_mediator
    heading = _("Take a mediator out")
    sentence = _("For one who was named by mistake.")
    button = _("Take this mediator out")

    def check_state(self) -> None:
        super().check_state()
        closing.check_open(self.dispute)

    def subject(self) -> Any:
        return self.row.user.name if self.row.user else self.row.name


class SessionRecord(NewPart):
    """Minutes on a desk, by keyboard; the agreement is filled beside them where the session ended in one."""

    heading = _("Minutes of a session")
    part = Session
    is_warned = True
    form_class = MinutesForm
    template = "disputes/minutes_form.html"
    button = _("Save the minutes")

    def check_state(self) -> None:
        super().check_state()
        closing.check_open(self.row)
        mediating.check_mediated(self.row)

    def act(self, form: MinutesForm) -> Session:
        session, beside = form.save(commit=False), form.beside if form.is_agreed else None
        if beside is None:
            return minutes.record(session, by=self.request.user, refusing=form.refusing(), **self.asked(form))
        return minutes.record(
            session,
            by=self.request.user,
            agreement=beside.save(commit=False),
            duties=beside.duties(),
            **self.asked(form),
        )

    def done(self, result: Session) -> str:
        """A session that ended it leads to the end of the dispute."""
        ended = (Session.Result.FAILED, Session.Result.REFUSED)
        if result.result in ended and may(self.request.user, "settle_dispute"):
            return f"{reverse('disputes:dispute-close', args=[self.row.pk])}?stage={result.result}"
        return self.back_url()


class MinutesEdit(PartEdit):
    model = Session
    form_class = MinutesForm
    action = mediating.amend_session
    is_warned = True
    template = "disputes/minutes_form.html"
    heading = _("Correct the minutes")
    button = _("Save the minutes")

    def get_row(self) -> Session:
        row: Session = super().get_row()
        if row.recorded_by_id != self.request.user.pk and not may(self.request.user, "settle_dispute"):
            raise PermissionDenied
        return row


class Suspend(NewPart):
    verb = "settle_dispute"
    heading = _("Let the mediation rest")
    part = Suspension
    form_class = SuspendForm
    action = mediating.suspend
    button = _("Let it rest")

    def check_state(self) -> None:
        super().check_state()
        mediating.check_can_rest(self.row)


class RestEdit(PartEdit):
    """Correct the end of a rest: it went on another day, or rests still."""

    verb = "settle_dispute"
    model = Suspension
    form_class = RestEndForm
    action = mediating.amend_rest
    is_warned = True
    heading = _("Correct the end of the rest")
    button = _("Save the correction")
    message = _("Corrected. What stood there before stays in its history.")

    def check_state(self) -> None:
        super().check_state()
        mediating.check_is_over(self.row)


class Resume(PartEdit):
    verb = "settle_dispute"
    model = Suspension
    form_class = ResumeForm
    action = mediating.resume
    is_warned = True
    heading = _("Go on with the mediation")
    button = _("Go on")

    def check_state(self) -> None:
        super().check_state()
        mediating.check_rests(self.row)
