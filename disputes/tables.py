"""The columns of the list of disputes: the number, who against whom, the stage, the next date."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    Case,
    Exists,
    F,
    JSONField,
    OuterRef,
    Subquery,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from calendars.working_days import Table
from disputes import names
from disputes.clocks import facts, reading
from disputes.clocks.next_date import next_date
from disputes.models import Dispute, Duty, Party
from encryption.fields import Ciphertext
from ledgers.tables import LEVELS, RowTable
from pages.columns import Column, Link, Reader, Row
from pages.kinds import day, escaped
from pages.row_history import HIDDEN
from pages.tables import REST


def parties(reader: Reader) -> Any:
    """The parties of a row as JSON: key, side, whether a minor, and the sealed name; not even that for others."""
    if not reader.may("see_names"):
        return Value(HIDDEN, output_field=TextField())
    shown = JSONObject(pk="pk", side="side", is_minor="is_minor", name=Cast(F("name"), TextField()))
    of_row = Party.objects.filter(dispute=OuterRef("pk")).order_by().values("dispute")
    return Subquery(of_row.annotate(shown=JSONBAgg(shown, order_by=["side", "pk"])).values("shown"))


class AgainstColumn(Column):
    """Who against whom: sealed in the database, opened for the page of who sees names, and never in a file."""

    def __init__(self) -> None:
        super().__init__(parties, _("Who against whom"), empty="–", is_name=True, in_file=False)

    def asked(self, reader: Reader) -> Any:
        return parties(reader)

    def value_writer(self) -> Callable[[Any, Row], str]:
        say = self.words_writer()
        return lambda value, row: escaped(say(value, row))

    def words_writer(self) -> Callable[[Any, Row], str]:
        return lambda value, row: value if isinstance(value, str) else names.against(map(opened, value))


def opened(seen: dict[str, Any]) -> Party:
    """A party with as much of it as a list shows."""
    party = Party(pk=seen["pk"], side=seen["side"], is_minor=seen["is_minor"])
    field: Any = Party._meta.get_field("name")
    raw = bytes.fromhex(seen["name"].removeprefix(r"\x"))
    party.name = Ciphertext(raw, field).read(party.pk)
    return party


def dated_facts(reader: Reader) -> Any:
    """The dated facts of a row as JSON, of which the next date follows; for those who see names and minutes."""
    if not reader.may("see_names"):
        return Value(None, output_field=JSONField())
    return Subquery(facts.as_json(Dispute.objects.filter(pk=OuterRef("pk"))), output_field=JSONField())


class Performance(TextChoices):
    """What became of the duties of the agreement that holds: one that was broken tells more than those that wait."""

    BROKEN = "broken", _("Broken")
    PENDING = "pending", _("Pending")
    PERFORMED = "performed", _("Performed")


def performance(reader: Reader) -> Any:
    """Of an agreement with duties, as all see it who see names and what follows; nothing for others."""
    if not reader.may("see_names"):
        return Value(None, output_field=TextField())
    owed = Duty.objects.filter(dispute=OuterRef("pk"), agreement__is_final=True, agreement__replaced_on=None)
    found = [When(Exists(owed.filter(state=one.value)), then=Value(one.value)) for one in Performance]
    return Case(*found, default=Value(None), output_field=TextField())


class NextColumn(Column):
    """The earliest day that is open, worked out of the clocks as on the page of the dispute."""

    def __init__(self) -> None:
        super().__init__(dated_facts, _("Next date"), empty="–", in_file=False)

    def value_writer(self) -> Callable[[Any, Row], str]:
        found = self._reader_of_rows()

        def cell(value: Any, row: Row) -> str:
            due = found(value)
            return day(due, row["pk"]) if due else escaped(self.empty)

        return cell

    def words_writer(self) -> Callable[[Any, Row], str]:
        found = self._reader_of_rows()

        def cell(value: Any, row: Row) -> str:
            due = found(value)
            return due.isoformat() if due else ""

        return cell

    def _reader_of_rows(self) -> Callable[[dict[str, Any]], date | None]:
        """Reads the holidays of a county once for all rows of a page."""
        tables: dict[str, Table] = {}

        def of_row(value: dict[str, Any]) -> date | None:
            [(read, clocks)] = reading.derived([facts.from_row(value)], tables=tables)
            return next_date(read, clocks)

        return of_row


class DisputeTable(RowTable):
    model = Dispute
    order = (
        *LEVELS, "occurred_on", "number_label", "kind", "against", "summary", "procedure", "stage", "agreement",
        "performance", "next_on", "village", REST, "done_by", "recorded_by", "recorded_at", "is_late", "state",
    )  # fmt: skip
    number_label = Column(label=_("Number"), link=Link(), empty="–")
    kind = Column(label=_("Type"))
    against = AgainstColumn()
    summary = Column(on_page=False, in_file=False, on_paper=True)
    procedure = Column(on_page=False, in_file=False, on_paper=True)
    stage = Column(label=_("Stage"), is_marked=True)
    agreement = Column(label=_("Agreement"), on_page=False, in_file=False, on_paper=True)
    performance = Column(
        performance,
        _("Performance"),
        choices=dict(Performance.choices),
        on_page=False,
        in_file=False,
        on_paper=True,
    )
    next_on = NextColumn()
    origin = Column(label=_("Origin"), on_page=False)
    host = Column(label=_("Hosted by"), on_page=False)
    parties = Column(label=_("Parties"), on_page=False)
    handled_on = Column(empty="–")
    recorded_by = Column("recorded_by__name", _("Recorded by"), on_page=False, on_paper=False)
    recorded_at = Column(label=_("Recorded at"), on_page=False, on_paper=False)
    is_late = Column(label=_("Late"), on_paper=False, only_if_any=True)
