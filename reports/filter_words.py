"""The filters of a list as the auditor reads them: the query string that the trail stores, in words.

Called by the trail page and its file through ``WRITERS`` (pages/trail_words.py). The stored one has no villager's name.
"""

from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Model
from django.utils.choices import flatten_choices, normalize_choices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BooleanFilter

from audit.models import Entry
from ledgers import books
from ledgers.book import Listing
from pages.templatetags import trail_tags
from posts.models import Post, Station, Town, Village

SELECTIONS = {
    "form": gettext_lazy("to choose from in a form"),
    "pick": gettext_lazy("to choose from in a form"),
    "due": gettext_lazy("due to be visited"),
}
NOT_TRUE = {"false", "False", "0"}
PLACES: dict[str, type[Model]] = {"village": Village, "post": Post, "town": Town, "station": Station}
NAMES_OF_TRAIL = {
    "who": gettext_lazy("Who"), "action": gettext_lazy("Action"), "from": gettext_lazy("from"),
    "to": gettext_lazy("to"), "kind": gettext_lazy("Subject"), "number": gettext_lazy("Number"),
    "station": gettext_lazy("Station"), "address": gettext_lazy("Address"),
}  # fmt: skip


def in_words(entry: Entry, text: str) -> str:
    """``month=2026-03&state=accepted`` of an entry about a book: ``月份：2026-03、状态：已通过``."""
    if text in SELECTIONS:
        return str(SELECTIONS[text])
    book = str(entry.detail.get("book", ""))
    if book == Entry._meta.label_lower:
        pairs = [_of_trail(name, value) for name, value in parse_qsl(text)]
    else:
        listing = next((one.listing for one in books.books() if one.model._meta.label_lower == book), None)
        pairs = [_of_list(listing, name, value) for name, value in parse_qsl(text)]
    return "、".join(f"{capfirst(name)}：{value}" if value else capfirst(name) for name, value in pairs)


def place(entry: Entry, text: str) -> str:
    """``town:3`` of a month's report as its place is called."""
    level, _colon, key = text.partition(":")
    return _place(level, key) if level in PLACES else text


def _of_trail(name: str, value: str) -> tuple[str, str]:
    label = str(NAMES_OF_TRAIL.get(name, _("other filter")))
    if name == "station":
        return label, _place(name, value)
    return label, {"action": trail_tags.verb, "kind": trail_tags.kind}.get(name, str)(value)


def _of_list(listing: Listing | None, name: str, value: str) -> tuple[str, str]:
    if listing and name == "sort":
        column = listing.table.columns.get(value.lstrip("-"))
        return _("sorted by"), column.label if column else _("unknown")
    one: Any = listing.filterset.base_filters.get(name) if listing else None
    if name in PLACES:
        return str(PLACES[name]._meta.verbose_name), _place(name, value)
    if one is None:
        return _("other filter"), ""
    label = str(one._label or listing.model._meta.get_field(one.field_name).verbose_name)  # type: ignore[union-attr]  # one has it
    if isinstance(one, BooleanFilter):
        return label, "" if value not in NOT_TRUE else _("no")
    known = dict(_choices(one))
    return label, str(known.get(value, value))


def _place(level: str, key: str) -> str:
    model: Any = PLACES[level]
    found = model._base_manager.filter(pk=key).first() if key.isdigit() else None
    return str(found) if found else _("unknown")


def _choices(one: Any) -> Any:
    """The values and words of a filter, without the headings of groups."""
    normal: Any = normalize_choices
    return flatten_choices(normal(one.extra.get("choices") or ()))
