"""The declaration of the book of duty days."""

from django.utils.translation import gettext_lazy as _

from duty.filters import DutyFilterSet
from duty.models import DutyDay
from duty.tables import DutyTable
from ledgers.book import HAPPENED, Book, Group, Listing, OpenWork
from pages.keyset import Order

TO_DECIDE = OpenWork(label=_("Arrivals to confirm"), query="to_decide=on", rank=15, verb="review_rows")
# A tap on arrival writes a duty day; the form is for one of an earlier day that was forgotten.
DUTY_DAYS = Book(
    stem="duty:duty",
    title=_("Duty days"),
    about=_("Days in the villages"),
    icon="calendar-check",
    group=Group.LEDGERS,
    records="record_duty",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(),
    nothing_handed_over="a late arrival waits for the chief, who stays; the day is of who arrived, whoever follows",
    village_ends=HAPPENED,
    on_board=(TO_DECIDE,),
    related=("village__town", "post", "station", "user", "decided_by", "last_village__town"),
    listing=Listing(
        model=DutyDay,
        table=DutyTable,
        filterset=DutyFilterSet,
        orders={"on": Order("on")},
        default_order="-on",
    ),
)
