"""Drafts by their subject: whose words they are, how they come back into a form, and which others wait.

Called by the forms of the books and by the views to which these post (ledgers/views/), and by pages that list the
drafts of a person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Model
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from ledgers import books
from ledgers.book import Book
from ledgers.models import Draft, Row
from pages import addresses
from posts.models.placed import Placed

SUBJECT = "draft_subject"  # the parameter with which a form says under which subject it stored its draft last
NAMED = re.compile(r"[a-z_-]{1,40}:[0-9]{1,18}")
NOT_RESTORED = ("late_reason",)  # asked for again when a lock refuses the row, not before


def of_new_row(book: Book, given: Mapping[str, Any]) -> str:
    """The subject of a new row whose form or address has these values: ``household:5``; empty while none is chosen."""
    chosen = addresses.number(given.get(book.subject)) if book.subject else None
    return f"{book.subject}:{chosen}" if chosen else ""


def of_page(page: str, row: Model) -> str:
    """The subject of the page that changes a saved row: ``edit:12``."""
    return f"{page}:{row.pk}"


def as_subject(text: object) -> str:
    """A subject as a browser sends it; empty for what is none."""
    return str(text) if NAMED.fullmatch(str(text)) else ""


def subject_now(book: Book, opened: str, typed: Mapping[str, Any]) -> str:
    """The subject of what was typed into a form opened for ``opened``: a new row may have got another one since."""
    return (of_new_row(book, typed) or opened) if is_new_row(book, opened) else opened


def is_new_row(book: Book, subject: str) -> bool:
    """Is it the subject of a new row, not of a page that changes one?"""
    return not subject or subject.startswith(f"{book.subject}:")


def restore(form: forms.BaseForm, typed: Mapping[str, Any], without: str = "") -> list[str]:
    """Put what was typed into the unsent form. Returns the labels of the fields that differ from how it opens.

    Neither the field ``without``, which is the subject, nor hidden ones are named.
    """
    data: MultiValueDict[str, Any] = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    )
    restored = []
    for name, field in form.fields.items():
        widget = field.widget
        if name in NOT_RESTORED or widget.value_omitted_from_data(data, MultiValueDict(), name):
            continue
        value = widget.value_from_datadict(data, MultiValueDict(), name)
        if not field.has_changed(form.get_initial_for_field(field, name), value):
            continue
        form.initial[name] = form[name].initial = value  # a form that looked at the field has read it before
        if name != without and not widget.is_hidden:
            restored.append(str(field.label or name))
    return restored


def forget(row: Row) -> None:
    """Delete what anybody has typed into forms about a saved row of a book; the row's post and station may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledgers_forget_drafts(%s, %s)", [row._meta.label_lower, row.pk])


@dataclass(frozen=True)
class Unfinished:
    """A draft that waits, as a person reads it: what it is about, when it was typed last, and the form with it."""

    form: str
    subject: str
    title: str
    name: str
    url: str
    saved_at: datetime


def unfinished(found: list[Draft], user: User) -> list[Unfinished]:
    """The drafts as lines, without those whose form is not there any more."""
    lines = [_line(draft, user) for draft in found]
    return [line for line in lines if line is not None]


def _line(draft: Draft, user: User) -> Unfinished | None:
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
    if is_new and key:
        url += f"?{book.subject}={key}"
    model: Any = book.model._meta.get_field(book.subject).related_model if is_new and key else book.model
    name = _name(model, key, user) if key else ""
    return Unfinished(
        draft.form, draft.subject, str(book.model._meta.verbose_name), name, url, draft.saved_at
    )


def _name(model: type[Placed], key: int, user: User) -> str:
    """What the row is called; nothing for one that the person does not see, or no longer."""
    row = model.objects.visible_to(user).filter(pk=key).first()
    return str(row) if row else ""
