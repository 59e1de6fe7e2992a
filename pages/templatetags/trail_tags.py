"""How the trail reads: verbs, subjects and changes in the user's words."""

from typing import Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext

from audit import history, looks
from audit.models import Entry
from pages import row_history
from pages.trail_words import collected, collected_names

register = template.Library()


@register.simple_tag
def trail_actions() -> list[tuple[str, str]]:
    """Every action, for the filter of the auditor's page, by its sound: GB 18030 has the usual characters so."""
    named = [(action, str(label)) for action, label in collected("VERBS").items()]
    return sorted(named, key=lambda pair: pair[1].encode("gb18030"))


@register.simple_tag
def trail_kinds() -> list[tuple[str, str]]:
    """Every kind of subject that has a history, for the filter of the auditor's page."""
    tracked: list[Any] = [table.pgh_tracked_model for table in history.tables()]
    return sorted(
        ((one._meta.label_lower, str(one._meta.verbose_name)) for one in tracked), key=lambda pair: pair[1]
    )


@register.filter
def sentence(entry: Entry) -> str:
    """The entry as one sentence."""
    book = str(entry.detail.get("book", ""))
    about = subject(entry) or str(collected("BOOKS").get(book) or _kind(book))
    who = entry.actor_name or gettext("The system")
    text = f"{who} {deed(entry)}"
    return gettext("%(text)s: %(about)s") % {"text": text, "about": about} if about else text


@register.filter
def kind(label: str) -> str:
    """What a kind of subject is called."""
    return _kind(label)


@register.filter
def verb(action: str) -> str:
    """What a trail action is called."""
    return str(collected("VERBS").get(action, action))


@register.filter
def deed(entry: Entry) -> str:
    """What was done, with the name of what it was done with: 打印了《人民调解记录》."""
    name = collected("NAMED").get(entry.action)
    what = str(name(entry)) if name else ""
    return f"{verb(entry.action)}《{what}》" if what else verb(entry.action)


@register.filter
def subject(entry: Entry) -> str:
    """The kind and number of what was done something to."""
    return f"{_kind(entry.subject_type)} #{entry.subject_id}" if entry.subject_id else ""


@register.filter
def subject_url(entry: Entry) -> str:
    """Where the auditor opens the subject: of models that say so alone, which are no person's."""
    model = _model(entry.subject_type)
    opens = entry.subject_id and getattr(model, "is_read_by_auditor", False)
    return str(model(pk=entry.subject_id).get_absolute_url()) if opens else ""


@register.filter
def villager(entry: Entry) -> str:
    """``households`` or ``residents`` where the subject is one; else empty."""
    return str(getattr(_model(entry.subject_type), "LOOKED_UP_AS", "")) if entry.subject_id else ""


@register.filter
def seen(entry: Entry) -> list[tuple[str, Any, list[int]]]:
    """(kind, label, keys) of those whose data was seen beside the subject."""
    found = ((kind, _label(Entry, kind), getattr(entry, kind)) for kind in looks.KINDS)
    return [one for one in found if one[2]]


@register.filter
def details(entry: Entry) -> list[tuple[str, Any]]:
    """The details of the entry: (label, value), without what is empty and without the changed fields."""
    shown = {
        name: value
        for name, value in entry.detail.items()
        if name != "changes" and name not in collected_names("UNTOLD") and value not in ("", None, [], {})
    }
    return [
        (str(collected("DETAILS").get(name, name)), _detail_value(entry, name, value))
        for name, value in shown.items()
    ]


def filters_in_words(book: str, query: str) -> str:
    """The filters of a list of ``book`` as its entries say them."""
    return str(_detail_value(Entry(detail={"book": book}), "filter", query))


def _detail_value(entry: Entry, name: str, value: Any) -> Any:
    """A detail in words: the book's name, the field that was read, a choice of the subject or of the room's."""
    if name == "book":
        return collected("BOOKS").get(value) or _kind(value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if writer := collected("WRITERS").get(name):
        return writer(entry, value)
    model = _model(collected("SPEAKS_OF").get(entry.action, entry.subject_type))
    if name in {"fact", "field"}:
        return _label(model, value)
    if name == "fields" and isinstance(value, list):
        return "、".join(_label(model, one) for one in value)
    if name in collected("CHOICES"):
        return dict(collected("CHOICES")[name]).get(value, value)
    return _choice_label(model, name, value)


@register.filter
def changes(entry: Entry) -> list[tuple[str, Any, Any]]:
    """The changed fields: (name, before, after), choices in words."""
    model = _model(entry.subject_type)
    return [(_label(model, name), *(_choice_label(model, name, value) for value in pair))
            for name, pair in entry.detail.get("changes", {}).items() if _is_told(model, name)]  # fmt: skip


def _is_told(model: Any, name: str) -> bool:
    """Has the changed field a name for people? Bookkeeping has none; of a table that is gone all is told."""
    field = _field(model, name)
    return model is None or (field is not None and row_history.is_told(model, field))


def _model(label: str) -> Any:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _kind(label: str) -> str:
    model = _model(label)
    return str(model._meta.verbose_name) if model else label


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _label(model: Any, name: str) -> str:
    field = _field(model, name)
    if field is None:
        return name
    if name in row_history.labels_of(model):
        return str(row_history.labels_of(model)[name])
    return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name)


def _choice_label(model: Any, name: str, value: Any) -> Any:
    field = _field(model, name)
    if getattr(field, "is_relation", False) and isinstance(value, int):
        return _row_in_words(field.related_model, value)
    if isinstance(value, list):
        return (
            row_history.display_value(model(**{name: value}), name) if field else "、".join(map(str, value))
        )
    choices = dict(getattr(field, "flatchoices", []))
    return choices.get(value, value) if isinstance(value, str) else value


def _row_in_words(model: Any, key: int) -> str:
    """What a row is called that a field leads to; no villager's name, and no more than the reader may see."""
    found = None if getattr(model, "is_personal", False) else model._base_manager.filter(pk=key).first()
    return str(found) if found else row_history.hidden_row(model)
