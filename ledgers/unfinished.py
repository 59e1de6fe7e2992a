"""The drafts of a person as lines: what each is about, and whether its form still opens.

A row may be closed, moved, accepted or protected while somebody's words about it wait. Such a draft leads to a page
that shows the words (ledgers/views/drafts.py), never to a form that refuses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from access.rights import may
from accounts.models import User
from calendars import calendar
from ledgers import books, months
from ledgers.book import Book
from ledgers.drafts import NOT_RESTORED, SUBJECT
from ledgers.models import Draft, Row, StationMonth
from pages import addresses
from posts.models.placed import Placed


@dataclass(frozen=True)
class Unfinished:
    """A draft that waits, as a person reads it: what it is about, when it was typed last, and where its words are.

    ``why_not``: why its form does not open any more; the address is that of the words then.
    """

    form: str
    subject: str
    title: str
    name: str
    url: str
    saved_at: datetime
    why_not: str = ""


def unfinished(found: list[Draft], user: User) -> list[Unfinished]:
    """The drafts as lines, without those whose form is not there any more."""
    lines = [line(draft, user) for draft in found]
    return [one for one in lines if one is not None]


def line(draft: Draft, user: User) -> Unfinished | None:
    """The draft as a line; None where its form is not there any more."""
    book = books.drafted_as(draft.form)
    if book is None:
        return None
    page, _colon, number = draft.subject.partition(":")
    key = addresses.number(number)
    is_new = page in ("", book.subject)
    try:
        url = book.url("create") if is_new else book.url(page, key)
    except NoReverseMatch:
        return None
    why_not = refusal(url, user)
    if why_not:
        url = f"{reverse('ledgers:draft-text', args=[draft.form])}?{urlencode({SUBJECT: draft.subject})}"
    elif is_new and key:
        url += f"?{book.subject}={key}"
    model: Any = book.model._meta.get_field(book.subject).related_model if is_new and key else book.model
    name = _name(model, key, user) if key else ""
    title = str(book.model._meta.verbose_name)
    return Unfinished(draft.form, draft.subject, title, name, url, draft.saved_at, why_not)


def refusal(url: str, user: User) -> str:
    """Why the form at the address does not open for the person now, or could not be saved; empty while it does."""
    page = page_at(url, user)
    try:
        if not may(user, page.verb):
            raise PermissionDenied
        row = page.row
        page.check_state()
    except ValidationError as fault:
        return " ".join(fault.messages)
    except (Http404, PermissionDenied):
        return _("It is not yours to change any more: it was moved, is protected, or serves somebody else.")
    return _why_locked(row) if isinstance(row, Row) and url.endswith("/edit/") else ""


def page_at(url: str, user: User) -> Any:
    """The page of the form as the person opens it, without asking for it."""
    match, request = resolve(url), HttpRequest()
    request.method, request.user = "GET", user
    page: Any = match.func.view_class()  # type: ignore[attr-defined]  # as every page of a book
    page.setup(request, *match.args, **match.kwargs)
    return page


def _why_locked(row: Row) -> str:
    """Of a month that was submitted and is not published yet: nothing goes in until then, with no reason either."""
    month = calendar.month_of(row.occurred_on)
    station = months.station_of(row.village_id, month)
    if station is None or months.station_month(station, month).state == StationMonth.State.PUBLISHED:
        return ""
    return months.why_locked(station, month)


def _name(model: type[Placed], key: int, user: User) -> str:
    """What the row is called; nothing for one that the person does not see, or no longer."""
    row = model.objects.visible_to(user).filter(pk=key).first()
    return str(row) if row else ""


def words(draft: Draft, book: Book, user: User) -> list[tuple[str, str]]:
    """What was typed by hand, by the label of its field: texts, numbers, days; no choices, quickly made anew."""
    page, _colon, number = draft.subject.partition(":")
    is_new = page in ("", book.subject)
    url = book.url("create") if is_new else book.url(page, addresses.number(number))
    fields: Mapping[str, forms.Field] = page_at(url, user).form_class.base_fields
    return [
        (str(fields[name].label or name), str(value))
        for name, value in draft.data.items()
        if name in fields and name not in NOT_RESTORED and is_typed(fields[name]) and str(value).strip()
    ]


def is_typed(field: forms.Field) -> bool:
    """Is it filled in by hand, not chosen?"""
    widget = field.widget
    return isinstance(widget, forms.TextInput | forms.Textarea | forms.NumberInput | forms.DateInput)
