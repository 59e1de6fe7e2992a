"""Quarters in templates: as addresses and pages write them."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from calendars import quarters

register = template.Library()


@register.filter
def quarter_word(quarter: date) -> str:
    """2026-1."""
    return quarters.written(quarter)


@register.filter
def quarter_name(quarter: date) -> str:
    """Quarter 1 of 2026."""
    return _("Quarter %(n)s of %(year)s") % {"n": quarters.number_of(quarter), "year": quarter.year}
