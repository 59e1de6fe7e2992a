"""What the trail calls the verbs and details of its entries, collected from the rooms.

A room's ``trail_words`` module may hold ``VERBS`` (action -> words), ``DETAILS`` (detail -> label), ``CHOICES``
(detail -> choices of its value), ``WRITERS`` (detail -> function of the entry and the value that says it in words),
``BOOKS`` (what is exported and no table -> words), ``NAMED`` (action -> function of the entry that names what it was
done with: the paper that was printed), ``UNTOLD`` (details for programs, not for people), ``AROUND`` (actions that
change other rows than their subject, whose histories tell them, too) and ``SPEAKS_OF`` (action -> model whose fields
the details name, when it is not the subject's). This module holds those of pages that every room has.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

VERBS = {
    "list": _("opened a list"),
    "shown": _("saw further entries of it"),
    "denied": _("was refused"),
    "read": _("read"),
    "download": _("downloaded"),
}

DETAILS = {
    "page": _("Page"),
    "status": _("status"),
    "asked": _("number asked for"),
    "book": _("Book"),
    "filter": _("Filters"),
    "kind": _("kind"),
    "rows": _("Rows"),
    "reason": _("Reason"),
    "further": _("Part"),
}


def _page(entry: Any, name: str) -> str:
    """The page of a url's name: its room, and its heading where it has one of its own."""
    found = _pages().get(name)
    room = name.partition(":")[0]
    label = str(apps.get_app_config(room).verbose_name) if apps.is_installed(room) else gettext("Registry")
    view = getattr(found, "view_class", None)
    model = getattr(view, "model", None)
    heading = getattr(view, "heading", "")  # a property says it of a row alone
    words = [
        label,
        model._meta.verbose_name if model else "",
        "" if isinstance(heading, property) else heading,
    ]
    return " · ".join(dict.fromkeys(str(one) for one in words if one))


@lru_cache
def _pages() -> dict[str, Any]:
    """Every view by the full name of its url."""

    def under(resolver: Any, prefix: str) -> Iterator[tuple[str, Any]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from under(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
            else:
                yield f"{prefix}{one.name}", one.callback

    return dict(under(get_resolver(), ""))


WRITERS = {"page": _page}


@lru_cache
def collected(name: str) -> dict[str, Any]:
    """The dicts ``name`` of all rooms together; a key that two rooms hold is a mistake: ImproperlyConfigured."""
    found: dict[str, Any] = {}
    for module in _modules():
        words = getattr(module, name, {})
        if twice := found.keys() & words.keys():
            raise ImproperlyConfigured(f"{module.__name__}.{name}: {', '.join(twice)} is named twice")
        found |= words
    return found


@lru_cache
def collected_names(name: str) -> frozenset[str]:
    """The sets ``name`` of all rooms together."""
    return frozenset(chain.from_iterable(getattr(one, name, ()) for one in _modules()))


def _modules() -> list[Any]:
    return [
        import_module(f"{config.name}.trail_words")
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "trail_words")
    ]
