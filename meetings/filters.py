"""The filters of the list of village meetings."""

from ledgers.filters import RowFilterSet
from meetings.models import Meeting


class MeetingFilterSet(RowFilterSet):
    class Meta:
        model = Meeting
        fields: list[str] = []
