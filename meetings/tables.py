"""The columns of the list of village meetings."""

from typing import Any

from django.db.models import F, Value
from django.utils.translation import gettext_lazy as _

from ledgers.tables import RowTable
from meetings.models import Meeting
from pages.columns import Column, Reader
from pages.row_history import HIDDEN


def focus(reader: Reader) -> Any:
    """The words for those who may read them, as the row's history has it."""
    return F("focus") if reader.may("see_names") else Value(HIDDEN)


class MeetingTable(RowTable):
    model = Meeting
    people = Column()
    told_month = Column()
    focus = Column(focus, _("Focus"), in_file=False)  # words about people stay in the registry
    focus_until = Column()
