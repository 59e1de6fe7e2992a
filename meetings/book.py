"""The declaration of the book of village meetings (settings.BOOKS names it)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import HAPPENED, Book, Group, HandOver, Listing
from meetings.filters import MeetingFilterSet
from meetings.models import Meeting
from meetings.tables import MeetingTable

MEETINGS = Book(
    stem="meetings:meeting",
    title=_("Village meetings"),
    about=_("Who was there, what was told, what is looked at next"),
    icon="chat-square-text",
    group=Group.LEDGERS,
    records="record_meeting",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("returned", "state=given_back"),),
    village_ends=HAPPENED,
    paper="群防群治队伍登记簿（村民会议）",
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(model=Meeting, table=MeetingTable, filterset=MeetingFilterSet, summed=("people",)),
)
