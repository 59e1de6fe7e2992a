"""The columns of the lists of households, residents, visits, services, requests and pairings."""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ledgers.tables import (
    BookTable,
    ChoiceColumn,
    DayColumn,
    NameColumn,
    PhoneColumn,
    RowTable,
    SheetColumn,
    YesColumn,
)
from residents.models import Household, Pairing, Request, Resident, Service, Visit


class HouseholdTable(BookTable):
    householder = NameColumn(linkify=True)
    number = SheetColumn()
    village = SheetColumn(verbose_name=_("Village"))
    members = SheetColumn(attrs={"td": {"class": "number"}})
    children_under_14 = SheetColumn(attrs={"td": {"class": "number"}})
    phone = PhoneColumn()
    is_hardship = YesColumn()
    last_met_on = DayColumn(default=_("never"))
    next_visit_on = DayColumn()
    closed_on = DayColumn(default="–")

    class Meta(BookTable.Meta):
        model = Household
        fields = (
            "householder", "number", "village", "members", "children_under_14", "phone", "is_hardship",
            "last_met_on", "next_visit_on", "closed_on",
        )  # fmt: skip

    def __init__(self, rows: Iterable[Household], *args: Any, **kwargs: Any) -> None:
        super().__init__(rows, *args, **kwargs)
        if not any(household.closed_on for household in rows):
            self.columns.hide("closed_on")


class ResidentTable(BookTable):
    name = NameColumn(linkify=True)
    village = SheetColumn(verbose_name=_("Village"))
    number = SheetColumn(accessor="household__number", verbose_name=_("House number"))
    residence = ChoiceColumn(Resident.Residence, verbose_name=_("Residence"))
    birth_year = SheetColumn(attrs={"td": {"class": "number"}})
    phone = PhoneColumn()
    left_on = DayColumn(default="–")

    class Meta(BookTable.Meta):
        model = Resident
        fields = ("name", "village", "number", "residence", "birth_year", "phone", "left_on")

    def __init__(self, rows: Iterable[Resident], *args: Any, **kwargs: Any) -> None:
        super().__init__(rows, *args, **kwargs)
        if not any(person.left_on for person in rows):
            self.columns.hide("left_on")


class VisitTable(RowTable):
    householder = NameColumn(accessor="household__householder", verbose_name=_("Householder"))
    number = SheetColumn(accessor="household__number", verbose_name=_("House number"))
    outcome = ChoiceColumn(Visit.Outcome, marked=True, verbose_name=_("Outcome"))
    talks = SheetColumn(verbose_name=_("Talks"), attrs={"td": {"class": "number"}})

    class Meta(RowTable.Meta):
        model = Visit
        fields = ("householder", "number", "outcome", "talks")


class ServiceTable(RowTable):
    kind = ChoiceColumn(Service.Kind, verbose_name=_("Kind"))
    quantity = SheetColumn(attrs={"td": {"class": "number"}})
    yuan = SheetColumn(attrs={"td": {"class": "number"}})

    class Meta(RowTable.Meta):
        model = Service
        fields = ("kind", "quantity", "yuan")


class RequestTable(RowTable):
    householder = NameColumn(accessor="household__householder", verbose_name=_("Householder"))
    due_on = DayColumn()
    answered_on = DayColumn(default=_("not yet"))

    class Meta(RowTable.Meta):
        model = Request
        fields = ("householder", "due_on", "answered_on")


class PairingTable(BookTable):
    householder = NameColumn(
        accessor="household__householder",
        verbose_name=_("Householder"),
        linkify=("residents:household-detail", [tables.A("household_id")]),
    )
    number = SheetColumn(accessor="household__number", verbose_name=_("House number"))
    village = SheetColumn(verbose_name=_("Village"))
    officer = SheetColumn(accessor="officer__name", verbose_name=_("Officer"))
    starts_on = DayColumn()
    ends_on = DayColumn(default=_("still"))
    end = tables.TemplateColumn(
        template_name="residents/_end_pairing.html", verbose_name="", default="", empty_values=()
    )

    class Meta(BookTable.Meta):
        model = Pairing
        fields = ("householder", "number", "village", "officer", "starts_on", "ends_on", "end")

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
