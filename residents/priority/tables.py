"""The list of priority visits. It is no list to export (residents/book.py, guard rail 3)."""

from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledgers.tables import BookTable, VillageColumn
from pages.coarse import group
from pages.columns import Column, Link, Reader
from residents.models import PriorityVisit

State, Stage = PriorityVisit.State, PriorityVisit.Stage
STAGES = dict([*State.choices, *Stage.choices])


def stage_today(reader: Reader) -> Any:
    """``PriorityVisit.stage`` as the database finds it."""
    last_day = Coalesce("ended_on", "expires_on")
    return Case(
        When(~Q(state=State.APPROVED), then=F("state")),
        When(Q(GreaterThanOrEqual(last_day, timezone.localdate())), then=Value(Stage.RUNNING)),
        When(ended_on__isnull=False, then=Value(Stage.ENDED)),
        default=Value(Stage.EXPIRED),
        output_field=CharField(),
    )


class PriorityTable(BookTable):
    model = PriorityVisit
    householder = Column("household__householder", _("Householder"), link=Link())
    number = Column("household__number", _("House number"), coarse=group)
    village = VillageColumn()
    purpose = Column()
    stage = Column(stage_today, _("State"), choices=STAGES)
    requested_on = Column()
    expires_on = Column(empty="–")
    author = Column("author__name", _("Requested by"))
