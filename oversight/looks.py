"""Who looked at a household or at a person: on pages, in lists and suggestions, in files.

The auditor asks by the number of the entry in the register (oversight/views/looks.py), the chief from its page
(residents/views/looks.py).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Model, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from accounts.models import User
from audit import looks, trail
from audit.models import Entry
from pages import facts

PEOPLE_SHOWN, NAMED = 50, 5
SIGHTS = sorted(trail.SIGHTS | {trail.FURTHER})


def models_of_villagers() -> dict[str, type[Model]]:
    """``households`` and ``residents`` -> the model; the rooms that have them lie above this one."""
    found = {getattr(model, "LOOKED_UP_AS", ""): model for model in apps.get_models()}
    return {kind: found[kind] for kind in looks.KINDS}


def looks_at(kind: str, keys: Iterable[int]) -> QuerySet[Entry]:
    """The looks at these entries of the register that the one who acts may read of."""
    label = models_of_villagers()[kind]._meta.label_lower
    named = RawSQL("SELECT audit_seen(%s, %s, %s::bigint[])", [kind, label, list(keys)])
    return Entry.objects.filter(pk__in=named, action__in=SIGHTS)


def by_person(entries: QuerySet[Entry]) -> list[Any]:
    """Who looked, how often and when last; who looked most comes first."""
    counted = entries.order_by().values("actor_id", "actor_name").annotate(times=Count("pk"), last=Max("at"))
    return list(counted.order_by("-times", "actor_id")[:PEOPLE_SHOWN])


def name_those(entries: Sequence[Entry], user: User, may: Any) -> None:
    """Give each entry ``about``: (words, address) of the first of those whose data was seen, and ``further``, how many
    more. By house and name, with a link, where the reader sees the entry of the register; else by its number.
    """
    models = models_of_villagers()
    keys = {kind: {key for entry in entries for key in _keys(entry, kind, models)} for kind in models}
    seen = {kind: _seen(models[kind], keys[kind], user, may) for kind in models}
    for entry in entries:
        every = [
            seen[kind].get(key, (f"{models[kind]._meta.verbose_name} #{key}", ""))
            for kind in models
            for key in _keys(entry, kind, models)
        ]
        entry.about, entry.further = every[:NAMED], len(every[NAMED:])  # type: ignore[attr-defined]  # for the template


def _keys(entry: Entry, kind: str, models: dict[str, type[Model]]) -> list[int]:
    own = entry.subject_id if entry.subject_type == models[kind]._meta.label_lower else None
    return [*([own] if own else ()), *(getattr(entry, kind) or ())]


def _seen(model: Any, keys: set[int], user: User, may: Any) -> dict[int, tuple[str, str]]:
    if not keys or not may("read_residents"):
        return {}
    rows = model.objects.visible_to(user).filter(pk__in=keys)
    return {row.pk: (str(facts.label_of(row, may)), row.get_absolute_url()) for row in rows}


def title_of(kind: str, key: int) -> str:
    """The heading for somebody who sees no register."""
    name = models_of_villagers()[kind]._meta.verbose_name
    return _("Who looked at %(kind)s #%(key)s") % {"kind": name, "key": key}
