"""The page of one row: its facts, what may be done with it, its history."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from access.roles import may, rights_of
from audit import trail
from encryption.masks import UNREADABLE
from encryption.sealed import EncryptedField
from ledgers.models import Row
from ledgers.views.base import BookPage
from pages import past


class BookDetail(BookPage):
    """One row: its facts, what may be done with it, and its history."""

    facts: tuple[str, ...] = ()
    template = "pages/detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.get_row()
        trail.record("read", row, by=request.user)
        return render(request, self.template, self.context(request, row))

    def context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return {
            "row": row,
            "label": label_of(row, request.user),
            "title": self.model._meta.verbose_name,
            "list_url": self.url("list"),
            "list_title": self.model._meta.verbose_name_plural,
            "facts": [
                fact_of(row, name, request.user) | {"reveal_url": self.reveal_url(row, name)}
                for name in self.facts
            ],
            "buttons": self.buttons(request.user, row),
            "history": past.of(row, rights_of(request.user)),
        }

    def reveal_url(self, row: Any, name: str) -> str:
        """Where the person may look at a hidden fact; nothing where there is none to look at."""
        return ""

    def buttons(self, user: Any, row: Any) -> list[dict[str, Any]]:
        return []


def label_of(row: Any, user: Any) -> str:
    """What the row is called on its page; a person is a number to those who may not see names."""
    return f"#{row.pk}" if getattr(row, "is_personal", False) and not may(user, "see_names") else str(row)


def fact_of(row: Any, name: str, user: Any) -> dict[str, Any]:
    """A field's label and value as people read it; a person's name is hidden from those who may not see names."""
    field = row._meta.get_field(name)
    value = past.said(row, name)
    is_unreadable = value is UNREADABLE
    if isinstance(field, EncryptedField):
        value = field.shown(value)
    hidden = name in past.personal_fields(type(row)) and value and not may(user, "see_names")
    return {"label": field.verbose_name, "value": value, "is_hidden": hidden, "name": name,
            "is_sealed": isinstance(field, EncryptedField) and bool(value), "is_unreadable": is_unreadable}  # fmt: skip


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
        if row.state == Row.State.RECORDED and may(user, "review_rows") and row.recorded_by_id != user.pk:
            found.append({"url": self.url("accept", row.pk), "label": _("Accept"), "style": "primary"})
            if not row.erased_on:
                found.append(
                    {"url": self.url("give-back", row.pk), "label": _("Give back"), "style": "quiet"}
                )
        return found
