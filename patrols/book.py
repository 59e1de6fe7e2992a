"""The declaration of the book of patrols (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import HAPPENED, Book, Group, HandOver, Listing
from patrols.filters import PatrolFilterSet
from patrols.models import Patrol
from patrols.tables import PatrolTable

PATROLS = Book(
    stem="patrols:patrol",
    title=_("Patrols"),
    about=_("Rounds alone or with a team"),
    icon="bicycle",
    group=Group.LEDGERS,
    records="record_patrol",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("returned", "state=given_back"),),
    village_ends=HAPPENED,
    paper="群防群治队伍登记簿（巡逻）",
    given_back_in_demo=2,
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(
        model=Patrol,
        table=PatrolTable,
        filterset=PatrolFilterSet,
    ),
)
