"""What stands in an address, put there by a link, a person or a machine that tries things."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

Get = Callable[..., HttpResponse]


def tidied(get: Get) -> Get:
    """A form sends its empty fields along: the page answers at the address that says the same without them."""

    @wraps(get)
    def tidy(page: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_tidy = all(all(values) for _name, values in request.GET.lists())
        if is_tidy or getattr(request, "htmx", False):
            return get(page, request, *args, **kwargs)
        kept = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            kept.setlist(name, [value for value in values if value])
        query = kept.urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)

    return tidy


def number(text: object) -> int | None:
    """A key from an address: up to 18 plain digits; None for anything else (``int`` takes more than digits)."""
    told = str(text or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 18 else None


def words(text: object, most: int = 60) -> str:
    """Typed words: without the NUL that no database stores, not longer than ``most``."""
    return str(text or "").replace("\0", "").strip()[:most]


def count(value: object) -> int | None:
    """What somebody typed, if it is a count."""
    typed = str(value)
    return int(typed) if typed.isascii() and typed.isdecimal() else None
