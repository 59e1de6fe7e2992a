"""The columns of the list of disputes."""

from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from ledgers.tables import RowTable
from pages.columns import Column


class DisputeTable(RowTable):
    model = Dispute
    kind = Column(label=_("Type"))
    origin = Column(label=_("Origin"))
    host = Column(label=_("Hosted by"))
    parties = Column(label=_("Parties"))
    stage = Column(label=_("Stage"), is_marked=True)
    handled_on = Column(empty="–")
