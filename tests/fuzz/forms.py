"""The forms of a page as a browser reads them: each field with the values that it offers."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "tel", "number", "date", "time", "month", "textarea", "email"}


@dataclass
class Form:
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # the type of each input
    typed: set[str] = field(
        default_factory=set
    )  # fields into which a person writes, and that the page shows again


class FormReader(HTMLParser):
    """``forms`` of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._is_open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(attributes.get("method", "get").lower()))
            self._is_open = True
        elif self._is_open:
            self._field(tag, attributes)

    def _field(self, tag: str, attributes: dict[str, str]) -> None:
        form, name = self.forms[-1], attributes.get("name", "")
        if tag == "option" and self._select:
            form.fields[self._select].append(attributes.get("value", ""))
        elif tag in {"input", "select", "textarea", "button"} and name and name != "csrfmiddlewaretoken":
            form.fields.setdefault(name, [])
            if tag == "input":
                form.kinds[name] = attributes.get("type", "text")
            if tag != "select":
                form.fields[name].append(attributes.get("value", ""))
            if tag == "textarea" or (
                tag == "input" and attributes.get("type", "text") in TYPED and "hidden" not in attributes
            ):
                form.typed.add(name)
            self._select = name if tag == "select" else self._select

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
        elif tag == "select":
            self._select = ""


def merged(html: str, method: str) -> Form:
    """All forms of the page that are sent by ``method``, as one."""
    found = Form(method)
    for form in FormReader(html).forms:
        if form.method == method:
            found.fields |= form.fields
            found.kinds |= form.kinds
            found.typed |= form.typed
    return found
