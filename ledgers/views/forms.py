"""Forms and confirmations of every book: with drafts, the lock of a month and the receipt."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from access.rights import may
from audit import trail
from ledgers import actions, books, drafts, unfinished
from ledgers.book import Book
from ledgers.forms import ScopedForm
from ledgers.models import Draft, Row
from ledgers.returned import is_changed_by, is_left_to
from ledgers.views.base import WritingPage
from pages import addresses, submissions
from pages.models import Submission
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage

OFFERED = 3  # drafts of other subjects above a form


class BookForm(WritingPage, FormPage):
    """A form of a book; what was typed comes back as a draft of its subject when it was lost, and of no other."""

    form_class: type[ScopedForm[Any]]
    template = "ledgers/form.html"

    def form(self, data: Any = None) -> Any:
        asked = self.asks_form() | ({"instance": self.row} if self.row else {})
        if data is not None:
            return self.form_class(data, user=self.request.user, **asked)
        begun = {} if self.row else {"initial": self.given()}
        form = self.form_class(user=self.request.user, **asked, **begun)
        if self.draft:
            self.restored = drafts.restore(form, self.draft.data, self.subject_field)
        return form

    def asks_form(self) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    restored: Sequence[str] = ()  # the labels of the fields that the draft has filled in

    def given(self) -> dict[str, Any]:
        """Values that the link gives: ``?household=5``."""
        return {
            name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields
        }

    @cached_property
    def drafted(self) -> Book | None:
        """The book that stores drafts of the form; None where none does."""
        return books.drafted_as(self.model._meta.label_lower)

    @property
    def draft_name(self) -> str:
        """The name under which drafts of the form are stored; empty where none are."""
        return self.drafted.draft_name if self.drafted else ""

    @property
    def subject_field(self) -> str:
        """The field of a new row that says whom it is about."""
        return self.drafted.subject if self.drafted and self.row is None else ""

    @cached_property
    def subject(self) -> str:
        """What the form is about: the row that it changes, or the one that the address or the form names."""
        if self.row is not None:
            resolved = self.request.resolver_match
            page = (resolved.url_name or "") if resolved else ""
            return drafts.of_page(page.rpartition("-")[2], self.row)
        given = self.request.POST or self.request.GET
        return drafts.of_new_row(self.drafted, given) if self.drafted else ""

    @cached_property
    def stored(self) -> list[Draft]:
        """All that the person has typed into forms of the book and not saved, the newest first."""
        if not self.draft_name:
            return []
        return list(Draft.objects.of(self.request.user).filter(form=self.draft_name).order_by("-saved_at"))

    @cached_property
    def draft(self) -> Draft | None:
        """The draft that the form begins with; none when something was sent or the draft was saved."""
        return None if self.request.method == "POST" or self.saved_draft else self.find_draft()

    @cached_property
    def saved_draft(self) -> Submission | None:
        """What the draft was saved as, by another page or just before it was stored once more."""
        found = self.find_draft() if self.request.method == "GET" else None
        return (
            submissions.find(submissions.as_key(found.data.get(submissions.KEY)), self.request.user)
            if found
            else None
        )

    def find_draft(self) -> Draft | None:
        return next((draft for draft in self.stored if draft.subject == self.subject), None)

    def others(self) -> list[unfinished.Unfinished]:
        """Drafts of other subjects: offered beside the form, never put into it."""
        waiting = [draft for draft in self.stored if draft.subject != self.subject]
        return unfinished.unfinished(waiting[:OFFERED], self.request.user)

    def new_key(self) -> UUID:
        """The key of what is typed: it comes back with the draft."""
        kept = submissions.as_key(self.draft.data.get(submissions.KEY)) if self.draft else None
        return kept or super().new_key()

    def version(self) -> str:
        """The version that the draft was typed on: what others have changed since is not overwritten by it."""
        typed_on = addresses.number(self.draft.data.get(submissions.VERSION)) if self.draft else None
        return str(typed_on) if typed_on and self.restored else super().version()

    def answer(self, result: Any) -> HttpResponse:
        opened = {self.subject}
        if self.row is None:
            opened |= {
                drafts.as_subject(self.request.POST.get(drafts.SUBJECT, "")),
                self.subject_of_address(),
            }
        Draft.objects.of(self.request.user).filter(form=self.draft_name, subject__in=opened).delete()
        return super().answer(result)

    def subject_of_address(self) -> str:
        return drafts.of_new_row(self.drafted, self.request.GET) if self.drafted else ""

    def done(self, result: Any) -> str:
        return str(result.get_absolute_url())

    def back_url(self) -> str:
        return str(self.row.get_absolute_url()) if self.row else self.url("list")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "draft": self.draft,
            "restored": self.restored,
            "others": self.others(),
            "form_name": self.draft_name,
            "subject": self.subject,
            "subject_field": self.subject_field,
            "saved_before": self.saved_draft,
            "today": timezone.localdate(),
        }

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


class MendingForm(BookForm):
    """A form about a row, which says why the chief gave it back and marks the field that is wrong."""

    row: Row

    def form(self, data: Any = None) -> Any:
        form = super().form(data)
        if field := form.fields.get(self.row.returned_field):
            field.widget.attrs["data-returned"] = ""
        return form

    def context(self) -> dict[str, Any]:
        is_returned = self.row.state == Row.State.GIVEN_BACK
        label = self.row.typed_fields().get(self.row.returned_field, "")
        return super().context() | {"returned": self.row if is_returned else None, "returned_label": label}


class RowEdit(MendingForm):
    """Change one's own row while it is open to change; the chief corrects a returned one that was left behind."""

    def is_allowed(self) -> bool:
        return super().is_allowed() or may(self.request.user, "review_rows")

    def get_row(self) -> Row:
        row: Row = super().get_row()
        user = self.request.user
        if not is_left_to(row, user) and not (may(user, self.verb) and is_changed_by(row, user)):
            raise PermissionDenied
        return row

    def check_state(self) -> None:
        actions.check_may_amend(self.row, self.request.user, self.verb)

    def act(self, form: Any) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        row: Row = form.row()
        return actions.amend(row, by=self.request.user, verb=self.verb, late_reason=late)


class RowConfirm(WritingPage, ConfirmPage):
    """Ask before something is done to a row: ``action`` is the verb from an actions module."""

    action: Callable[..., Any]

    def act(self, form: Any) -> None:
        type(self).action(self.row, *form.cleaned_data.values(), by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)
