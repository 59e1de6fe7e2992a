"""The columns of the list of requests about own data."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link, Row
from residents.models import DataRequest


class DueColumn(Column):
    """The day until which it must be answered; an overdue one is marked."""

    def html(self, value: Any, row: Row) -> SafeString:
        day = super().html(value, row)
        is_overdue = row["state"] == DataRequest.State.RECEIVED and value < timezone.localdate()
        return (
            format_html('{} <span class="mark mark-bad">{}</span>', day, _("Overdue")) if is_overdue else day
        )


class DataRequestTable(BookTable):
    model = DataRequest
    kind = Column(link=Link())
    householder = Column("household__householder", gettext_lazy("Householder"))
    village = VillageColumn()
    asked_on = Column()
    due_on = DueColumn(needs=("state",))
    state = Column(is_marked=True)
    received_by = Column("received_by__name", gettext_lazy("received by"))
