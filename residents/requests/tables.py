"""The columns of the list of requests."""

from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from encryption import masks
from ledgers.tables import RowTable
from pages.columns import Column, Reader
from pages.expressions import IN_SQL
from pages.row_history import HIDDEN
from residents.models import Request

ASKED_SHOWN = 40  # characters of a line


class AskerColumn(Column):
    """Who asks: the householder, the place by its name, or somebody passing by; names masked as everywhere."""

    is_masked = True

    def asked(self, reader: Reader) -> Any:
        names: dict[str, Any] = {"household": F("household__householder"), "place": F("place_name")}
        if self.hides_from(reader):
            names = {who: IN_SQL[masks.name](name) for who, name in names.items()}
        named = [When(asker=who, then=name) for who, name in names.items()]
        return Case(*named, default=Value(str(Request.Asker.PASSER_BY.label)), output_field=TextField())


def asked(reader: Reader) -> Any:
    """The words for those who may read them, as the row's history has it."""
    return Left("asked", ASKED_SHOWN) if reader.may("see_names") else Value(HIDDEN)


class RequestTable(RowTable):
    model = Request
    asker = AskerColumn("household__householder", _("Who asks"))
    kind = Column(label=_("Kind"))
    urgency = Column(label=_("Urgency"))
    asked = Column(asked, _("What was asked"), in_file=False)  # words about people stay in the registry
    due_on = Column()
    told_back_on = Column(empty=_("not yet"))
    outcome = Column(label=_("Outcome"), on_page=False)
    told_how = Column(label=_("How told"), on_page=False)
