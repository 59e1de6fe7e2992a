"""A column of a list, declared once: what the database is asked for, its heading, and how page and file show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.core.exceptions import FieldError
from django.db.models import Aggregate, ExpressionWrapper, F, Field, Model, Value
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from encryption import masks
from pages import row_history
from pages.expressions import IN_SQL, Source
from pages.kinds import Kind, Sealed, escaped, kind_of, kind_of_expression
from pages.row_history import Rights

EMPTY = gettext_lazy("none")
ANY_KEY = 9_876_543_210  # stands for the key of a row in an address that is made once for all rows
Row = dict[str, Any]  # one row as the database gave it: "pk", the columns' aliases, what they need beside


@dataclass(frozen=True)
class Reader:
    """For whom a list is made: the key of the account and its rights."""

    pk: int | None
    may: Rights
    of_file: Rights | None = None

    @property
    def sees_exactly(self) -> bool:
        """Does the reader see a house number and a year of birth, or the group and the decade?"""
        return (self.of_file or self.may)("see_names")


NOBODY = Reader(
    None, lambda verb: False
)  # the reader of a file: it is passed on, so every name in it is masked


def of_file(may: Rights) -> Reader:
    """The reader of a file that somebody with these rights takes along: every name is masked; what would single out a
    masked person is as exact as on the page."""
    return Reader(None, NOBODY.may, may)


@dataclass(frozen=True)
class Link:
    """The cell leads to the page of a row: of ``model`` with the key at ``path``; of the list's own row by default."""

    path: str = "pk"
    model: type[Model] | None = None


class Column:
    """One column of a list.

    ``source``: path of a field from the list's model, by default the column's name; or an expression; or a function of
    the reader that makes one, for what depends on who reads or on the day. ``label``: by default the field's name.
    ``unit``: what its numbers count; it stands behind the label in every heading. ``choices``: values and words of an
    expression; a field has its own. ``is_marked``: a choice with a coloured mark. ``empty``: what a page shows of an
    empty value. ``is_name``: an expression that is a villager's name. ``only_if_any``: left out where no row has a
    value. ``on_paper``: does a printed register have it? By default what the page has. ``needs``: paths that
    ``value_writer`` and ``words_writer`` read beside the value. ``coarse``: makes of the expression what a reader gets
    who sees no names (pages/coarse.py): a year of birth and a house number together name a person.

    The kind of the cells follows from the field (pages/kinds.py), and so does the mask: a field that its model declares
    personal is masked for everybody without the right ``shown_to``, and in files; an encrypted one for everybody.
    """

    shown_to = "see_names"

    def __init__(
        self,
        source: str | Source | Callable[[Reader], Source] = "",
        label: str | Promise | None = None,
        *,
        unit: str | Promise = "",
        choices: Mapping[Any, Any] | None = None,
        is_marked: bool = False,
        is_name: bool = False,
        link: Link | None = None,
        empty: str | Promise = EMPTY,
        only_if_any: bool = False,
        on_page: bool = True,
        in_file: bool = True,
        on_paper: bool | None = None,
        needs: tuple[str, ...] = (),
        coarse: Callable[[Any], Any] | None = None,
    ) -> None:
        self.source, self.link, self.empty, self.only_if_any = source, link, empty, only_if_any
        self.on_page, self.in_file, self.is_marked, self.unit = on_page, in_file, is_marked, unit
        self.is_name, self.on_paper = is_name, on_page if on_paper is None else on_paper
        self.needs = (*needs, *((link.path,) if link else ()))
        self._label, self._choices, self.coarse = label, choices, coarse

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def of(self, model: type[Model]) -> "Column":
        """The column in the list of a model; a base class may declare it for many."""
        bound = self.__class__.__new__(self.__class__)
        bound.__dict__.update(self.__dict__)
        bound.model = model
        return bound

    model: type[Model]

    @property
    def alias(self) -> str:
        """Its name in a row; a field of the model may bear the column's own name."""
        return f"column_{self.name}"

    @cached_property
    def field(self) -> "Field[Any, Any] | None":
        """The field at the end of the path; None for an expression."""
        return _field_at(self.model, self.path) if self.path else None

    @property
    def path(self) -> str:
        return (self.source or self.name) if isinstance(self.source, str) else ""

    @cached_property
    def kind(self) -> Kind:
        if self.path:
            return kind_of(self.field, self._choices, is_marked=self.is_marked)
        # what a function of the reader makes is known when it is asked for: it may read the day and the database
        source = None if callable(self.source) else self._yields(self.source)
        return kind_of_expression(source, self._choices, is_marked=self.is_marked)

    def _yields(self, expression: Any) -> "Field[Any, Any] | None":
        """The field that an expression yields; None of one that does not say."""
        rows = self.model._base_manager.annotate(**{self.alias: expression})
        try:
            found: Field[Any, Any] | None = rows.query.annotations[self.alias].output_field
        except FieldError:
            return None
        return found

    @property
    def label(self) -> str:
        if self._label is None and self.field is not None:
            return str(self.field.verbose_name)
        return str(self._label or "")

    @property
    def heading(self) -> str:
        """The label with its unit, as it stands on the page, on paper and in each file."""
        if not self.unit:
            return self.label
        return gettext("%(label)s (%(unit)s)") % {"label": self.label, "unit": self.unit}

    @property
    def is_masked(self) -> bool:
        """Does it show a villager's name or number?"""
        field = self.field
        return (
            self.is_name
            or isinstance(self.kind, Sealed)
            or (field is not None and field.name in row_history.personal_fields(field.model))
        )

    @property
    def is_private(self) -> bool:
        """Are it words about people (``PRIVATE_FIELDS``)? They are shown as a whole or not at all."""
        field = self.field
        return field is not None and field.name in getattr(field.model, "PRIVATE_FIELDS", ())

    def hides_from(self, reader: Reader) -> bool:
        """Is it masked, coarse or left out for the reader? Then it sorts nothing: its order would tell it."""
        if self.coarse is not None and not reader.sees_exactly:
            return True
        if self.is_private and not reader.may(self.shown_to):
            return True
        return self.is_masked and (isinstance(self.kind, Sealed) or not reader.may(self.shown_to))

    def asked(self, reader: Reader) -> Any:
        """What the database is asked for; a name that the reader may not see never leaves it."""
        asked: Any = F(self.path) if self.path else self.source
        asked = asked(reader) if callable(asked) else asked
        if self.is_private and not reader.may(self.shown_to):
            return Value(row_history.HIDDEN)
        if self.coarse is not None:
            return asked if reader.sees_exactly else self.coarse(asked)
        hides = self.hides_from(reader) and not isinstance(self.kind, Sealed)  # that one is masked in Python
        return IN_SQL[masks.name](asked) if hides else asked

    def cell_of_file(self, reader: Reader = NOBODY) -> Any:
        """The cell of a file as an expression: masked, in the user's words, never a live formula."""
        asked, kind = self.asked(reader), self.kind
        if self.path:
            return kind.in_file(asked)
        field = self._yields(asked)
        if (
            isinstance(asked, Aggregate) and field is not None
        ):  # which a list of values takes under a name alone
            asked = ExpressionWrapper(asked, field)
        if callable(self.source) and not kind.is_chosen:
            kind = kind_of_expression(field)
        return kind.in_file(asked)

    def writer(self) -> Callable[[Row], str]:
        """Makes the cells of one page as escaped HTML; words and addresses are looked up once."""
        alias, empty, write = self.alias, escaped(self.empty), self.value_writer()
        if self.link is None:

            def cell(row: Row) -> str:
                value = row[alias]
                return empty if value is None or value == "" else write(value, row)

            return cell
        path, (head, tail) = self.link.path, self._address_parts

        def linked(row: Row) -> str:
            value = row[alias]
            if value is None or value == "":
                return empty
            return f'<a href="{head}{int(row[path])}{tail}">{write(value, row)}</a>'

        return linked

    @cached_property
    def is_by_value(self) -> bool:
        """Does its cell follow from its value alone, and from nothing else of the row?"""
        plain = type(self).value_writer is Column.value_writer and type(self).writer is Column.writer
        return plain and self.link is None and self.kind.by_value

    def value_writer(self) -> Callable[[Any, Row], str]:
        """Makes the HTML of values that are not empty, escaped; for a column of its own kind to override."""
        write = self.kind.writer()
        return lambda value, row: write(value, row["pk"])

    def words_writer(self) -> Callable[[Any, Row], str]:
        """Makes the cells of a printed list as plain text, of values that are not empty."""
        say = self.kind.on_paper()
        return lambda value, row: say(value, row["pk"])

    @cached_property
    def _address_parts(self) -> tuple[str, str]:
        """What stands before and after the key in the address, escaped; asked once and not for each row."""
        model: Any = (self.link and self.link.model) or self.model
        head, _key, tail = model(pk=ANY_KEY).get_absolute_url().partition(str(ANY_KEY))
        return escaped(head), escaped(tail)


def _field_at(model: type[Model], path: str) -> "Field[Any, Any]":
    *relations, last = path.split("__")
    for name in relations:
        related: Any = model._meta.get_field(name).related_model
        model = related
    field: Any = model._meta.get_field(last)
    return cast("Field[Any, Any]", field)
