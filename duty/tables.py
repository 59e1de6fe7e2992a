"""The columns of the list of duty days."""

from django.utils.translation import gettext_lazy as _

from duty.models import DutyDay
from ledgers.tables import BookTable, DayColumn, MomentColumn, SheetColumn


class DutyTable(BookTable):
    on = DayColumn(verbose_name=_("Date"))
    village = SheetColumn(verbose_name=_("Village"))
    user = SheetColumn(verbose_name=_("Person"), accessor="user__name")
    post = SheetColumn(verbose_name=_("Post"), accessor="post__name")
    arrived_at = MomentColumn(verbose_name=_("Arrived at"))

    class Meta(BookTable.Meta):
        model = DutyDay
        fields = ("on", "village", "user", "post", "arrived_at")
