"""Whose data somebody saw: keys of households and residents in the entry of a look (``Entry.households`` ...).

A page reads its rows before and while it is rendered. So an entry of a look that a page makes waits until the page is
complete (``collecting``, opened by access/middleware.py), and takes along the keys of every such row that was read for
it meanwhile. Lists, which read no instances, and files note their keys by ``note_values`` and ``keys_in``.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from django.db import models

MOST = 50  # keys of an entry; further ones are in further entries ("shown")
HOUSEHOLDS, RESIDENTS = KINDS = ("households", "residents")
Keys = dict[str, set[int]]  # kind -> keys


class Seen(models.Model):
    """A row that a page shows once it has read it; who sees it, sees the people that it is about.

    ``LOOKED_UP_AS``: of a villager's own row one of ``KINDS``; else empty: foreign keys lead to such rows.
    """

    LOOKED_UP_AS: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **how: Any) -> Any:
        row = super().from_db(db, field_names, values, **how)
        page = _page.get()
        if page is not None:
            note_values(cls, [row.__dict__ | {"pk": row.pk}])
        return row


@dataclass
class Page:
    """What a page has read so far, and the entries that wait for it."""

    entries: list[Any] = field(default_factory=list)
    keys: Keys = field(default_factory=lambda: {kind: set() for kind in KINDS})


_page: ContextVar[Page | None] = ContextVar("page", default=None)


@contextmanager
def collecting() -> Iterator[Page]:
    """A page is made; whoever opens this writes its entries (audit/trail.py: ``write_looks``)."""
    page = Page()
    token = _page.set(page)
    try:
        yield page
    finally:
        _page.reset(token)


def page_now() -> Page | None:
    """The page that is made; None in a job, in a command and in a test of an action."""
    return _page.get()


def columns_of(model: Any) -> dict[str, str]:
    """Column -> kind: what leads from a row of the model to the people that it is about; ``pk`` for themselves."""
    return _columns_of(model)


@cache
def _columns_of(model: Any) -> dict[str, str]:
    found = {"pk": kind} if (kind := _kind_of(model)) else {}
    for one in model._meta.concrete_fields:
        target = one.remote_field.model if one.is_relation and one.remote_field else None
        if target is not model and (kind := _kind_of(target)):
            found[one.attname] = kind
    return found


def _kind_of(model: Any) -> str:
    return str(getattr(model, "LOOKED_UP_AS", ""))


def people_of(row: models.Model) -> Keys:
    """The people to whom a row leads, but not the row itself: it is the subject of its entry."""
    found: Keys = {kind: set() for kind in KINDS}
    for name, kind in columns_of(type(row)).items():
        key = None if name == "pk" else row.__dict__.get(name)
        if key is not None:
            found[kind].add(key)
    return found


def note_values(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """A page shows these rows of the model, each with the ``columns_of`` it."""
    page, columns = _page.get(), columns_of(model)
    if page is None or not columns:
        return
    for row in rows:
        for name, kind in columns.items():
            if row.get(name) is not None:
                page.keys[kind].add(row[name])


def keys_in(rows: "models.QuerySet[Any, Any]") -> Keys:
    """The people in all rows of a query, for the entry of a file."""
    columns, found = columns_of(rows.model), {kind: set() for kind in KINDS}  # type: Any, Keys
    if columns:
        for values in rows.order_by().values_list(*columns).iterator(2_000):
            for kind, key in zip(columns.values(), values, strict=True):
                if key is not None:
                    found[kind].add(key)
    return found


def parts(keys: Keys) -> Iterator[dict[str, list[int] | None]]:
    """The keys as entries take them, at most ``MOST`` in one; one without any where there are none."""
    every = [(kind, key) for kind in KINDS for key in sorted(keys[kind])]
    for start in range(0, max(len(every), 1), MOST):
        some = every[start : start + MOST]
        yield {kind: [key for one, key in some if one == kind] or None for kind in KINDS}
