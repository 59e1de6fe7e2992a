"""The columns of the list of hazards."""

from typing import Any

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from hazards.models import Hazard
from hazards.models.hazards import BY_DAYS
from ledgers.tables import RowTable
from pages.columns import Column, Reader
from pages.row_history import HIDDEN

SHOWN = 40  # characters of a line


def place(reader: Reader) -> Any:
    """The place for those who may read words about people, as the row's history has it."""
    return Left("place", SHOWN) if reader.may("see_names") else Value(HIDDEN)


def stage(reader: Reader) -> Any:
    """How far it is, in words."""
    cases = [When(then=Value(str(one.label)), **days) for one, days in BY_DAYS.items()]
    return Case(*cases, output_field=TextField())


class HazardTable(RowTable):
    model = Hazard
    kind = Column(label=_("Kind"))
    place = Column(place, _("Where"), in_file=False)  # words about people stay in the registry
    people_harmed = Column(label=_("People harmed"))
    source = Column(label=_("Found by"), on_page=False)
    urgency = Column(label=_("Urgency"), on_page=False)
    stage = Column(stage, _("Stage"))
    due_on = Column()
    # On the page the stage says it: with two more days the others would be broken over two lines.
    rectified_on = Column(empty=_("not yet"), on_page=False, on_paper=True)
    verified_on = Column(empty=_("not yet"), on_page=False, on_paper=True)
