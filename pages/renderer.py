"""Inputs of forms as Django's templates write them, without two templates an input (settings: FORM_RENDERER).

A page of filters or a form has a dozen of them; all other widgets are rendered by their templates.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# The templates of Django that are ``input.html`` and nothing else.
INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in (
        "input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "checkbox",
        "search", "tel", "color", "file",
    )
)  # fmt: skip


class InputRenderer(TemplatesSetting):
    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        if template_name in INPUTS:
            return _input(context["widget"])
        return mark_safe(super().render(template_name, context, request))


def _input(widget: Mapping[str, Any]) -> SafeString:
    """``django/forms/widgets/input.html`` with ``attrs.html``; every name and value is escaped."""
    parts = [
        f'<input type="{conditional_escape(widget["type"])}" name="{conditional_escape(widget["name"])}"'
    ]
    if widget["value"] is not None:
        parts.append(f' value="{_text(widget["value"])}"')
    return mark_safe("".join([*parts, *_attributes(widget["attrs"]), ">"]))


def _attributes(attrs: Mapping[str, Any]) -> Iterator[str]:
    """An attribute that is True stands alone, one that is False is left out."""
    for name, value in attrs.items():
        if value is True:
            yield f" {conditional_escape(name)}"
        elif value is not False:
            yield f' {conditional_escape(name)}="{_text(value)}"'


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))
