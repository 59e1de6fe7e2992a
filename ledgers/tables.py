"""The columns that the lists of all books share, for page and file; the tables of all books inherit from these."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledgers.of_day import of_day
from ledgers.people import names_of_row
from pages.columns import Column, Link, Row
from pages.kinds import escaped
from pages.tables import REST, Table
from posts.models.divisions import marked, short_name


class VillageColumn(Column):
    """The village by its short name; a file has its full name, town and code instead."""

    def __init__(self) -> None:
        super().__init__("village__name", _("Village"), in_file=False, needs=("village__closed_on",))

    def value_writer(self) -> Callable[[Any, Row], str]:
        return lambda value, row: escaped(marked(short_name(value), row["village__closed_on"]))

    def words_writer(self) -> Callable[[Any, Row], str]:
        return lambda value, row: marked(short_name(value), row["village__closed_on"])


class BookTable(Table):
    """A book's list. Each row of a file begins with the whole hierarchy: villages of one name are common."""

    of_county = Column("county__name", _("County"), on_page=False)
    of_station = Column("station__name", _("Station"), on_page=False)
    of_post = Column("post__name", _("Post"), on_page=False)
    of_town = Column("village__town__name", _("Town"), on_page=False)
    of_village = Column("village__name", _("Village"), on_page=False)
    division_code = Column("village__code", _("Division code"), on_page=False)


LEVELS = tuple(BookTable.columns)


class RowTable(BookTable):
    """A list of ledger rows: the day first, who recorded it and what became of it last."""

    order = (
        *LEVELS,
        "occurred_on",
        "village",
        REST,
        "done_by",
        "recorded_by",
        "recorded_at",
        "is_late",
        "state",
    )
    of_town = Column(of_day("town", "occurred_on"), _("Town"), on_page=False)
    of_village = Column(of_day("name", "occurred_on"), _("Village"), on_page=False)
    division_code = Column(of_day("code", "occurred_on"), _("Division code"), on_page=False)
    occurred_on = Column(label=_("Date"), link=Link())
    village = VillageColumn()
    done_by = Column(names_of_row(), _("Done by"))
    recorded_by = Column("recorded_by__name", _("Recorded by"), on_paper=False)
    recorded_at = Column(label=_("Recorded at"), on_paper=False)
    is_late = Column(label=_("Late"), on_paper=False)
    state = Column(label=_("State"), is_marked=True)
