"""Pages on which a village gets another post on a day, and a move ahead is changed or taken back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.forms import PlainConfirmForm
from pages.views.confirm import ConfirmPage
from posts import open_work
from posts.actions import moving
from posts.models import Membership, Village
from posts.moving_forms import MoveForm
from posts.querysets import open_on
from posts.views.arranging import ArrangePage


class VillageMove(ArrangePage):
    """Another post for the village in the address, from a day on; its households and books go with it."""

    template = "posts/village_move.html"
    button = gettext_lazy("Move the village")

    def village(self) -> Village:
        villages = Village.objects.served_by(self.request.user).select_related("town")
        return get_object_or_404(villages, pk=self.kwargs["pk"])

    def get_row(self) -> Membership | None:
        """The move ahead, which another one takes the place of; else the membership of today, which the move ends."""
        return moving.planned_of(self.village()) or self.now

    @cached_property
    def now(self) -> Membership | None:
        today = self.village().memberships.filter(open_on(timezone.localdate()))
        return today.select_related("post__station__county").first()

    @property
    def plan(self) -> Membership | None:
        return self.row if self.row is not None and self.row.is_planned else None

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "now": self.now,
            "plan": self.plan,
            "why_not": moving.why_not(self.now),
            "counts": open_work.there(open_work.of_village(self.village().pk)),
        }

    def title(self) -> str:
        return _("Another post for %(village)s") % {"village": self.village()}

    def form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, village=self.village(), county=self.county, now=self.now, plan=self.plan)

    def act(self, form: MoveForm) -> None:
        given, village = form.cleaned_data, self.village()
        moving.move_village(
            village,
            given["post"],
            given["reason"],
            by=self.request.user,
            since=given["since"],
            shown=self.row,
            late_reason=given.get("late_reason", ""),
        )
        words = {"village": village, "post": given["post"], "day": f"{given['since']:%Y-%m-%d}"}
        self.message = _("%(village)s belongs to %(post)s from %(day)s on.") % words


class MoveTakeBack(ArrangePage, ConfirmPage):
    """A move ahead does not happen."""

    template = "pages/confirm.html"
    form_class = PlainConfirmForm
    heading = gettext_lazy("Take a planned move back")
    button = gettext_lazy("Take it back")
    message = gettext_lazy("Taken back. Both posts are told.")
    sentence = gettext_lazy("The village stays with the post that it belongs to today; both posts are told.")

    def get_row(self) -> Membership:
        of_county = Membership.objects.filter(post__station__county=self.county)
        return get_object_or_404(
            of_county.select_related("village__town", "post__station"), pk=self.kwargs["pk"]
        )

    def subject(self) -> str:
        words = {"village": self.row.village, "post": self.row.post, "day": f"{self.row.starts_on:%Y-%m-%d}"}
        return _("%(village)s to %(post)s, from %(day)s on") % words

    def why_not(self) -> str:
        return (
            ""
            if self.row.is_planned
            else _("The village has moved already. Move it back by a move of its own.")
        )

    def form(self, data: Any = None) -> Any:
        return PlainConfirmForm(data)

    def act(self, form: Any) -> None:
        moving.take_back(self.row, by=self.request.user)
