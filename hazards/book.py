"""The declaration of the book of hazards (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from hazards.filters import HazardFilterSet
from hazards.going_on import goes_on
from hazards.models import Hazard
from hazards.tables import HazardTable
from ledgers.book import Book, Fate, Group, HandOver, Listing, OpenWork, VillageEnds
from pages.keyset import Order

OPEN = OpenWork(label=_("Hazards to be put right"), query="to_rectify=on", rank=18, is_shown_empty=False)
TO_VERIFY = OpenWork(
    label=_("Hazards to be verified"),
    query="to_verify=on",
    rank=17,
    verb="verify_hazard",
    is_shown_empty=False,
)
OVERDUE = OpenWork(label=_("Hazards overdue"), query="overdue=0", rank=19, is_shown_empty=False)

HAZARDS = Book(
    stem="hazards:hazard",
    title=_("Hazards"),
    about=_("Found, put right, verified by somebody else"),
    icon="exclamation-triangle",
    group=Group.LEDGERS,
    records="record_hazard",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("returned", "state=given_back"), HandOver("hazards", "open=on")),
    village_ends=VillageEnds(merged=Fate.GOES_ON, given_up=Fate.FINISHED, open=goes_on),
    paper="群防群治队伍登记簿（隐患）",
    on_today=(TO_VERIFY, OPEN, OVERDUE),
    on_board=(
        TO_VERIFY,
        OpenWork(
            label=_("Hazards overdue"), query="overdue=%(days)s", rank=19, rule="hazard.chief_days",
            is_shown_empty=False,
        ),
    ),
    on_county=(
        OpenWork(
            label=_("Hazards overdue for over %(days)s days"), query="overdue=%(days)s", rank=19,
            rule="hazard.county_days", is_shown_empty=False,
        ),
    ),
    related=("village__town", "post", "station", "recorded_by", "rectified_by", "verified_by", "patrol",
        "team"),
    listing=Listing(
        model=Hazard,
        table=HazardTable,
        filterset=HazardFilterSet,
        orders={"occurred_on": Order("occurred_on"), "due_on": Order("due_on")},
        summed=("people_harmed",),
    ),
)  # fmt: skip
