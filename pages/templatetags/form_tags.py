"""What a button on a list or on Today carries."""

from uuid import uuid4

from django import template
from django.utils.safestring import mark_safe

from pages.submissions import KEY

register = template.Library()


@register.simple_tag
def carried_key() -> str:
    """A new key: pressed twice, the button acts once (``ButtonPage``)."""
    return mark_safe(f'<input type="hidden" name="{KEY}" value="{uuid4()}">')
