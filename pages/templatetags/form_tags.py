"""What a button on a list or on Today carries."""

from uuid import uuid4

from django import template
from django.utils.html import format_html

from pages.submissions import KEY

register = template.Library()


@register.simple_tag
def carried_key() -> str:
    """A new key: pressed twice, the button acts once (``ButtonPage``)."""
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, uuid4())
