"""The declaration of the book of duty days."""

from django.utils.translation import gettext_lazy as _

from duty.filters import DutyFilterSet
from duty.models import DutyDay
from duty.tables import DutyTable
from ledgers.book import Book, Group, Listing
from pages.keyset import Order

# Nobody types a duty day: a tap on arrival writes it.
DUTY_DAYS = Book(
    stem="duty:duty",
    title=_("Duty days"),
    about=_("Days in the villages"),
    icon="calendar-check",
    group=Group.LEDGERS,
    keeps_drafts=False,
    is_exported=True,
    related=("village__town", "post", "station", "user"),
    listing=Listing(
        model=DutyDay,
        table=DutyTable,
        filterset=DutyFilterSet,
        orders={"on": Order("on")},
        default_order="-on",
    ),
)
