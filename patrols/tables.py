"""The columns of the list of patrols."""

from django.utils.translation import gettext_lazy as _

from ledgers.tables import ChoiceColumn, RowTable, SheetColumn, YesColumn
from patrols.models import Patrol


class PatrolTable(RowTable):
    mode = ChoiceColumn(Patrol.Mode, verbose_name=_("Mode"))
    starts_at = SheetColumn()
    minutes = SheetColumn(attrs={"td": {"class": "number"}})
    people = SheetColumn(attrs={"td": {"class": "number"}})
    is_joint = YesColumn()

    class Meta(RowTable.Meta):
        model = Patrol
        fields = ("mode", "starts_at", "minutes", "people", "is_joint")
