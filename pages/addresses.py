"""Reading of query strings: what a link, a person or a scanner has put into an address.

The one place where a month, a day or a number is read from a text of an address or of a cell.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

Get = Callable[..., HttpResponse]
LONGEST = 500  # characters of an address that another one carries
MONTH = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"
_MONTH, _DAY = re.compile(MONTH), re.compile(MONTH + "-[0-9]{2}")


class MonthConverter:
    """``<month:month>`` in a path: ``2026-03`` is the date of the month's first day."""

    regex = MONTH

    def to_python(self, value: str) -> date:
        return month_named(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


def month(text: object) -> date | None:
    """``2026-03`` -> 2026-03-01; None for anything else and for months outside 2000 .. 2099."""
    typed = str(text)
    return date(int(typed[:4]), int(typed[5:]), 1) if _MONTH.fullmatch(typed) else None


def month_named(text: object) -> date:
    """The month of a text that a page wrote, as a job's parameter; ValueError for anything else."""
    found = month(text)
    if found is None:
        raise ValueError(text)
    return found


def month_in(query: Mapping[str, str], otherwise: date, latest: date | None = None) -> date:
    """The month that ``?month=2026-03`` names, or ``otherwise``; 404 for what is no month, or one after ``latest``."""
    text = query.get("month")
    if not text:
        return otherwise
    asked = month(text)
    if asked is None or (latest is not None and asked > latest):
        raise Http404
    return asked


def day(text: object) -> date | None:
    """``2026-03-05`` as a date; None for anything else and for days outside 2000 .. 2099."""
    typed = str(text)
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date() if _DAY.fullmatch(typed) else None
    except ValueError:  # the 30th of February
        return None


def number(text: object) -> int | None:
    """A key or a count: up to 18 plain digits; None for anything else (``int`` takes more than digits)."""
    typed = "" if text is None else str(text)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None


def words(text: object, most: int = 60) -> str:
    """Typed words: without the NUL that no database stores, not longer than ``most``."""
    return str(text or "").replace("\0", "").strip()[:most]


def own(text: object) -> str:
    """An address of a page of the registry that a link carries, with its query; empty for anything else."""
    address = str(text or "")
    if len(address) > LONGEST or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return ""
    try:
        resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return address


def with_value(address: str, name: str, value: object) -> str:
    """The address with this value in its query, in place of the one that it had."""
    path, _mark, text = address.partition("?")
    query = QueryDict(text, mutable=True)
    query[name] = str(value)
    return f"{path}?{query.urlencode()}"


def tidied(get: Get) -> Get:
    """A form sends its empty fields along: the page answers at the address without them."""

    @wraps(get)
    def tidy(page: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_tidy = all(all(values) for _name, values in request.GET.lists())
        if is_tidy or getattr(request, "htmx", False):
            return get(page, request, *args, **kwargs)
        filled = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            filled.setlist(name, [value for value in values if value])
        query = filled.urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)

    return tidy
