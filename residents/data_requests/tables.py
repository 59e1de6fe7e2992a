"""The columns of the list of requests about own data."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link, Row
from pages.kinds import escaped
from residents.models import DataRequest


class DueColumn(Column):
    """The day until which it must be answered; an overdue one is marked."""

    def value_writer(self) -> Callable[[Any, Row], str]:
        write, today = super().value_writer(), timezone.localdate()
        overdue = f' <span class="mark mark-bad">{escaped(_("Overdue"))}</span>'

        def due(value: date, row: Row) -> str:
            is_overdue = row["state"] == DataRequest.State.RECEIVED and value < today
            return write(value, row) + (overdue if is_overdue else "")

        return due


class DataRequestTable(BookTable):
    model = DataRequest
    kind = Column(link=Link())
    householder = Column("household__householder", gettext_lazy("Householder"))
    village = VillageColumn()
    asked_on = Column()
    due_on = DueColumn(needs=("state",))
    state = Column(is_marked=True)
    received_by = Column("received_by__name", gettext_lazy("received by"))
