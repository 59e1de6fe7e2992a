"""The list of priority visits. It is no list to export (residents/book.py, guard rail 3)."""

from django.utils.translation import gettext_lazy as _

from ledgers.tables import BookTable, ChoiceColumn, DayColumn, NameColumn, SheetColumn
from residents.models import PriorityVisit


class StageColumn(SheetColumn):
    def render(self, value: str, record: PriorityVisit) -> str:
        return record.stage


class PriorityTable(BookTable):
    householder = NameColumn(
        accessor="household__householder",
        verbose_name=_("Householder"),
        linkify=lambda record: record.get_absolute_url(),
    )
    number = SheetColumn(accessor="household__number", verbose_name=_("House number"))
    village = SheetColumn(verbose_name=_("Village"))
    purpose = ChoiceColumn(PriorityVisit.Purpose)
    stage = StageColumn(accessor="state", verbose_name=_("State"))
    requested_on = DayColumn()
    expires_on = DayColumn(default="–")
    author = SheetColumn(accessor="author__name", verbose_name=_("Requested by"))

    class Meta(BookTable.Meta):
        model = PriorityVisit
        fields = (
            "householder",
            "number",
            "village",
            "purpose",
            "stage",
            "requested_on",
            "expires_on",
            "author",
        )
