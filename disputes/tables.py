"""The columns of the list of disputes."""

from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from ledgers.tables import ChoiceColumn, DayColumn, RowTable, SheetColumn


class DisputeTable(RowTable):
    kind = ChoiceColumn(Dispute.Kind, verbose_name=_("Type"))
    origin = ChoiceColumn(Dispute.Origin, verbose_name=_("Origin"))
    host = ChoiceColumn(Dispute.Host, verbose_name=_("Hosted by"))
    parties = SheetColumn(verbose_name=_("Parties"), attrs={"td": {"class": "number"}})
    stage = ChoiceColumn(Dispute.Stage, marked=True, verbose_name=_("Stage"))
    handled_on = DayColumn(default="–")

    class Meta(RowTable.Meta):
        model = Dispute
        fields = ("kind", "origin", "host", "parties", "stage", "handled_on")
