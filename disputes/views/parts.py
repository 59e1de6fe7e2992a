"""The base of the pages on what belongs to a dispute: something new of it, a form that changes it, a question before.

They open only while the dispute counts (``rows.check_living``), and lead back to its page.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from audit import trail
from disputes import names
from disputes.actions import rows
from disputes.models import Dispute, Party
from disputes.models.parts import Part
from ledgers.views.base import WritingPage
from ledgers.views.forms import RowConfirm
from pages.views.forms import FormPage


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


class NewPart(OfDispute, FormPage):
    """Something new that belongs to the dispute of the address."""

    model = Dispute
    related = ("village__town", "post", "station", "recorded_by")
    shows_version = False  # the dispute is only what the new part belongs to
    part: type[Part]
    form_class: Any
    action: Callable[..., Any]

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, user=self.request.user, instance=self.part(dispute=self.row))

    def act(self, form: Any) -> Any:
        return type(self).action(form.save(commit=False), by=self.request.user)


class PartEdit(OfDispute, FormPage):
    """A form that changes a part of a dispute."""

    related: tuple[str, ...] = ("dispute__village__town", "village__town")
    form_class: Any
    action: Callable[..., Any]

    def form(self, data: Any = None) -> Any:
        return self.form_class(data, user=self.request.user, instance=self.row)

    def act(self, form: Any) -> Any:
        return type(self).action(form.save(commit=False), by=self.request.user)


class PartConfirm(OfDispute, RowConfirm):
    """Ask before something is done to a part of a dispute."""

    related: tuple[str, ...] = ("dispute__village__town", "village__town")

    def subject(self) -> Any:
        return self.about()

    def back_url(self) -> str:
        return self.dispute.get_absolute_url()

    def record_read(self) -> None:
        trail.record("read", self.dispute, by=self.request.user)
