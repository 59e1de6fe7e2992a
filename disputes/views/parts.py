"""The base of the pages on what belongs to a dispute: something new of it, a form that changes it, a question before.

They open only while the dispute counts (``rows.check_living``), and lead back to its page.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from audit import trail
from disputes import names, reasons
from disputes.actions import rows
from disputes.models import Dispute, Party
from disputes.models.parts import Part
from disputes.views.warned import WarnedPage
from ledgers.views.base import WritingPage
from ledgers.views.forms import RowConfirm


class OfDispute(WritingPage):
    """A page about one dispute, or about a part of it."""

    book = "disputes:dispute"
    verb = "record_dispute"

    @property
    def dispute(self) -> Dispute:
        """The dispute that the page is about."""
        row: Any = self.row
        found: Dispute = row if isinstance(row, Dispute) else row.dispute
        return found

    def check_state(self) -> None:
        rows.check_living(self.dispute)

    def about(self) -> str:
        parties = Party.objects.visible_to(self.request.user).filter(dispute=self.dispute)
        return f"{self.dispute.number_label} {names.against(parties)}".strip()

    def back_url(self) -> str:
        return self.dispute.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return super().context() | {"today": timezone.localdate()}

    def record_read(self) -> None:
        trail.record("read", self.dispute, by=self.request.user)


class Asking(WarnedPage):
    """Hands the action what it asks for: ``is_warned``, the reasons in spite of warnings; a late reason where the form
    has one.
    """

    is_warned = False
    template = "disputes/part_form.html"  # its day stands at its head
    form_class: Any
    action: Callable[..., Any]

    def empty_form(self, data: Any) -> Any:
        raise NotImplementedError

    def form(self, data: Any = None) -> Any:
        form = self.empty_form(data)
        reasons.take_up(form)
        return form

    def asked(self, form: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"reasons": self.reasons(form)} if self.is_warned else {}
        if "late_reason" in form.fields:
            found["late_reason"] = form.cleaned_data.get("late_reason", "")
        return found

    def act(self, form: Any) -> Any:
        return type(self).action(form.save(commit=False), by=self.request.user, **self.asked(form))


class NewPart(OfDispute, Asking):
    """Something new that belongs to the dispute of the address."""

    model = Dispute
    related = ("village__town", "post", "station", "recorded_by")
    shows_version = False  # the dispute is only what the new part belongs to
    part: type[Part]

    def empty_form(self, data: Any) -> Any:
        return self.form_class(data, user=self.request.user, instance=self.part(dispute=self.row))


class PartEdit(OfDispute, Asking):
    """A form that changes a part of a dispute."""

    related: tuple[str, ...] = ("dispute__village__town", "village__town")

    def empty_form(self, data: Any) -> Any:
        return self.form_class(data, user=self.request.user, instance=self.row)


class PartConfirm(OfDispute, RowConfirm):
    """Ask before something is done to a part of a dispute."""

    related: tuple[str, ...] = ("dispute__village__town", "village__town")

    def subject(self) -> Any:
        return self.about()

    def back_url(self) -> str:
        return self.dispute.get_absolute_url()

    def record_read(self) -> None:
        trail.record("read", self.dispute, by=self.request.user)
