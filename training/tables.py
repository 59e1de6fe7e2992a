"""The columns of the list of trainings."""

from django.db.models import Count, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link
from training.models import Training


class TrainingTable(BookTable):
    model = Training
    held_on = Column(label=_("Date"), link=Link())
    topic = Column(label=pgettext_lazy("training", "Topic"))
    hours = Column(unit=pgettext_lazy("unit", "hours"))
    level = Column()
    way = Column()
    teacher = Column()
    village = VillageColumn()
    came = Column(Cast(Count("attendances"), TextField()), _("Came"))
    recorded_by = Column("recorded_by__name", _("Recorded by"), on_paper=False)
    state = Column(label=_("State"), is_marked=True)
