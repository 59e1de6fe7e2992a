"""A list's table: its columns, the query that asks for them and nothing else, its rows as HTML.

Rows are written without a template: with one a cell, a page spent most of its time in templates.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.columns import Column, Reader, Row
from pages.kinds import escaped

REST = "..."
PLAIN = frozenset({str, int, bool, date, type(None)})  # values of which equal ones are the same
ARROWS = {
    "ascending": ' <i class="bi bi-arrow-up" aria-hidden="true"></i>',
    "descending": ' <i class="bi bi-arrow-down" aria-hidden="true"></i>',
}


class Table:
    """The columns of a list, in the order of ``order``: names, and ``...`` for all others as they are declared.

    A subclass names its ``model`` and declares a ``Column`` for each attribute. ``rows`` are the rows of one page, as
    ``select`` asked for them.
    """

    model: ClassVar[type[Model]]
    order: ClassVar[Sequence[str]] = (REST,)
    columns: ClassVar[dict[str, Column]] = {}

    def __init_subclass__(cls) -> None:
        declared = cls.columns | {
            name: value for name, value in vars(cls).items() if isinstance(value, Column)
        }
        named = [name for name in cls.order if name != REST]
        rest = [name for name in declared if name not in named]
        places = [name for word in cls.order for name in (rest if word == REST else [word])]
        cls.columns = {name: declared[name] for name in places if name in declared}
        if hasattr(cls, "model"):
            cls.columns = {name: column.of(cls.model) for name, column in cls.columns.items()}

    def __init__(self, reader: Reader, rows: Sequence[Row] = ()) -> None:
        self.reader, self.rows = reader, rows

    @classmethod
    def columns_of_file(cls) -> list[Column]:
        return [column for column in cls.columns.values() if column.in_file]

    def select(
        self, rows: QuerySet[Any], *also: str, columns: Sequence[Column] | None = None
    ) -> QuerySet[Any, Any]:
        """The rows with what ``columns`` show of them, by default those of the page, and the paths ``also``: the joins
        follow from the columns."""
        if columns is None:
            columns = [column for column in self.columns.values() if column.on_page]
        needed = {path for column in columns for path in column.needs} | {*also}
        return rows.values("pk", *needed - {"pk"}, **{one.alias: one.asked(self.reader) for one in columns})

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that the page has."""
        return [one for one in self.columns.values() if one.on_page and self._has(one)]

    def _has(self, column: Column) -> bool:
        return not column.only_if_any or any(row[column.alias] is not None for row in self.rows)

    def head(self, sort_links: Mapping[str, Mapping[str, str]]) -> SafeString:
        """The heads of the columns as HTML; ``sort_links`` of those that sort (pages/views/lists.py)."""
        return mark_safe("\n".join(_head(one, sort_links.get(one.name)) for one in self.shown))

    @cached_property
    def body(self) -> SafeString:
        """All rows as HTML; every cell is escaped by its column."""
        columns = [self._cells(column) for column in self.shown]
        return mark_safe("".join([f"<tr>{''.join(cells)}</tr>\n" for cells in zip(*columns, strict=True)]))

    def _cells(self, column: Column) -> list[str]:
        """The cells of a column; equal values, such as villages and states, are written once."""
        start, write, alias = self._start(column), column.writer(), column.alias
        if not column.is_by_value:
            return [f"{start}{write(row)}</td>" for row in self.rows]
        written: dict[Any, str] = {}
        cells = []
        for row in self.rows:
            value = row[alias]
            cell = written.get(value) if type(value) in PLAIN else None
            if cell is None:
                cell = f"{start}{write(row)}</td>"
                if type(value) in PLAIN:
                    written[value] = cell
            cells.append(cell)
        return cells

    @staticmethod
    def _start(column: Column) -> str:
        classes = f"column-{column.name} {column.kind.css}".strip()
        return f'<td class="{escaped(classes)}" data-label="{escaped(capfirst(column.heading))}">'


def _head(column: Column, link: Mapping[str, str] | None) -> str:
    label = escaped(capfirst(column.heading))
    css = f' class="{escaped(column.kind.css)}"' if column.kind.css else ""
    if link is None:
        shown = label or f'<span class="visually-hidden">{escaped(_("Action"))}</span>'
        return f'<th scope="col"{css}>{shown}</th>'
    address = f'<a href="?{escaped(link["query"])}">{label}{ARROWS.get(link["now"], "")}</a>'
    return f'<th scope="col"{css} aria-sort="{link["now"]}">{address}</th>'
