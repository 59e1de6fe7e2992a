"""The declaration of the book of check rounds (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from disputes.models import CheckRound
from disputes.rounds.lists import CheckRoundFilterSet, CheckRoundTable
from ledgers.book import HAPPENED, Book, Group, HandOver, Listing

CHECK_ROUNDS = Book(
    stem="disputes:check-round",
    title=_("Check rounds"),
    about=_("Walks to find disputes; none found counts as well"),
    icon="search",
    group=Group.LEDGERS,
    records="record_dispute",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("returned", "state=given_back"),),
    village_ends=HAPPENED,
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(
        model=CheckRound,
        table=CheckRoundTable,
        filterset=CheckRoundFilterSet,
        summed=("found",),
    ),
)
