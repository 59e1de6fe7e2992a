"""What the trail calls the verbs and details of its entries, collected from the rooms.

A room's ``trail_words`` module may hold ``VERBS`` (action -> words), ``DETAILS`` (detail -> label), ``CHOICES``
(detail -> choices of its value), ``AROUND`` (actions that change other rows than their subject, whose histories tell
them, too) and ``SPEAKS_OF`` (action -> model whose fields the details name, when it is not the
subject's). This module holds those of pages that every room has.
"""

from functools import lru_cache
from importlib import import_module
from itertools import chain
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

VERBS = {
    "list": _("opened a list"),
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
}


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
