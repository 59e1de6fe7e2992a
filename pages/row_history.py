"""The history on a row's page: who did what, when and why, and each field before and after.

Called by pages/views/details.py; reads the trail and the change tables (audit/history.py).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BinaryField, JSONField, Model
from django.utils.translation import gettext

from audit import history, trail
from audit.models import Entry
from pages.trail_words import collected_names

SHOWN = 50
HIDDEN = "***"
READING_ACTIONS = ("read", "list", "shown", "download", "export")
OMITTED = {
    "version",
    "client_key",
    "recorded_at",
    "reviewed_by",
    "reviewed_at",
    "reason",
}  # shown on the line itself
SHORT, LONG = 12, 600  # characters: between them a text shows what changed in it, above them both as a whole
Rights = Callable[[str], bool]  # does the reader have the verb?
TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.")


@dataclass
class Difference:
    """One field before and after; ``words`` are (same | removed | added, text) when a text changed in parts."""

    label: str
    before: Any = None
    after: Any = None
    is_hidden: bool = False
    is_long: bool = False
    words: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Moment:
    """What one transaction did to the row."""

    at: datetime
    who: str
    entries: list[Entry]
    differences: list[Difference]
    around: list[Entry] = field(
        default_factory=list
    )  # of another subject, when the row has no entry of its own

    @property
    def reason(self) -> str:
        """Why it was given back, or recorded late."""
        return next((entry.detail["reason"] for entry in self.entries if entry.detail.get("reason")), "")


def moments_of(row: Model, may: Rights) -> list[Moment]:
    """The past of ``row``, newest first, with what a person with these rights may read of it."""
    return moments_of_each([row], may)[row.pk]


def moments_of_each(rows: Sequence[Model], may: Rights) -> dict[Any, list[Moment]]:
    """Key -> the past of each of these rows of one model, as ``moments_of``, read with one query of each kind."""
    most = SHOWN * len(rows)
    entries, spans = _entries(rows, most), _spans(rows, most)
    silent = {tx for row in rows for tx in (spans[row.pk].keys() | _made(row)) - entries[row.pk].keys()}
    around = around_of(silent, most)
    people = _names(before.by_id for of_row in spans.values() for before, _after in of_row.values())
    return {row.pk: _moments(row, entries[row.pk], spans[row.pk], around, people, may) for row in rows}


def _made(row: Any) -> set[int]:
    """The transaction that made the row, where it is noted."""
    made = getattr(row, "made_tx", None)
    return set() if made is None else {made}


def _entries(rows: Sequence[Model], most: int) -> dict[Any, dict[int, list[Entry]]]:
    """Key -> transaction -> what the trail says of the row, the oldest first."""
    found: dict[Any, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in trail.entries_for_each(rows).exclude(action__in=READING_ACTIONS).order_by("-pk")[:most]:
        found[entry.subject_id][entry.tx].insert(0, entry)
    return found


def _moments(
    row: Model,
    entries: dict[int, list[Entry]],
    spans: dict[int, tuple[Any, Any]],
    around: dict[int, list[Entry]],
    people: dict[int, str],
    may: Rights,
) -> list[Moment]:
    made = _made(row)
    moments = []
    for tx in entries.keys() | spans.keys() | (made & around.keys()):
        recorded, span = entries.get(tx, []), spans.get(tx)
        others = [] if recorded else around.get(tx, [])
        named = [*recorded, *others]
        who = named[0].actor_name if named else people.get(span[0].by_id, "") if span else ""
        differences = _differences(row, *span, may) if span else []
        if span and not recorded and not differences and tx not in made:
            continue  # nothing to show on a line
        at = named[-1].at if named else span[0].pgh_created_at  # type: ignore[index]  # one of them is there
        moments.append((at, tx, Moment(at, who, recorded, differences, others)))
    return [moment for *_key, moment in sorted(moments, key=lambda one: one[:2], reverse=True)[:SHOWN]]


def around_of(silent: Any, most: int = SHOWN) -> dict[int, list[Entry]]:
    """Transaction -> the entry of the greater action of which the change of a row was a part: an import, a merge.

    Of several entries it is one that says so (``AROUND`` in the rooms' trail_words), the last one otherwise.
    """
    if not silent:
        return {}
    found: dict[int, list[Entry]] = {}
    others = Entry.objects.filter(tx__in=silent).exclude(action__in=READING_ACTIONS).order_by("-pk")
    for some in (others.filter(action__in=collected_names("AROUND")), others):
        missing = silent - found.keys()
        for entry in some.filter(tx__in=missing)[:most] if missing else ():
            found.setdefault(entry.tx, [entry])
    return found


def _spans(rows: Sequence[Any], most: int) -> dict[Any, dict[int, tuple[Any, Any]]]:
    """Key -> transaction -> the row before it and after it. After the last one it is what it is now."""
    found: dict[Any, dict[int, tuple[Any, Any]]] = {row.pk: {} for row in rows}
    changes = history.changes_model(type(rows[0])) if rows else None
    if changes is None:
        return found
    after = {row.pk: row for row in rows}
    hides = {row.pk for row in rows if getattr(row, "is_protected", None) is False}
    for before in changes.objects.filter(pgh_obj__in=list(after)).order_by("-pgh_id")[:most]:
        key = before.pgh_obj_id
        if key in hides and before.is_protected:
            continue  # what it was while it was protected stays hidden
        spans = found[key]
        spans[before.tx] = before, spans[before.tx][1] if before.tx in spans else after[key]
        after[key] = before
    return found


def _names(keys: Any) -> dict[int, str]:
    known = {key for key in keys if key}
    return dict(get_user_model().objects.filter(pk__in=known).values_list("pk", "name")) if known else {}


def state_at(row: Any, version: int) -> Any:
    """The row in an earlier version, without its encrypted fields; None when its history does not reach there."""
    changes = history.changes_model(type(row))
    before = (
        changes.objects.filter(pgh_obj=row.pk, version=version).order_by("pgh_id").first()
        if changes
        else None
    )
    return before and _as_row(type(row), before)


def last_change(row: Any) -> tuple[str, datetime | None]:
    """Who changed the row last, and when; no name for a change by nobody, no time without a history."""
    changes = history.changes_model(type(row))
    last = changes.objects.filter(pgh_obj=row.pk).order_by("-pgh_id").first() if changes else None
    return (_names([last.by_id]).get(last.by_id, ""), last.pgh_created_at) if last else ("", None)


def sealed_since(row: Any, version: int) -> set[str]:
    """Encrypted fields that were changed after the version. Their values have no history, but the trail names them."""
    changes = history.changes_model(type(row)).objects.filter(pgh_obj=row.pk, version__gte=version)
    entries = trail.entries_for(row).filter(tx__in=list(changes.values_list("tx", flat=True)))
    named = {name for found in entries.values_list("detail__changes", flat=True) for name in found or {}}
    return named & {field.name for field in row._meta.concrete_fields if isinstance(field, BinaryField)}


def differences(before: Any, after: Any, may: Rights) -> dict[str, Difference]:
    """Field -> what differs between two states of a row, as far as the reader may see it."""
    return {
        column.name: _difference(before, after, column, may)
        for column in _differing(type(after), before, after, may)
        if not isinstance(column, BinaryField)
    }


def _differences(row: Model, before: Any, after: Any, may: Rights) -> list[Difference]:
    stored = {one.name for one in before._meta.fields}
    old, new = _as_row(type(row), before), _as_row(type(row), after)
    columns = _differing(type(row), old, new, may)
    return [_difference(old, new, column, may) for column in columns if column.name in stored]


def _differing(model: type[Model], old: Any, new: Any, may: Rights) -> list[Any]:
    found = []
    for column in model._meta.concrete_fields:
        verb = getattr(model, "SHOWN_TO", {}).get(column.name)
        if verb and not may(verb):
            continue  # not even that it changed
        if column.name not in OMITTED and is_told(model, column) and _raw(old, column) != _raw(new, column):
            found.append(column)
    return found


def is_told(model: type[Model], column: Any) -> bool:
    """Has the field a name for people, and a value that is no bookkeeping in JSON?"""
    is_named = column._verbose_name is not None or column.name in labels_of(model)
    return is_named and (not isinstance(column, JSONField) or hasattr(model, f"get_{column.name}_display"))


def labels_of(model: Any) -> dict[str, Any]:
    """Names of fields that only a history shows; a form or a list has its own (``HISTORY_LABELS`` of a model)."""
    found: dict[str, Any] = getattr(model, "HISTORY_LABELS", {})
    return found


def _as_row(model: type[Model], state: Any) -> Any:
    """A change as a row of its model, so that its choices display as the row's do."""
    if isinstance(state, model):
        return state
    names = {one.attname for one in state._meta.concrete_fields} & {
        f.attname for f in model._meta.concrete_fields
    }
    return model(pk=state.pgh_obj_id, **{name: state.__dict__[name] for name in names})


def _raw(row: Any, column: Any) -> Any:
    """The value as it is stored; an encrypted one is not opened for a comparison."""
    value = row.__dict__.get(column.attname)
    return bytes(getattr(value, "raw", None) or value or b"") if isinstance(column, BinaryField) else value


def _difference(old: Any, new: Any, column: Any, may: Rights) -> Difference:
    found = Difference(label=str(labels_of(type(new)).get(column.name, column.verbose_name)))
    if is_hidden(column, may, type(old)):
        found.is_hidden = True
        return found
    found.before, found.after = display_value(old, column.name), display_value(new, column.name)
    texts = [value for value in (found.before, found.after) if isinstance(value, str)]
    if len(texts) == 2 and max(map(len, texts)) > SHORT:
        found.is_long = max(map(len, texts)) > LONG
        found.words = [] if found.is_long else text_difference(*texts)
    return found


def personal_fields(model: Any) -> tuple[str, ...]:
    """The fields of the model that name or lead to a villager: for those alone who may see names."""
    found: tuple[str, ...] = getattr(model, "PERSONAL_FIELDS", ())
    return found


def is_hidden(column: Any, may: Rights, model: Any) -> bool:
    """A villager's facts and words are for those who may see names; encrypted ones show only that they changed."""
    private = {*personal_fields(model), *getattr(model, "PRIVATE_FIELDS", ())}
    return isinstance(column, BinaryField) or (column.name in private and not may("see_names"))


def shown_value(row: Any, name: str, may: Rights) -> Any:
    """A field's value for somebody with these rights: a word in its place where it is hidden."""
    hidden = is_hidden(row._meta.get_field(name), may, type(row))
    return HIDDEN if hidden else display_value(row, name)


def display_value(row: Any, name: str) -> Any:
    """A field's value as the pages show it."""
    try:
        value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    except ObjectDoesNotExist:
        return hidden_row(row._meta.get_field(name).related_model)
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def hidden_row(model: Any) -> str:
    """A word for a row that the reader may not see, or that is gone."""
    return gettext("%(kind)s that you do not see") % {"kind": model._meta.verbose_name}


def text_difference(before: str, after: str) -> list[tuple[str, str]]:
    """The parts of a text that were removed and added: Chinese by character, Latin by word."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("removed", "".join(old[a:b])))
        if d > c:
            found.append(("added", "".join(new[c:d])))
    return found
