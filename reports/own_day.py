"""What a person recorded today, to undo it, and what they have typed and not saved. Shown on Today."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Value
from django.utils import timezone

from accounts.models import User
from ledgers import books, drafts
from ledgers.models import Draft

SHOWN = 12
COLUMNS = ("id", "occurred_on", "recorded_at", "state")  # in the order of Row's fields, as from_db takes them


def recorded_today(user: User) -> list[dict[str, Any]]:
    """``[{row, book, undo_url}]``, the newest first: one statement over all books, further columns when asked for."""
    ledgers = books.ledgers()
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    models: list[Any] = [book.model for book in ledgers]
    parts = [
        model._default_manager.filter(recorded_by=user, recorded_at__gte=begin)
        .order_by()
        .values_list(Value(place), *COLUMNS)
        for place, model in enumerate(models)
    ]
    found = sorted(parts[0].union(*parts[1:], all=True), key=lambda one: one[3], reverse=True)[:SHOWN]
    return [_line(ledgers[place], values) for place, *values in found]


def _line(book: Any, values: list[Any]) -> dict[str, Any]:
    row = book.model.from_db(DEFAULT_DB_ALIAS, COLUMNS, values)
    is_open = row.state in (row.State.RECORDED, row.State.GIVEN_BACK)
    return {"row": row, "book": book, "undo_url": book.url("withdraw", row.pk) if is_open else ""}


def unfinished(user: User) -> list[drafts.Unfinished]:
    """The person's drafts, the newest first."""
    return drafts.unfinished(list(Draft.objects.filter(user=user).order_by("-saved_at")[:SHOWN]), user)
