"""The text of a notice: its code's sentence, filled with its detail. Called by notices/actions.py and models.py.

A room's ``notice_words`` module holds ``WORDS`` (code -> sentence with ``%(name)s`` for the keys of the detail).
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


@lru_cache
def collected() -> dict[str, str | Promise]:
    """The sentences of all rooms; a code that two rooms hold is a mistake: ImproperlyConfigured."""
    found: dict[str, str | Promise] = {}
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "notice_words"):
            continue
        words = import_module(f"{config.name}.notice_words").WORDS
        if twice := found.keys() & words.keys():
            raise ImproperlyConfigured(f"{config.name}.notice_words: {', '.join(twice)} is named twice")
        found |= words
    return found


def text(code: str, detail: dict[str, Any]) -> str:
    """The sentence of ``code``; KeyError for a code without one, or a detail that it wants and does not have."""
    return str(collected()[code]) % detail
