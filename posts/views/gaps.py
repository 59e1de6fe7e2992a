"""Pages of the file of a post, the profile of a village, and what the posts of a place lack."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.rights import may
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from posts import gaps, vacancies
from posts.actions import describing
from posts.forms import PostFileForm, VillageProfileForm
from posts.models import PostFile, Village, VillageProfile


class PostGaps(Page, ShowPage):
    """What the posts of the station or county lack, and how large their areas are."""

    verb = "see_gaps"
    template = "posts/gaps.html"

    def title(self) -> Any:
        return _("What posts lack")

    def context(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        lines = gaps.of(vacancies.seen_by(user), scope.for_user(user).county or "", today)
        return super().context() | {
            "lines": lines,
            "summary": gaps.summary(lines, today),
            "limits": lines[0].limits if lines else None,
            "may_check": may(user, "check_posts"),
            "back_url": reverse("posts:organisation"),
        }


class PostFileEdit(Page, FormPage):
    """The file of the post in the address, filled in at a check."""

    verb = "check_posts"

    def get_row(self) -> PostFile:
        posts = vacancies.seen_by(self.request.user).select_related("station__county")
        post = get_object_or_404(posts, pk=self.kwargs["pk"])
        return PostFile.objects.filter(post=post).select_related("post__station__county").first() or PostFile(
            post=post
        )

    def title(self) -> str:
        return _("File of %(post)s") % {"post": self.row.post}

    def check_state(self) -> None:
        describing.check_open(self.row.post)

    def form(self, data: Any = None) -> PostFileForm:
        return PostFileForm(data, instance=self.row)

    def act(self, form: PostFileForm) -> None:
        describing.check_post(form.save(commit=False), by=self.request.user)

    def back_url(self) -> str:
        return reverse("posts:gaps")


class VillageProfileEdit(Page, FormPage):
    """The profile of the village in the address: changed, or another one from a later day on."""

    verb = "arrange_organisation"

    @property
    def village(self) -> Village:
        county = scope.for_user(self.request.user).county_id or 0
        villages = Village.objects.filter(town__county=county).select_related("town")
        return get_object_or_404(villages, pk=self.kwargs["pk"])

    def get_row(self) -> VillageProfile:
        village = self.village
        newest = (
            VillageProfile.objects.filter(village=village)
            .select_related("village__town")
            .order_by("-since")
            .first()
        )
        return newest or VillageProfile(village=village)

    def title(self) -> str:
        return _("Profile of %(village)s") % {"village": self.row.village}

    def check_state(self) -> None:
        describing.check_exists(self.row.village)

    def form(self, data: Any = None) -> VillageProfileForm:
        return VillageProfileForm(data, instance=self.row)

    def act(self, form: VillageProfileForm) -> None:
        describing.set_profile(form.save(commit=False), by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.village.get_absolute_url())
