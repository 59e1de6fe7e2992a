"""The page on which the county gives many villages to a post: by town, ticked together, saved at once."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pages.forms import PlainForm, row_field
from pages.inputs import DayInput, LateReasonField, bare_helper, without_late_reason
from posts.actions import arranging
from posts.models import Post, Village
from posts.querysets import open_on
from posts.views.arranging import ArrangePage


class VillagesForm(PlainForm):
    """The post, the villages (ticked in the page's own fieldsets), the first day."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("post"))
    since = forms.DateField(label=_("from"), widget=DayInput())
    villages = forms.ModelMultipleChoiceField(
        Village.objects.none(),
        label=_("villages"),
        error_messages={
            "required": _("Tick the villages of the post."),
            "invalid_choice": _("A ticked village has a post by now. Look again."),
        },
    )
    late_reason = LateReasonField()

    def __init__(self, *args: Any, county: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county
        self.helper = bare_helper()
        without_late_reason(self)
        self.initial["since"] = timezone.localdate()
        posts = Post.objects.filter(station__county=county, closed_on=None).select_related("station")
        row_field(self, "post").queryset = posts.order_by("station", "pk")
        row_field(self, "villages").queryset = free_villages(county)

    def of_towns(self) -> list[tuple[Any, list[tuple[Village, bool]]]]:
        """Town -> its villages without a post, each with whether it is ticked."""
        sent: Any = self.data  # a QueryDict
        ticked = set(sent.getlist("villages")) if self.is_bound else set()
        found: dict[Any, list[tuple[Village, bool]]] = {}
        for village in free_villages(self.county):
            found.setdefault(village.town, []).append((village, str(village.pk) in ticked))
        return list(found.items())


def free_villages(county: int) -> Any:
    """Villages of the county that no post has today."""
    taken = Village.objects.filter(open_on(timezone.localdate(), "memberships__"))
    free = Village.objects.existing().filter(town__county=county).exclude(pk__in=taken)
    return free.select_related("town").order_by("town__code", "code")


class VillagesGive(ArrangePage):
    """Villages without a post, town by town; the ticked ones go to one post."""

    template = "posts/villages_give.html"
    heading = _("Give villages to a post")
    button = _("Give the ticked villages")

    def form(self, data: Any = None) -> VillagesForm:
        return VillagesForm(data, county=self.county)

    def act(self, form: VillagesForm) -> int:
        given = form.cleaned_data
        count = len(
            arranging.give_villages(
                list(given["villages"]),
                given["post"],
                given["since"],
                by=self.request.user,
                late_reason=given.get("late_reason", ""),
            )
        )
        text = ngettext(
            "%(n)s village was given to the post.", "%(n)s villages were given to the post.", count
        )
        self.message = text % {"n": count}
        return count

    def done(self, result: int) -> str:
        return reverse("posts:villages-give") if free_villages(self.county).exists() else self.back_url()
