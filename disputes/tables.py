"""The columns of the list of disputes: the number, who against whom, the stage, the next date."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Subquery,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject, Least
from django.utils.translation import gettext_lazy as _

from disputes import names
from disputes.models import Dispute, Duty, FollowUp, Party, Session
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
    facts = JSONObject(pk="pk", side="side", is_minor="is_minor", name=Cast(F("name"), TextField()))
    of_row = Party.objects.filter(dispute=OuterRef("pk")).order_by().values("dispute")
    return Subquery(of_row.annotate(facts=JSONBAgg(facts, order_by=["side", "pk"])).values("facts"))


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


def opened(facts: dict[str, Any]) -> Party:
    """A party with as much of it as a list shows."""
    party = Party(pk=facts["pk"], side=facts["side"], is_minor=facts["is_minor"])
    field: Any = Party._meta.get_field("name")
    raw = bytes.fromhex(facts["name"].removeprefix(r"\x"))
    party.name = Ciphertext(raw, field).read(party.pk)
    return party


def next_date(reader: Reader) -> Any:
    """The first day on which something is due: a session, a duty, a call; for those who see names and minutes."""
    if not reader.may("see_names"):
        return Value(None, output_field=DateField())
    row = OuterRef("pk")
    sessions = Session.objects.filter(dispute=row, dispute__stage=Dispute.Stage.OPEN).order_by(
        "-held_on", "-pk"
    )
    duties = Duty.objects.filter(
        dispute=row, state=Duty.State.PENDING, agreement__is_final=True, agreement__replaced_on=None
    )
    calls = FollowUp.objects.filter(dispute=row, made_on=None, dropped_on=None)
    return Least(
        Subquery(sessions.values("next_on")[:1]),
        Subquery(duties.order_by("due_on").values("due_on")[:1]),
        Subquery(calls.order_by("planned_on").values("planned_on")[:1]),
        output_field=DateField(),
    )


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
    """An expression has no field to tell that it is a day."""

    def __init__(self) -> None:
        super().__init__(next_date, _("Next date"), empty="–", in_file=False)

    def value_writer(self) -> Callable[[date, Row], str]:
        return lambda value, row: day(value, row["pk"])


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
