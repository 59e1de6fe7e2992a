"""The published figures of a village in plain lines, to be told in its meeting (``settings.TOLD_FIGURES``)."""

from datetime import date

from django.utils.translation import gettext as _

from indicators.field_names import FIELD_NAMES
from indicators.models import Publication
from indicators.models.publications import PublishedCounts

MONTHS = 6  # offered, the newest first
# What concerns the village as a whole; nothing of what few there did, and no count of the five-none but those of cases.
FIELDS = (
    "households_met", "talks", "good_deeds", "documents", "bulletins", "requests_answered", "disputes_handled",
    "disputes_agreed", "patrols", "preventable",
)  # fmt: skip


class TOLD:
    """What meetings/figures.py asks for."""

    @staticmethod
    def months(county: int) -> list[date]:
        """The published months of the county, the newest first."""
        found = Publication.objects.filter(county=county, number=0).order_by("-month")
        return list(found.values_list("month", flat=True)[:MONTHS])

    @staticmethod
    def lines(village: int, month: date) -> list[str]:
        """The figures of the village as its newest publication has them; none where the month is not published."""
        rows = PublishedCounts.objects.filter(village=village, publication__month=month)
        counts = rows.order_by("-publication__number").values(*FIELDS).first()
        if counts is None:
            return []
        unsaid = _("not reported")
        return [f"{FIELD_NAMES[name]} {unsaid if n is None else n}" for name, n in counts.items()]
