"""Template filters that format a value; a missing, a masked and an empty one are distinguishable."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from calendars import calendar
from encryption import masks
from pages.kinds import escaped
from pages.landing import landing_url
from pages.tables import Table

register = template.Library()
register.simple_tag(landing_url)

MOST_KEPT = 256  # forms of filters, some 15 kB each
_kept: dict[Any, SafeString] = {}
WEEKDAYS = "一二三四五六日"


@register.filter
def get_item(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def fact(value: Any) -> Any:
    """A fact as people read it, "none" for an empty one; numbers and texts pass through to the template."""
    if value is None or value == "":
        return format_html('<span class="nothing">{}</span>', _("none"))
    if value is True or value is False:
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return day(value)
    return value


@register.filter
def day(value: date) -> str:
    """2026-03-05 周四."""
    if translation.get_language() == "en":
        return f"{value:%Y-%m-%d %a}"
    return f"{value:%Y-%m-%d} 周{WEEKDAYS[value.weekday()]}"


@register.filter
def month_day(value: date | None) -> str:
    """11-30, with the year of a day in another year; nothing for none."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return calendar.short(value) if value else ""


@register.filter
def titled(field: BoundField) -> str:
    """The label of a field that a template writes by hand, with the mark of a required one as crispy writes it."""
    return format_html("{}{}", capfirst(field.label), required_mark(field))


@register.filter
def required_mark(field: BoundField) -> SafeString:
    """The mark of a required field, for a heading in words of its own; nothing for any other."""
    wanted = field.field.required or getattr(field.field, "is_wanted", False)
    return mark_safe('<span class="asteriskField">*</span>' if wanted else "")


@register.filter
def rule_value(value: Any) -> Any:
    """The value of a dated setting: a list of words as one line, a number with its thousands apart (50,000)."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else value


@register.filter
def short_day(value: date, today: date) -> str:
    """03-05 周四; with its year when that is not this one."""
    return day(value) if value.year != today.year else day(value)[5:]


@register.filter
def masked_name(name: str) -> str:
    """A name for those who may not see it, as the lists mask it."""
    return masks.name(name)


@register.simple_tag
def masked() -> str:
    """A value that the person may not see."""
    return format_html('<span class="masked">{}</span>', _("masked"))


@register.simple_tag
def table_head(table: Table, sort_links: dict[str, dict[str, Any]]) -> SafeString:
    """The heads of a list's columns; ``sort_links`` of those that sort (ListPage.sort_links)."""
    return table.head(sort_links)


@register.simple_tag
def filter_fields(filterset: Any, *, folded: bool = False) -> SafeString:
    """The fields of a FilterSet that are named in its FOLDED, or all others, each with its label.

    They are written once for all pages that say the same ``shown_by()``.
    """
    shown_by = filterset.shown_by() if hasattr(filterset, "shown_by") else None
    if shown_by is None:
        return _fields(filterset, folded)
    found = _kept.get((shown_by, folded))
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[shown_by, folded] = _fields(filterset, folded)
    return found


def _fields(filterset: Any, folded: bool) -> SafeString:
    apart = getattr(filterset, "FOLDED", ())
    fields = [_labelled(one) for one in filterset.form if (one.name in apart) == folded]
    return mark_safe("\n".join(fields))


def _labelled(field: BoundField) -> str:
    kind = getattr(field.field.widget, "input_type", "")
    label = f'<label for="{escaped(field.id_for_label)}">{escaped(capfirst(field.label))}</label>'
    if kind == "checkbox":
        return f'<div class="field-check">{with_class(field, "form-check-input")}{label}</div>'
    css = "form-select form-select-sm" if kind == "select" else "form-control form-control-sm"
    return f'<div class="field">{label}{with_class(field, css)}</div>'


@register.filter
def with_class(field: BoundField, name: str) -> str:
    """The field's input, with one more CSS class."""
    return field.as_widget(attrs={"class": name})
