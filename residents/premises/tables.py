"""The columns of the list of premises."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link
from residents.models import Premises


class PremisesTable(BookTable):
    model = Premises
    name = Column(label=_("Premises"), link=Link())
    village = VillageColumn()
    kind = Column(label=pgettext_lazy("premises", "Kind"))
    place = Column(label=pgettext_lazy("premises", "Where"), empty="–")
    phone = Column(label=_("Telephone of the business"), empty="–")
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")
