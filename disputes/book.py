"""The declaration of the book of disputes (settings.BOOKS names it)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disputes import not_listed
from disputes.actions.acceptance import take_back_verdict
from disputes.filters import DisputeFilterSet
from disputes.going_on import goes_on
from disputes.models import Dispute
from disputes.tables import DisputeTable
from disputes.withholding import withheld
from ledgers.book import Book, Fate, Group, HandOver, Listing, OpenWork, VillageEnds
from pages.keyset import Order

OPEN = "stage=open&counted=on"
TO_MOVE = OpenWork(
    label=_("Open disputes of an abolished village, to be moved"),
    query=f"{OPEN}&abolished=on",
    rank=16,
    is_shown_empty=False,
)

DISPUTES = Book(
    stem="disputes:dispute",
    title=_("Disputes"),
    about=_("From acceptance to agreement"),
    icon="people",
    group=Group.LEDGERS,
    records="record_dispute",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(
        HandOver("returned", "state=given_back"),
        HandOver("disputes", OPEN),
        HandOver("calls", "call=on"),
        HandOver("duties", "owed=on"),
    ),
    village_ends=VillageEnds(merged=Fate.GOES_ON, given_up=Fate.FINISHED, open=goes_on),
    paper="纠纷调处登记簿",
    on_today=(OpenWork(label=_("Disputes open"), query=OPEN, rank=30), TO_MOVE),
    on_board=(
        TO_MOVE,
        OpenWork(
            label=_("Disputes open for over %(days)s days"),
            query=f"{OPEN}&open_days=%(days)s",
            rank=10,
            rule="dispute.open_days",
        ),
    ),
    withholds=withheld,
    takes_back=take_back_verdict,
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(
        model=Dispute,
        table=DisputeTable,
        filterset=DisputeFilterSet,
        in_files=Q(is_protected=False),
        left_out=not_listed.NEVER,
        orders={"occurred_on": Order("occurred_on"), "handled_on": Order("handled_on", nullable=True)},
    ),
)
