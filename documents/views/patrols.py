"""Papers of patrols: the duty plan of a month, the labels of checkpoints."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from calendars import calendar
from documents.layouts.patrols import OfMonth, OfVillage
from documents.views.teams import PaperOfRow
from pages import addresses
from patrols.models import Checkpoint, PatrolPlan


class PlanPrint(PaperOfRow):
    """All plans of the plan's village, in the month of the address or the running one."""

    model, book, paper = PatrolPlan, "patrols:plan", "duty_plan"
    related = ("village__town", "post", "station__county")

    def about(self) -> OfMonth:
        row, user = self.row, self.request.user
        month = addresses.month(self.request.GET.get("month", "")) or calendar.this_month()
        running = Q(ends_on=None) | Q(ends_on__gte=month)
        plans = PatrolPlan.objects.visible_to(user).filter(
            running, village=row.village_id, starts_on__lt=calendar.end_of(month)
        )
        return OfMonth(
            village=row.village,
            month=month,
            plans=plans.select_related("team").order_by("starts_at", "name"),
            post=str(row.post),
            station=str(row.station),
            today=timezone.localdate(),
        )


class CheckpointPrint(PaperOfRow):
    """The labels of all checkpoints of the village that have not ended."""

    model, book, paper = Checkpoint, "patrols:checkpoint", "point_labels"
    related = ("village__town", "post", "station__county")

    def about(self) -> OfVillage:
        points: Any = Checkpoint.objects.visible_to(self.request.user)
        running = points.filter(village=self.row.village_id, ends_on=None).order_by("name")
        return OfVillage(self.row.village, running)
