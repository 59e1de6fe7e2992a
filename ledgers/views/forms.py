"""Forms and confirmations of every book: with drafts, the lock of a month and the receipt."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import cached_property

from audit import trail
from ledgers import actions
from ledgers.forms import ScopedForm
from ledgers.models import Draft, Row
from ledgers.views.base import BookPage
from pages import submissions
from pages.models import Submission
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage


class BookForm(BookPage, FormPage):
    """A form of a book; what was typed for a new row comes back as a draft when it was lost."""

    form_class: type[ScopedForm[Any]]
    template = "ledgers/form.html"
    is_kept = True

    def form(self, data: Any = None) -> Any:
        if data is None:
            return self.form_class(user=self.request.user, **self.start())
        return self.form_class(data, user=self.request.user, **({"instance": self.row} if self.row else {}))

    def start(self) -> dict[str, Any]:
        """Arguments of the unsent form: the row, or the draft and the values of the link."""
        if self.row is not None:
            return {"instance": self.row}
        return {"initial": (self.draft.data if self.draft else {}) | self.given()}

    def given(self) -> dict[str, Any]:
        """Values that the link gives: ``?household=5``."""
        return {
            name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields
        }

    @cached_property
    def draft(self) -> Draft | None:
        """The draft that the form begins with; none for a saved row, nor when something was sent or the draft saved."""
        if self.row is not None or self.request.method == "POST":
            return None
        return None if self.saved_draft else self.find_draft()

    @cached_property
    def saved_draft(self) -> Submission | None:
        """What the draft was saved as, by another page or just before it was stored once more."""
        found = self.find_draft() if self.row is None and self.request.method == "GET" else None
        return (
            submissions.find(submissions.as_key(found.data.get(submissions.KEY)), self.request.user)
            if found
            else None
        )

    def new_key(self) -> UUID:
        """The key of what is typed: it comes back with the draft."""
        kept = submissions.as_key(self.draft.data.get(submissions.KEY)) if self.draft else None
        return kept or super().new_key()

    def find_draft(self) -> Draft | None:
        return self.drafts().first()

    def drafts(self) -> QuerySet[Draft]:
        """What the person has typed into this form and not saved."""
        return Draft.objects.filter(user=self.request.user, form=self.model._meta.label_lower)

    def answer(self, result: Any) -> HttpResponse:
        if self.row is None:
            self.drafts().delete()
        return super().answer(result)

    def done(self, result: Any) -> str:
        return str(result.get_absolute_url())

    def back_url(self) -> str:
        return str(self.row.get_absolute_url()) if self.row else self.url("list")

    def context(self) -> dict[str, Any]:
        form_name = self.model._meta.label_lower if self.row is None else ""
        return super().context() | {
            "draft": self.draft,
            "form_name": form_name,
            "saved_before": self.saved_draft,
        }

    def shows(self) -> Any:
        """The row whose facts the form shows: the one being changed, or the one chosen for a new row; else None."""
        return self.row

    def record_read(self) -> None:
        """The form, refused or not, shows villagers: one of them, or those that it offers."""
        shown = self.shows()
        if shown is not None:
            trail.record("read", shown, by=self.request.user)
        else:
            book = self.model._meta.label_lower
            trail.record("list", None, by=self.request.user, book=book, filter="form")


class RowCreate(BookForm):
    """Write a new ledger row; afterwards its page shows the receipt and offers the next one."""

    message = ""

    def act(self, form: Any) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        row: Row = self.row_of(form)
        return actions.record(row, by=self.request.user, verb=self.verb, late_reason=late)

    def row_of(self, form: Any) -> Any:
        """The new row; the key of its form is its own, so that the row itself can not be there twice."""
        row = form.row()
        row.client_key = self.key or row.client_key
        return row

    def done(self, result: Row) -> str:
        return result.get_absolute_url() + "?saved=1"


class RowEdit(BookForm):
    """Change one's own row while it is open to change."""

    def get_row(self) -> Row:
        row: Row = super().get_row()
        if row.recorded_by_id != self.request.user.pk:
            raise PermissionDenied
        return row

    def act(self, form: Any) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        row: Row = form.row()
        return actions.amend(row, by=self.request.user, verb=self.verb, late_reason=late)


class RowConfirm(BookPage, ConfirmPage):
    """Ask before something is done to a row: ``action`` is the verb from an actions module."""

    action: Callable[..., Any]

    def act(self, form: Any) -> None:
        type(self).action(self.row, *form.cleaned_data.values(), by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)
