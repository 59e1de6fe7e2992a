"""Pages on which the county arranges stations, posts and villages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from pages.views.forms import FormPage
from posts.actions import arranging
from posts.forms import PostForm, StationForm, VillageOfPostForm
from posts.models import Post, Station


class ArrangePage(Page, FormPage):
    """A form of the organisation; saved, it leads back to the overview."""

    verb = "arrange_organisation"

    def back_url(self) -> str:
        return reverse("posts:organisation")

    @property
    def county(self) -> int:
        return scope.for_user(self.request.user).county_id or 0

    def station(self) -> Station:
        return get_object_or_404(Station, pk=self.kwargs["pk"], county=self.county)

    def post_of_county(self) -> Post:
        return get_object_or_404(Post, pk=self.kwargs["pk"], station__county=self.county)


class StationCreate(ArrangePage):
    def title(self) -> str:
        return _("New station")

    def form(self, data: Any = None) -> StationForm:
        return StationForm(data, instance=self.row or Station(county_id=self.county))

    def act(self, form: StationForm) -> None:
        arranging.open_station(
            form.save(commit=False), list(form.cleaned_data["towns"]), by=self.request.user
        )


class StationEdit(StationCreate):
    def title(self) -> str:
        return _("Change the station")

    def get_row(self) -> Station:
        return self.station()


class PostCreate(ArrangePage):
    """A new post of the station in the address."""

    def title(self) -> str:
        return _("New post of %(station)s") % {"station": self.station()}

    def form(self, data: Any = None) -> PostForm:
        return PostForm(data, instance=self.row or Post(station=self.station()))

    def act(self, form: PostForm) -> None:
        late = form.cleaned_data.get("late_reason", "")
        arranging.open_post(form.save(commit=False), by=self.request.user, late_reason=late)


class PostEdit(PostCreate):
    def title(self) -> str:
        return _("Change the post")

    def get_row(self) -> Post:
        return self.post_of_county()


class PostVillage(ArrangePage):
    """Give the post in the address a village that has none."""

    def title(self) -> str:
        return _("A village for %(post)s") % {"post": self.post_of_county()}

    def form(self, data: Any = None) -> VillageOfPostForm:
        return VillageOfPostForm(data, county=self.county)

    def act(self, form: VillageOfPostForm) -> None:
        given = form.cleaned_data
        arranging.give_village(
            given["village"],
            self.post_of_county(),
            given["since"],
            by=self.request.user,
            late_reason=given.get("late_reason", ""),
        )
