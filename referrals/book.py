"""The declaration of the book of referrals (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import Book, Fate, Group, HandOver, Listing, OpenWork, VillageEnds
from pages.keyset import Order
from referrals.filters import ReferralFilterSet
from referrals.going_on import goes_on
from referrals.models import Referral
from referrals.tables import ReferralTable

RECEIVED = OpenWork(
    label=_("Passed on to us, to be dealt with"),
    query="direction=in&waiting=on",
    rank=24,
    is_shown_empty=False,
)
TO_TELL = OpenWork(
    label=_("Referrals that came back, to be told"),
    query="direction=out&to_tell=on",
    rank=22,
    is_shown_empty=False,
)
OVERDUE = OpenWork(
    label=_("Referrals overdue"), query="direction=out&overdue=0", rank=23, is_shown_empty=False
)

REFERRALS = Book(
    stem="referrals:referral",
    title=_("Referrals"),
    icon="arrow-left-right",
    group=Group.REGISTERS,
    is_begun_in_list=False,
    keeps_drafts=False,
    is_exported=False,
    hands_over=(
        HandOver("referrals", "direction=out&waiting=on", _("With others")),
        HandOver("referrals", "direction=out&to_tell=on", _("To be told")),
        HandOver("received", "direction=in&waiting=on"),
    ),
    village_ends=VillageEnds(merged=Fate.GOES_ON, given_up=Fate.FINISHED, open=goes_on),
    related=("village__town", "post", "station", "sent_by", "body", "to_post", "to_station"),
    on_today=(TO_TELL, OVERDUE, RECEIVED),
    on_board=(
        RECEIVED,
        OpenWork(
            label=_("Referrals overdue for over %(days)s days"),
            query="direction=out&overdue=%(days)s",
            rank=23,
            rule="referral.chief_days",
        ),
    ),
    on_county=(
        OVERDUE,
        OpenWork(label=_("Passed on to us, to be dealt with"), query="direction=in&waiting=on", rank=24),
        OpenWork(
            label=_("Referrals overdue for over %(days)s days"),
            query="overdue=%(days)s",
            rank=23,
            rule="referral.county_days",
        ),
    ),
    listing=Listing(
        model=Referral,
        table=ReferralTable,
        filterset=ReferralFilterSet,
        verb="see_referrals",
        orders={"sent_on": Order("sent_on"), "due_on": Order("due_on")},
        default_order="-sent_on",
    ),
)
