"""The list of suspected duplicates. Whoever opens it may see names (``see_duplicates``); it is no list to export."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ledgers.tables import BookTable, VillageColumn
from pages.columns import Column, Link, Reader
from residents.duplicates.finding import still_there
from residents.models import Duplicate

OVER = "over"  # nobody has decided, and nothing is to be decided any more
STATES = [*Duplicate.State.choices, (OVER, _("Settled by itself"))]
ELSEWHERE = _("at another post by now")


def named(place: str) -> Coalesce:
    """The name of the ``first`` or ``second`` entry: the householder's, or the person's."""
    return Coalesce(f"{place}__householder", f"{place}_person__name", output_field=CharField())


def numbered(place: str) -> Coalesce:
    """The house number of the ``first`` or ``second`` entry."""
    return Coalesce(f"{place}__number", f"{place}_person__household__number", output_field=CharField())


def alike_in(reader: Reader) -> Case:
    return Case(
        When(is_same_phone=True, is_same_name=True, then=Value("both")),
        When(is_same_phone=True, then=Value("phone")),
        When(is_same_name=True, then=Value("name")),
        default=Value("hand"),
        output_field=CharField(),
    )


def kind_of(reader: Reader) -> Case:
    return Case(
        When(first_person__isnull=False, then=Value("people")),
        default=Value("households"),
        output_field=CharField(),
    )


ALIKE = {
    "both": _("phone, name and year of birth"),
    "phone": _("Same phone"),
    "name": _("Same name and year of birth"),
    "hand": _("chosen by hand"),
}


def stands(reader: Reader) -> Case:
    return Case(
        When(~Q(state=Duplicate.State.OPEN), then=F("state")),
        When(still_there(), then=Value("open")),
        default=Value(OVER),
        output_field=CharField(),
    )


KINDS = {"people": _("One person?"), "households": _("One household?")}


class DuplicateTable(BookTable):
    model = Duplicate
    first = Column(named("first"), _("Entry"), is_name=True, link=Link(), empty=ELSEWHERE)
    first_number = Column(numbered("first"), _("House number"), empty="–")
    second = Column(named("second"), _("Looks like"), is_name=True, empty=ELSEWHERE)
    second_number = Column(numbered("second"), _("House number of the other"), empty="–")
    kind = Column(kind_of, _("Question"), choices=KINDS)
    alike = Column(alike_in, _("Alike in"), choices=ALIKE)
    village = VillageColumn()
    found_on = Column()
    state = Column(stands, _("State"), choices=dict(STATES))
    decided_by = Column("decided_by__name", _("Decided by"), empty="–")
