"""The columns of the list of requests about own data."""

from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledgers.tables import BookTable, ChoiceColumn, DayColumn, NameColumn, SheetColumn
from residents.models import DataRequest


class DueColumn(DayColumn):
    """The day until which it must be answered; an overdue one is marked."""

    def render(self, value: date, record: DataRequest | None = None) -> str:
        day = super().render(value)
        return (
            format_html('{} <span class="mark mark-bad">{}</span>', day, _("Overdue"))
            if record and record.is_overdue
            else day
        )


class DataRequestTable(BookTable):
    kind = ChoiceColumn(DataRequest.Kind, linkify=lambda record: record.get_absolute_url())
    householder = NameColumn(accessor="household__householder", verbose_name=gettext_lazy("Householder"))
    village = SheetColumn(verbose_name=gettext_lazy("Village"))
    asked_on = DayColumn()
    due_on = DueColumn()
    state = ChoiceColumn(DataRequest.State, marked=True)
    received_by = SheetColumn(accessor="received_by__name")

    class Meta(BookTable.Meta):
        model = DataRequest
        fields = ("kind", "householder", "village", "asked_on", "due_on", "state", "received_by")
