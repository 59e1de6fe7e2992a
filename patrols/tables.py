"""The columns of the lists of patrols, checkpoints, plans and planned rounds."""

from typing import Any

from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ledgers.tables import BookTable, RowTable, VillageColumn
from pages.columns import Column, Link, Reader
from patrols.models import Checkpoint, Patrol, PatrolPartner, PatrolPlan, PlannedRound, Weekday


def members_of_patrol(_reader: Reader) -> Cast:
    """How many members of teams were on it: a number for everybody."""
    return Cast(Func(F("members"), function="cardinality"), TextField())


class PatrolTable(RowTable):
    model = Patrol
    mode = Column(label=_("Mode"))
    starts_at = Column()
    minutes = Column(label=_("Duration"), unit=pgettext_lazy("unit", "minutes"))
    people = Column()
    is_joint = Column()
    on_patrol = Column(members_of_patrol, _("Members of teams"))
    caught = Column(label=_("People caught"))


class Joined(Func):
    """The words that are not null, joined, as an expression of the database."""

    template = "array_to_string(ARRAY[%(expressions)s], '、')"
    output_field = TextField()


def weekdays_in_words(_reader: Reader) -> Joined:
    parts = [
        Case(When(weekdays__contains=[one.value], then=Value(str(one.label))), default=Value(None))
        for one in Weekday
    ]
    return Joined(*parts)


def lacks_in_words(_reader: Reader) -> Joined:
    return Joined(
        Case(
            When(lacks_light=True, then=Value(str(_("no lighting")))),
            default=Value(None),
            output_field=TextField(),
        ),
        Case(
            When(lacks_camera=True, then=Value(str(_("no camera")))),
            default=Value(None),
            output_field=TextField(),
        ),
    )


def points_of_plan(_reader: Reader) -> Cast:
    """How many points it passes."""
    return Cast(Func(F("points"), function="cardinality"), TextField())


def points_of_round(_reader: Reader) -> Any:
    """Points passed of those planned; before its patrol is recorded a dash stands for those passed."""
    parts = (Cast("points_passed", TextField()), Value(" / "), Cast("points_planned", TextField()))
    passed = Concat(*parts, output_field=TextField())
    return Case(
        When(patrol__isnull=False, then=passed),
        default=Concat(Value("– / "), Cast("points_planned", TextField()), output_field=TextField()),
        output_field=TextField(),
    )


class CheckpointTable(BookTable):
    model = Checkpoint
    name = Column(label=_("Checkpoint"), link=Link())
    village = VillageColumn()
    kind = Column(label=pgettext_lazy("checkpoint", "Kind"))
    code = Column(label=_("Short code"))
    lacks = Column(lacks_in_words, _("Lacks"))
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")


class PlanTable(BookTable):
    model = PatrolPlan
    name = Column(label=_("Patrol plan"), link=Link())
    village = VillageColumn()
    weekdays = Column(weekdays_in_words, _("Days of the week"))
    starts_at = Column(label=pgettext_lazy("plan", "From"))
    ends_at = Column(label=pgettext_lazy("plan", "To"))
    mode = Column(label=_("Mode"))
    points = Column(points_of_plan, _("Points"))
    team = Column("team__name", _("Team"), empty="–")
    starts_on = Column(label=_("Since"))
    ends_on = Column(label=_("Until"), empty="–")


class PartnerTable(BookTable):
    model = PatrolPartner
    occurred_on = Column(label=_("Date"), link=Link())
    village = VillageColumn()
    starts_at = Column()
    minutes = Column(label=_("Duration"), unit=pgettext_lazy("unit", "minutes"))
    partner_post = Column("partner_post__name", _("Partner"))
    partner_village = Column("partner_village__name", _("Village of the partner"), on_page=False)
    people = Column(label=_("People of the partner"), empty="–")
    caught = Column(label=_("People caught"), on_page=False)
    state = Column(label=_("State"), is_marked=True)


class RoundTable(BookTable):
    model = PlannedRound
    occurred_on = Column(label=_("Date"), link=Link())
    plan = Column("plan__name", _("Patrol plan"))
    village = VillageColumn()
    starts_at = Column(label=pgettext_lazy("plan", "From"))
    ends_at = Column(label=pgettext_lazy("plan", "To"))
    state = Column(label=_("State"), is_marked=True)
    points = Column(points_of_round, _("Points passed of those planned"))
    points_passed = Column(label=_("Points passed"), on_page=False)
    points_planned = Column(label=_("Points planned"), on_page=False)
