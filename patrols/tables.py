"""The columns of the list of patrols."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import RowTable
from pages.columns import Column
from patrols.models import Patrol


class PatrolTable(RowTable):
    model = Patrol
    mode = Column(label=_("Mode"))
    starts_at = Column()
    minutes = Column(label=_("Duration"), unit=pgettext_lazy("unit", "minutes"))
    people = Column()
    is_joint = Column()
