"""The generic pages. Every book's list, detail, form and confirmation is one of these, filled in by a few lines.

Outside the person's scope an object does not exist (404); inside it, without the role, the page is refused (403).
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import trail
from ledgers import actions, keyset, months
from ledgers.filters import PlaceFilterSet
from ledgers.forms import PlainConfirmForm, ReasonForm
from ledgers.models import Draft, Row
from ledgers.tables import BookTable
from posts.pages import Page
from posts.roles import may


class BookPage(Page):
    """A page on the rows of one model; ``book`` begins the names of its urls (``residents:visit``)."""

    verb = "read_ledgers"
    model: type[Model]
    book: str
    related: tuple[str, ...] = ()

    @classmethod
    def rows(cls, user: Any) -> QuerySet:
        """The rows that the person may see, with what the page shows beside them."""
        return cls.model._default_manager.visible_to(user).select_related(*cls.related)

    def get_row(self) -> Any:
        return get_object_or_404(self.rows(self.request.user), pk=self.kwargs["pk"])

    @classmethod
    def url(cls, page: str, *args: Any) -> str:
        """``url("detail", 5)`` -> the page of the same book, by the grammar of url names."""
        return reverse(f"{cls.book}-{page}", args=args)


class BookList(BookPage):
    """A list with filters, chips, sort by column and keyset paging; what it shows is what an export writes."""

    table_class: type[BookTable]
    filterset_class: type[PlaceFilterSet]
    orders: dict[str, keyset.Order] = {"occurred_on": keyset.Order("occurred_on")}
    default_order = "-occurred_on"
    new_verb = ""
    size = 50
    template = "ledgers/book_list.html"

    @classmethod
    def filtered(cls, request: Any, query: QueryDict) -> PlaceFilterSet:
        """The rows within the scope of ``request.user`` that the query string leaves."""
        return cls.filterset_class(query, queryset=cls.rows(request.user), request=request)

    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.filtered(request, request.GET)
        rows = found.qs if found.is_valid() else found.queryset.none()
        order = self.order(request.GET.get("sort", ""))
        page = keyset.page(rows, order, request.GET, self.size)
        number, more = keyset.count(rows)
        trail.record(
            "list",
            None,
            by=request.user,
            book=self.model._meta.label_lower,
            filter=request.GET.urlencode()[:300],
        )
        table = self.table_class(page.rows, user=request.user)
        return render(request, self.template, self.context(request, found, table, page, order, number, more))

    def context(self, request, found, table, page, order, number, more) -> dict[str, Any]:
        return {
            "title": self.model._meta.verbose_name_plural,
            "filter": found,
            "chips": found.chips(request.GET),
            "table": table,
            "page": page,
            "count": number,
            "has_more": more,
            "order": order,
            "sort_links": self.sort_links(request.GET, order),
            "newer": _with(request.GET, before=page.newer) if page.newer else "",
            "older": _with(request.GET, after=page.older) if page.older else "",
            "new_url": self.url("create") if self.new_verb and may(request.user, self.new_verb) else "",
            "export_name": request.resolver_match.view_name if may(request.user, "export") else "",
        }

    @classmethod
    def order(cls, param: str) -> keyset.Order:
        """The order that ``sort`` names; the default for anything unknown."""
        param = param if param.lstrip("-") in cls.orders else cls.default_order
        known = cls.orders[param.lstrip("-")]
        return keyset.Order(known.field, param.startswith("-"), known.nullable)

    @classmethod
    def sort_links(cls, query: QueryDict, current: keyset.Order) -> dict[str, dict[str, Any]]:
        links = {}
        for name, order in cls.orders.items():
            active = order.field == current.field
            down = active and not current.descending
            links[name] = {
                "query": _with(query, sort=f"-{name}" if down else name),
                "now": ("descending" if current.descending else "ascending") if active else "none",
            }
        return links


def _with(query: QueryDict, **changed: str) -> str:
    """The query string with some values changed and the place in the list forgotten."""
    fresh = query.copy()
    for key in ("after", "before"):
        fresh.pop(key, None)
    for key, value in changed.items():
        fresh[key] = value
    return fresh.urlencode()


class BookDetail(BookPage):
    """One row: its facts, what may be done with it, and its history."""

    facts: tuple[str, ...] = ()
    template = "ledgers/book_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_row()
        trail.record("read", row, by=request.user)
        return render(request, self.template, self.context(request, row))

    def context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {
            "row": row,
            "title": self.model._meta.verbose_name,
            "list_url": self.url("list"),
            "list_title": self.model._meta.verbose_name_plural,
            "facts": [fact_of(row, name, request.user) for name in self.facts],
            "buttons": self.buttons(request.user, row),
            "history": trail.of(row).exclude(action="read")[:50],
        }

    def buttons(self, user: Any, row: Any) -> list[dict[str, Any]]:
        return []


PERSONAL = {"householder", "name", "phone", "household"}


def fact_of(row: Any, name: str, user: Any) -> dict[str, Any]:
    """A field's label and value as people read it; a person's name is hidden from those who may not see names."""
    field = row._meta.get_field(name)
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    hidden = name in PERSONAL and value and not may(user, "see_names")
    return {"label": field.verbose_name, "value": value, "is_hidden": hidden, "name": name}


class RowDetail(BookDetail):
    """A ledger row: with its receipt, its state, and review by the chief."""

    edit_verb = ""

    def context(self, request: HttpRequest, row: Row) -> dict[str, Any]:
        return super().context(request, row) | {
            "saved": request.GET.get("saved") == "1" and row.recorded_by_id == request.user.pk,
            "again_url": self.url("create"),
        }

    def buttons(self, user: Any, row: Row) -> list[dict[str, Any]]:
        own = row.recorded_by_id == user.pk and self.edit_verb and may(user, self.edit_verb)
        found = []
        if row.is_open_to_change and own:
            found.append({"url": self.url("edit", row.pk), "label": _("Change"), "style": "primary"})
            found.append({"url": self.url("withdraw", row.pk), "label": _("Withdraw"), "style": "quiet"})
        if row.state == Row.State.RECORDED and may(user, "review_rows"):
            found.append({"url": self.url("accept", row.pk), "label": _("Accept"), "style": "primary"})
            found.append({"url": self.url("give-back", row.pk), "label": _("Give back"), "style": "quiet"})
        return found


class FormPage(BookPage):
    """A form: what was typed stays when it is refused, and comes back as a draft when it was lost."""

    form_class: Callable[..., Any]
    template = "ledgers/book_form.html"
    heading = ""

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
                return HttpResponseRedirect(self.done(self.act(form)))
            except ValidationError as fault:
                add_errors(form, fault)
            except IntegrityError:
                form.add_error(
                    None, _("Somebody saved the same just now. Look at the list before you try again.")
                )
        return self.show(form, row, None, status=422)

    def show(self, form: Any, row: Any, draft: Draft | None, status: int = 200) -> HttpResponse:
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

    def target(self) -> Any:
        """The row that is changed; None for a new one."""
        return None

    def draft(self) -> Draft | None:
        return Draft.objects.filter(user=self.request.user, form=self.model._meta.label_lower).first()

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
    template = "ledgers/book_confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.form(), self.get_row())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self.get_row(), self.form(request.POST)
        if form.is_valid():
            try:
                self.act(row, form.cleaned_data)
                return HttpResponseRedirect(row.get_absolute_url())
            except ValidationError as fault:
                add_errors(form, fault)
        return self.show(form, row, status=422)

    def form(self, data: Any = None) -> Any:
        return (ReasonForm if self.needs_reason else PlainConfirmForm)(data)

    def act(self, row: Any, cleaned: dict[str, Any]) -> None:
        words = [cleaned["reason"]] if self.needs_reason else []
        type(self).action(row, *words, by=self.request.user)

    def show(self, form: Any, row: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "row": row,
            "title": self.heading,
            "sentence": self.sentence,
            "button": self.button,
            "back_url": row.get_absolute_url(),
        }
        return render(self.request, self.template, context, status=status)


def add_errors(form: Any, fault: ValidationError) -> None:
    """Put an action's refusal beside the field that it speaks of, or above the form."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    for name, errors in fault.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def lock_of(row: Row) -> str:
    """Why the row's month is locked; empty while it is open."""
    return months.why_locked(row.station_id, row.month)
