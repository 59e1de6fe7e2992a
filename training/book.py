"""The declaration of the book of trainings (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import HAPPENED, Book, Group, Listing
from pages.keyset import Order
from training.filters import TrainingFilterSet
from training.models import Training
from training.tables import TrainingTable

TRAININGS = Book(
    stem="training:training",
    title=_("Trainings"),
    about=_("Of officers, auxiliaries and members of teams"),
    icon="book",
    group=Group.LEDGERS,
    records="hold_training",
    keeps_drafts=True,
    is_exported=True,
    paper="群防群治队伍登记簿（培训）",
    hands_over=(),
    nothing_handed_over="nothing of a training waits: who came is noted on its day, or is not entered at all",
    village_ends=HAPPENED,
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(
        model=Training,
        table=TrainingTable,
        filterset=TrainingFilterSet,
        orders={"held_on": Order("held_on")},
        default_order="-held_on",
    ),
)
