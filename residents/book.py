"""The books about villagers: what was done for them, and the registers of who lives where."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import (
    ABOUT_ANOTHER_ROW,
    HAPPENED,
    Book,
    Fate,
    Group,
    HandOver,
    Listing,
    OpenWork,
    VillageEnds,
)
from pages.keyset import Order
from residents import filters, tables
from residents.data_requests.filters import DataRequestFilterSet
from residents.data_requests.tables import DataRequestTable
from residents.duplicates.filters import DuplicateFilterSet
from residents.duplicates.tables import DuplicateTable
from residents.models import (
    DataRequest,
    Duplicate,
    Household,
    Pairing,
    Premises,
    PriorityVisit,
    Request,
    Resident,
    Service,
    Visit,
)
from residents.premises.filters import PremisesFilterSet
from residents.premises.tables import PremisesTable
from residents.priority.filters import PriorityFilterSet
from residents.priority.tables import PriorityTable
from residents.requests.filters import RequestFilterSet
from residents.requests.tables import RequestTable

PLACE = ("village__town", "post", "station")
ROW = (*PLACE, "recorded_by")
OVERDUE = OpenWork(label=_("Requests overdue"), query="overdue=on", rank=20)

VISITS = Book(
    stem="residents:visit",
    title=_("Visits"),
    about=_("Every call at a household"),
    icon="door-open",
    group=Group.LEDGERS,
    records="record_visit",
    keeps_drafts=True,
    subject="household",
    is_exported=True,
    village_ends=HAPPENED,
    hands_over=(HandOver("returned", "state=given_back"),),
    paper="警务工作登记簿（入户走访）",
    given_back_in_demo=4,
    related=("household", *ROW),
    listing=Listing(
        model=Visit,
        table=tables.VisitTable,
        filterset=filters.VisitFilterSet,
        summed=("talks",),
    ),
)
SERVICES = Book(
    stem="residents:service",
    title=_("Services"),
    about=_("Good deeds, papers, bulletins"),
    icon="hand-thumbs-up",
    group=Group.LEDGERS,
    records="record_service",
    keeps_drafts=True,
    is_exported=True,
    village_ends=HAPPENED,
    hands_over=(HandOver("returned", "state=given_back"),),
    paper="警务工作登记簿（服务群众）",
    given_back_in_demo=3,
    related=ROW,
    listing=Listing(
        model=Service,
        table=tables.ServiceTable,
        filterset=filters.ServiceFilterSet,
        summed=("quantity", "yuan"),
    ),
)
REQUESTS = Book(
    stem="residents:request",
    title=_("Requests"),
    about=_("What was asked and promised"),
    icon="chat-left-text",
    group=Group.LEDGERS,
    records="record_visit",
    keeps_drafts=True,
    subject="household",
    is_exported=True,
    village_ends=VillageEnds(merged=Fate.WITH_ITS_ROW, given_up=Fate.FINISHED),
    hands_over=(HandOver("returned", "state=given_back"), HandOver("requests", "waiting=on")),
    paper="警务工作登记簿（群众诉求）",
    on_today=(OVERDUE,),
    on_board=(OVERDUE,),
    related=("household", "visit", *ROW),
    listing=Listing(
        model=Request,
        table=RequestTable,
        filterset=RequestFilterSet,
        orders={"occurred_on": Order("occurred_on"), "due_on": Order("due_on")},
    ),
)
TO_MOVE = OpenWork(
    label=_("Households still entered in an abolished village, to be moved"),
    query="abolished=on",
    rank=16,
    is_shown_empty=False,
)
HOUSEHOLDS = Book(
    stem="residents:household",
    title=_("Households"),
    icon="houses",
    group=Group.REGISTERS,
    records="edit_residents",
    keeps_drafts=True,
    is_exported=True,
    village_ends=VillageEnds(merged=Fate.WITH_ITS_ROW, given_up=Fate.TO_MOVE),
    hands_over=(HandOver("households", ""),),
    on_today=(TO_MOVE,),
    on_board=(TO_MOVE,),
    related=PLACE,
    listing=Listing(
        model=Household,
        table=tables.HouseholdTable,
        filterset=filters.HouseholdFilterSet,
        verb="read_residents",
        orders={
            "last_met_on": Order("last_met_on", nullable=True),
            "householder": Order("pinyin"),
            "number": Order("number_order"),
            "members": Order("members"),
        },
        default_order="last_met_on",  # the longest not visited on top
    ),
)
RESIDENTS = Book(
    stem="residents:resident",
    title=_("Residents"),
    icon="person-lines-fill",
    group=Group.REGISTERS,
    records="edit_residents",
    is_begun_in_list=False,
    keeps_drafts=True,
    subject="household",
    is_exported=True,
    village_ends=ABOUT_ANOTHER_ROW,
    hands_over=(HandOver("residents", ""),),
    related=("household", *PLACE),
    on_today=(
        OpenWork(
            label=_("Stays that end within %(days)s days or have ended"),
            query="ending=on",
            rank=45,
            rule="residence.named_days",
        ),
    ),
    listing=Listing(
        model=Resident,
        table=tables.ResidentTable,
        filterset=filters.ResidentFilterSet,
        verb="read_residents",
        orders={"name": Order("pinyin")},
        default_order="name",
    ),
)
LEFT_BEHIND = OpenWork(
    label=_("Pairings whose officer has left"),
    query="left=on",
    rank=40,
    verb="end_pairing",
    is_shown_empty=False,
)
PAIRINGS = Book(
    stem="residents:pairing",
    title=_("Pairings"),
    icon="link-45deg",
    group=Group.REGISTERS,
    records="pair_household",
    keeps_drafts=True,
    subject="household",
    is_exported=True,
    village_ends=ABOUT_ANOTHER_ROW,
    hands_over=(HandOver("pairings", "running=on"),),
    on_today=(LEFT_BEHIND,),
    on_board=(LEFT_BEHIND,),
    related=("household", "officer", *PLACE),
    listing=Listing(
        model=Pairing,
        table=tables.PairingTable,
        filterset=filters.PairingFilterSet,
        verb="read_residents",
        orders={"starts_on": Order("starts_on")},
        default_order="-starts_on",
    ),
)
PREMISES_TO_MOVE = OpenWork(
    label=_("Premises still entered in an abolished village"),
    query="abolished=on&running=on",
    rank=49,
    is_shown_empty=False,
)
PREMISES = Book(
    stem="residents:premises",
    title=_("Premises"),
    icon="shop",
    group=Group.REGISTERS,
    records="edit_premises",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("premises", "running=on"),),
    village_ends=VillageEnds(merged=Fate.TO_MOVE, given_up=Fate.TO_MOVE),
    on_today=(PREMISES_TO_MOVE,),
    on_board=(PREMISES_TO_MOVE,),
    related=PLACE,
    listing=Listing(
        model=Premises,
        table=PremisesTable,
        filterset=PremisesFilterSet,
        orders={"starts_on": Order("starts_on"), "name": Order("name")},
        default_order="-starts_on",
    ),
)
UNDECIDED = OpenWork(label=_("Suspected duplicates to decide"), query="waiting=on", rank=60)
DUPLICATES = Book(
    stem="residents:duplicate",
    title=_("Suspected duplicates"),
    icon="people",
    group=Group.REGISTERS,
    is_begun_in_list=False,
    keeps_drafts=False,
    is_exported=False,
    village_ends=ABOUT_ANOTHER_ROW,
    hands_over=(HandOver("duplicates", "waiting=on"),),
    on_today=(UNDECIDED,),
    on_board=(UNDECIDED,),
    related=(
        "first__village",
        "second__village",
        "first_person__household__village",
        "second_person__household__village",
        "asked_by",
        "decided_by",
        *PLACE,
    ),
    listing=Listing(
        model=Duplicate,
        table=DuplicateTable,
        filterset=DuplicateFilterSet,
        verb="see_duplicates",
        orders={"found_on": Order("found_on")},
        default_order="-found_on",
    ),
)
# Neither of the two below is a list of people to take away (guard rails 3 and 11).
DATA_REQUESTS = Book(
    stem="residents:data-request",
    title=_("Requests about own data"),
    icon="person-vcard",
    group=Group.REGISTERS,
    records="receive_data_request",
    is_begun_in_list=False,
    keeps_drafts=True,
    subject="household",
    is_exported=False,
    village_ends=ABOUT_ANOTHER_ROW,
    hands_over=(HandOver("data_requests", "waiting=on"),),
    on_board=(
        OpenWork(
            label=_("Requests about own data to answer"),
            query="waiting=on",
            rank=50,
            urgent=OpenWork(label=_("Requests about own data overdue"), query="overdue=on", rank=50),
        ),
    ),
    related=("household", "resident", *PLACE, "received_by", "answered_by"),
    listing=Listing(
        model=DataRequest,
        table=DataRequestTable,
        filterset=DataRequestFilterSet,
        verb="see_data_requests",
        orders={"due_on": Order("due_on")},
        default_order="due_on",
    ),
)
PRIORITY_VISITS = Book(
    stem="residents:priority",
    title=_("Priority visits"),
    icon="heart",
    group=Group.REGISTERS,
    records="request_priority",
    is_begun_in_list=False,
    keeps_drafts=True,
    subject="household",
    is_exported=False,
    village_ends=ABOUT_ANOTHER_ROW,
    hands_over=(
        HandOver("priority", "waiting=on", _("To decide")),
        HandOver("priority", "running=on", _("Running")),
    ),
    on_board=(
        OpenWork(label=_("Priority visits to decide"), query="waiting=on", rank=30, verb="decide_priority"),
    ),
    related=("household", "resident", *PLACE, "author", "approver"),
    listing=Listing(
        model=PriorityVisit,
        table=PriorityTable,
        filterset=PriorityFilterSet,
        verb="see_priority",
        orders={"requested_on": Order("requested_on")},
        default_order="-requested_on",
    ),
)
