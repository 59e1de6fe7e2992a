"""The columns of the lists of households, residents, visits, services and pairings."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ledgers.tables import BookTable, RowTable, VillageColumn
from pages.coarse import decade, group
from pages.columns import Column, Link, Reader, Row
from residents.completeness import entered
from residents.models import Household, Pairing, Resident, Service, Visit


def entered_of_all() -> Any:
    """``3/4``: how many of the household's people are entered, and how many they are."""
    return Concat(Cast(entered(), CharField()), Value("/"), Cast("members", CharField()))


class HouseholdTable(BookTable):
    model = Household
    householder = Column(link=Link())
    number = Column(coarse=group)
    village = VillageColumn()
    entered = Column(lambda reader: entered_of_all(), _("Entered"))
    members = Column(on_page=False)
    children_under_14 = Column()
    phone = Column()
    is_hardship = Column()
    last_met_on = Column(empty=_("never"))
    next_visit_on = Column()
    closed_on = Column(empty="–", only_if_any=True)


class ResidentTable(BookTable):
    model = Resident
    name = Column(link=Link())
    village = VillageColumn()
    number = Column("household__number", _("House number"), coarse=group)
    relation = Column(empty="–")
    residence = Column(label=_("Residence"))
    stays_until = Column(empty="–", only_if_any=True)
    birth_year = Column(coarse=decade)
    phone = Column()
    left_on = Column(empty="–", only_if_any=True)


class VisitTable(RowTable):
    model = Visit
    householder = Column("household__householder", _("Householder"))
    number = Column("household__number", _("House number"), coarse=group)
    outcome = Column(label=_("Outcome"), is_marked=True)
    channel = Column(on_page=False)
    talks = Column(label=_("Talks"))


class ServiceTable(RowTable):
    model = Service
    kind = Column(label=_("Kind"))
    quantity = Column()
    yuan = Column(label=_("Amount"), unit=pgettext_lazy("unit", "yuan"))


class EndColumn(Column):
    """The way to end a pairing that still holds: one's own, and one whose officer has left."""

    def __init__(self) -> None:
        super().__init__(self.own_open, "", empty="", in_file=False)

    @staticmethod
    def own_open(reader: Reader) -> Any:
        ways = [When(officer=reader.pk, ends_on=None, then=F("pk"))]
        if reader.may("end_pairing"):
            ways.append(When(pk__in=Pairing.objects.left_behind().values("pk"), then=F("pk")))
        return Case(*ways, output_field=IntegerField())

    def value_writer(self) -> Callable[[Any, Row], str]:
        word = gettext("End")
        return lambda value, row: format_html(
            '<a href="{}">{}</a>', reverse("residents:pairing-end", args=[value]), word
        )


class PairingTable(BookTable):
    model = Pairing
    householder = Column(
        "household__householder", _("Householder"), link=Link("household_id", model=Household)
    )
    number = Column("household__number", _("House number"), coarse=group)
    village = VillageColumn()
    officer = Column("officer__name", _("Officer"))
    starts_on = Column()
    ends_on = Column(empty=_("still"))
    end = EndColumn()
