"""The columns of the list of duty days."""

from django.utils.translation import gettext_lazy as _

from duty.models import DutyDay
from ledgers.of_day import of_day
from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link


class DutyTable(BookTable):
    model = DutyDay
    of_town = Column(of_day("town", "on"), _("Town"), on_page=False)
    of_village = Column(of_day("name", "on"), _("Village"), on_page=False)
    division_code = Column(of_day("code", "on"), _("Division code"), on_page=False)
    on = Column(label=_("Date"), link=Link())
    village = VillageColumn()
    user = Column("user__name", _("Person"))
    post = Column("post__name", _("Post"), in_file=False)  # one of the levels that a file begins with
    arrived_at = Column(label=_("Arrived at"))
    entered_on = Column(label=_("Entered later, on"))
    state = Column(label=_("State"), is_marked=True)
