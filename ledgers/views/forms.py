"""Forms and confirmations of every book: what was typed stays when it is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg2.errors import ExclusionViolation, UniqueViolation

from audit import trail
from ledgers import actions
from ledgers.forms import PlainConfirmForm, ReasonForm
from ledgers.models import Draft, Row
from ledgers.views.base import BookPage

TWICE = (
    UniqueViolation,
    ExclusionViolation,
)  # other broken constraints are our mistakes, not somebody's hurry


class FormPage(BookPage):
    """A form: what was typed stays when it is refused, and comes back as a draft when it was lost."""

    form_class: Callable[..., Any]
    template = "pages/form.html"
    heading = ""
    told: Any = gettext_lazy("Saved.")  # said on the next page

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.target()
        draft = self.draft() if row is None else None
        form = self.form_class(user=request.user, **self.start(row, draft))
        return self.show(form, row, draft)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = self.target()
        form = self.form_class(request.POST, user=request.user, **({"instance": row} if row else {}))
        if form.is_valid():
            try:
                saved = self.act(form)
                if row is None:
                    self.drafts().delete()
                say(self.request, self.told)
                return HttpResponseRedirect(self.done(saved))
            except ValidationError as fault:
                add_errors(form, fault)
            except IntegrityError as fault:
                if not isinstance(fault.__cause__, TWICE):
                    raise
                form.add_error(
                    None, _("Somebody saved the same just now. Look at the list before you try again.")
                )
        return self.show(form, row, None, status=422)

    def show(self, form: Any, row: Any, draft: Draft | None, status: int = 200) -> HttpResponse:
        """The form, refused or not, shows villagers: one of them, or those that it offers."""
        shown = self.shows(row)
        if shown is not None:
            trail.record("read", shown, by=self.request.user)
        else:
            book = self.model._meta.label_lower
            trail.record("list", None, by=self.request.user, book=book, filter="form")
        return render(
            self.request,
            self.template,
            {"form": form, "row": row, "draft": draft} | self.context(row),
            status=status,
        )

    def context(self, row: Any) -> dict[str, Any]:
        return {
            "title": self.heading,
            "back_url": row.get_absolute_url() if row else self.url("list"),
            "form_name": self.model._meta.label_lower if row is None else "",
        }

    def shows(self, row: Any) -> Any:
        """Whose facts the form tells: the row that is changed, or one that was chosen for a new row; else None."""
        return row

    def target(self) -> Any:
        """The row that is changed; None for a new one."""
        return None

    def draft(self) -> Draft | None:
        return self.drafts().first()

    def drafts(self) -> QuerySet[Draft]:
        """What the person has typed into this form and not saved."""
        return Draft.objects.filter(user=self.request.user, form=self.model._meta.label_lower)

    def start(self, row: Any, draft: Draft | None) -> dict[str, Any]:
        if row is not None:
            return {"instance": row}
        return {"initial": (draft.data if draft else {}) | self.given()}

    def given(self) -> dict[str, Any]:
        """What the link says already: ``?household=5``."""
        return {
            name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields
        }

    def act(self, form: Any) -> Any:
        raise NotImplementedError

    def done(self, row: Any) -> str:
        return row.get_absolute_url()


class RowCreate(FormPage):
    """Write a new ledger row; afterwards its page shows the receipt and offers the next one."""

    told = ""

    def act(self, form: Any) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return actions.record(form.row(), by=self.request.user, verb=self.verb, late_reason=late)

    def done(self, row: Row) -> str:
        return row.get_absolute_url() + "?saved=1"


class RowEdit(FormPage):
    """Change one's own row while it is open to change."""

    def target(self) -> Row:
        row = self.get_row()
        if row.recorded_by_id != self.request.user.pk:
            raise PermissionDenied
        return row

    def act(self, form: Any) -> Row:
        late = form.cleaned_data.get("late_reason", "")
        return actions.amend(form.row(), by=self.request.user, verb=self.verb, late_reason=late)


class RowConfirm(BookPage):
    """Ask before something is done to a row: ``action`` is the verb from an actions module."""

    action: Callable[..., Any]
    heading = ""
    sentence = ""
    button = ""
    needs_reason = False
    is_final = False  # nothing brings it back: the button is red
    told: Any = ""
    template = "pages/confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form(), self.get_row())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self.get_row(), self.form(request.POST)
        if form.is_valid():
            try:
                self.act(row, form.cleaned_data)
                say(request, self.told)
                return HttpResponseRedirect(self.done(row))
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(form, row, status=422)

    def form(self, data: Any = None) -> Any:
        return (ReasonForm if self.needs_reason else PlainConfirmForm)(data)

    def act(self, row: Any, cleaned: dict[str, Any]) -> None:
        words = [cleaned["reason"]] if self.needs_reason else []
        type(self).action(row, *words, by=self.request.user)

    def about(self, row: Any) -> Any:
        """What the page calls the row."""
        return row

    def done(self, row: Any) -> str:
        """Where the person goes afterwards, or instead."""
        return row.get_absolute_url()

    def show(self, form: Any, row: Any, status: int = 200) -> HttpResponse:
        trail.record("read", row, by=self.request.user)
        context = {
            "form": form,
            "row": self.about(row),
            "title": self.heading,
            "sentence": self.sentence,
            "button": self.button,
            "is_final": self.is_final,
            "back_url": self.done(row),
        }
        return render(self.request, self.template, context, status=status)


def say(request: HttpRequest, told: Any) -> None:
    """On the next page, once; no names, for it goes by cookie."""
    if told:
        messages.success(request, told)


def add_errors(form: Any, fault: ValidationError) -> None:
    """Put an action's refusal beside the field that it speaks of, or above the form."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    for name, errors in fault.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
