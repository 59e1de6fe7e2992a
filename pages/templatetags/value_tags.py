"""Template filters that format a value; a missing, a masked and an empty one are distinguishable."""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from pages.landing import landing_url

register = template.Library()
register.simple_tag(landing_url)

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
def short_day(value: date, today: date) -> str:
    """03-05 周四; with its year when that is not this one."""
    return day(value) if value.year != today.year else day(value)[5:]


@register.simple_tag
def masked() -> str:
    """A value that the person may not see."""
    return format_html('<span class="masked">{}</span>', _("masked"))


@register.filter
def with_class(field: BoundField, name: str) -> str:
    """The field's input, with one more CSS class."""
    return field.as_widget(attrs={"class": name})
