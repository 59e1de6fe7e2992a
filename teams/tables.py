"""The columns of the lists of teams, members and neighbourhood groups."""

from django.db.models import Case, Count, DecimalField, F, Func, Q, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link, Reader
from teams.models import FUNCTIONS, Member, Team, WatchGroup


class FunctionNames(Func):
    """The functions of a team in words, joined, as an expression of the database."""

    template = "array_to_string(ARRAY[%(expressions)s], '、')"


def functions_in_words(_reader: Reader) -> FunctionNames:
    parts = [
        Case(When(functions__contains=[one.value], then=Value(str(one.label))), default=Value(None))
        for one in FUNCTIONS
    ]
    return FunctionNames(*parts, output_field=TextField())


def hours_by_today(_reader: Reader) -> Func:
    """Hours of training that a member has had by today."""
    today = Value(timezone.localdate())
    return Func(F("pk"), today, function="training_hours_of_member", output_field=DecimalField())


class TeamTable(BookTable):
    model = Team
    name = Column(label=_("Team"), link=Link())
    village = VillageColumn()
    kind = Column(label=pgettext_lazy("team", "Kind"))
    functions = Column(functions_in_words, _("Functions"))
    is_paid = Column()
    partner = Column()
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")
    agreement_until = Column(label=_("Agreement until"), empty="–")


class MemberTable(BookTable):
    model = Member
    name = Column(label=_("Name"), link=Link())
    team = Column("team__name", _("Team"))
    village = VillageColumn()
    phone = Column(label=_("Phone"))
    is_leader = Column(label=_("Leads"))
    hours = Column(hours_by_today, _("Hours of training"))
    consent_on = Column(label=_("Agreed on"))
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")
    left_for = Column(label=_("Why no more"))


def size_today(_reader: Reader) -> Count:
    """Households that belong to a group and live in its village."""
    living = Q(households__ends_on=None, households__household__closed_on=None)
    return Count("households", filter=living & Q(households__household__village=F("village")))


class GroupTable(BookTable):
    model = WatchGroup
    name = Column(label=_("Neighbourhood group"), link=Link())
    village = VillageColumn()
    size = Column(size_today, _("Households"))
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")
