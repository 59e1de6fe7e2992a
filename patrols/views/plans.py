"""Pages of the patrol plans: list, one with its points and last rounds, enter, change, end."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.rights import may
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages.forms import ReasonForm
from patrols.actions import plans
from patrols.book import PLANS
from patrols.forms.plans import PlanForm
from patrols.models import Checkpoint, PatrolPlan, PlannedRound

SHOWN = 8  # rounds beside a plan


class PlanPage(BookPage):
    model = PatrolPlan
    book = PLANS.stem
    related = PLANS.related


class PlanList(BookList):
    book = PLANS


class PlanDetail(PlanPage, BookDetail):
    row: PatrolPlan
    template = "patrols/plan_detail.html"
    facts = (
        "village", "weekdays", "starts_at", "ends_at", "mode", "team", "why", "starts_on", "ends_on", "end_reason",
        "post",
    )  # fmt: skip
    linked = ("team",)

    def context(self) -> dict[str, Any]:
        found, user, row = super().context(), self.request.user, self.row
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "", [])]
        rounds = PlannedRound.objects.visible_to(user).filter(plan=row)
        return found | {
            "stops": self.stops(),
            "rounds": rounds.order_by("-occurred_on")[:SHOWN],
            "walked": rounds.walked().count(),
            "due": rounds.due().count(),
            "list_of_rounds": f"{reverse('patrols:walk-list')}?plan={row.pk}",
        }

    def stops(self) -> list[Checkpoint]:
        """The checkpoints in the order of the walk, each with ``is_missed``."""
        county = scope.for_user(self.request.user).county
        rows = Checkpoint.objects.visible_to(self.request.user).with_missed(county)
        found = rows.in_bulk(self.row.points)
        return [found[key] for key in self.row.points if key in found]

    def buttons(self) -> list[dict[str, Any]]:
        own = []
        if may(self.request.user, "plan_patrols") and self.row.ends_on is None:
            own = [
                {"url": self.url("edit", self.row.pk), "label": _("Change"), "style": "quiet"},
                {"url": self.url("end", self.row.pk), "label": _("End the plan"), "style": "quiet"},
            ]
        return [*self.more_buttons(), *own]


class PlanCreate(PlanPage, BookForm):
    verb = PLANS.records
    form_class = PlanForm
    template = "patrols/plan_form.html"
    heading = gettext_lazy("Plan a patrol")

    def act(self, form: PlanForm) -> PatrolPlan:
        return plans.start_plan(plan_of(form), by=self.request.user)


class PlanEdit(PlanPage, BookForm):
    verb = PLANS.records
    form_class = PlanForm
    template = "patrols/plan_form.html"
    heading = gettext_lazy("Change the patrol plan")

    def check_state(self) -> None:
        plans.check_running(self.row)

    def act(self, form: PlanForm) -> PatrolPlan:
        return plans.change_plan(plan_of(form), by=self.request.user)


def plan_of(form: PlanForm) -> PatrolPlan:
    """The unsaved plan that the form describes; a browser sends no empty list of boxes."""
    plan: PatrolPlan = form.save(commit=False)
    plan.points, plan.weekdays = form.cleaned_data["points"], form.cleaned_data["weekdays"]
    return plan


class PlanEnd(PlanPage, RowConfirm):
    verb = PLANS.records
    action = plans.end_plan
    form_class = ReasonForm
    heading = gettext_lazy("End the patrol plan")
    sentence = gettext_lazy(
        "It ends today, with the round of today. The plan and its rounds stay in the list."
    )
    button = gettext_lazy("End the plan")
    message = gettext_lazy("Ended today.")

    def check_state(self) -> None:
        plans.check_running(self.row)
