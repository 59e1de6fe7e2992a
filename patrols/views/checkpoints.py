"""Pages of the checkpoints: list, one with the plans that pass it, enter, change, end."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.rights import may
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import BookForm, RowConfirm
from ledgers.views.lists import BookList
from pages.forms import ReasonForm
from patrols.actions import checkpoints
from patrols.book import CHECKPOINTS
from patrols.forms.checkpoints import CheckpointForm
from patrols.models import Checkpoint, PatrolPlan


class CheckpointPage(BookPage):
    model = Checkpoint
    book = CHECKPOINTS.stem
    related = CHECKPOINTS.related


class CheckpointList(BookList):
    book = CHECKPOINTS


class CheckpointDetail(CheckpointPage, BookDetail):
    row: Checkpoint
    template = "patrols/checkpoint_detail.html"
    facts = (
        "village", "kind", "place", "lacks_light", "lacks_camera", "code", "starts_on", "ends_on", "end_reason", "post",
    )  # fmt: skip

    def context(self) -> dict[str, Any]:
        found, user, row = super().context(), self.request.user, self.row
        found["facts"] = [one for one in found["facts"] if one["value"] not in (None, "", [])]
        plans = PatrolPlan.objects.visible_to(user).filter(points__contains=[row.pk], ends_on=None)
        county = scope.for_user(user).county
        missed: Any = Checkpoint.objects.visible_to(user).filter(pk=row.pk)
        return found | {
            "plans": plans.order_by("name"),
            "is_missed": row.ends_on is None and missed.missed(county).exists(),
            "beside": self.beside(),
        }

    def buttons(self) -> list[dict[str, Any]]:
        if self.row.ends_on is not None:
            return []
        own = []
        if may(self.request.user, "plan_patrols"):
            own = [
                {"url": self.url("edit", self.row.pk), "label": _("Change"), "style": "quiet"},
                {"url": self.url("end", self.row.pk), "label": _("End the checkpoint"), "style": "quiet"},
            ]
        return [*self.more_buttons(), *own]


class CheckpointCreate(CheckpointPage, BookForm):
    verb = CHECKPOINTS.records
    form_class = CheckpointForm
    heading = gettext_lazy("Enter a checkpoint")

    def act(self, form: CheckpointForm) -> Checkpoint:
        return checkpoints.start_checkpoint(form.save(commit=False), by=self.request.user)


class CheckpointEdit(CheckpointPage, BookForm):
    verb = CHECKPOINTS.records
    form_class = CheckpointForm
    heading = gettext_lazy("Change the checkpoint")

    def check_state(self) -> None:
        checkpoints.check_running(self.row)

    def act(self, form: CheckpointForm) -> Checkpoint:
        return checkpoints.change_checkpoint(form.save(commit=False), by=self.request.user)


class CheckpointEnd(CheckpointPage, RowConfirm):
    verb = CHECKPOINTS.records
    action = checkpoints.end_checkpoint
    form_class = ReasonForm
    heading = gettext_lazy("End the checkpoint")
    sentence = gettext_lazy("It ends today. Rounds from tomorrow on go without it; its label is taken down.")
    button = gettext_lazy("End the checkpoint")
    message = gettext_lazy("Ended today.")

    def check_state(self) -> None:
        checkpoints.check_running(self.row)
