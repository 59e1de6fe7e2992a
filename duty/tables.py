"""The columns of the list of duty days."""

from django.utils.translation import gettext_lazy as _

from duty.models import DutyDay
from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link


class DutyTable(BookTable):
    model = DutyDay
    on = Column(label=_("Date"), link=Link())
    village = VillageColumn()
    user = Column("user__name", _("Person"))
    post = Column("post__name", _("Post"), in_file=False)  # one of the levels that a file begins with
    arrived_at = Column(label=_("Arrived at"))
    entered_on = Column(label=_("Entered later, on"))
    state = Column(label=_("State"), is_marked=True)
