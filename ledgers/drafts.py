"""Drafts by their subject: whose words they are, and how they come back into a form.

Called by the forms of the books and by the views to which these post (ledgers/views/). Which drafts of a person wait:
ledgers/unfinished.py.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import connection
from django.db.models import Model
from django.utils.datastructures import MultiValueDict

from ledgers.book import Book
from ledgers.models import Row
from pages import addresses

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
