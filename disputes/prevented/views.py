"""Prevented cases of posts: the list of a quarter, and the page on which a post reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from access.rights import may
from calendars import quarters
from disputes.models import PreventedCount
from disputes.models.prevented import KINDS, total
from disputes.prevented import actions
from disputes.prevented.forms import PreventedForm
from disputes.prevented.places import expected, posts_of, visible
from pages.views.base import ShowPage
from pages.views.forms import FormPage
from posts.models import Post


class PreventedReport(Page, FormPage):
    """Eight numbers of a post and quarter; reported before, they are corrected."""

    verb = "report_prevented"
    template = "disputes/prevented_form.html"
    button = gettext_lazy("Save the counts")
    kwargs: dict[str, Any]

    def title(self) -> str:
        return _("Prevented cases of %(post)s") % {"post": self.post_}

    @cached_property
    def post_(self) -> Post:
        """The post of the address, if the person reports for it."""
        found: Post = get_object_or_404(posts_of(self.request.user), pk=self.kwargs["pk"])
        return found

    @cached_property
    def quarter(self) -> date:
        found = quarters.named(self.kwargs["quarter"])
        if found is None:
            raise Http404
        return found

    def get_row(self) -> PreventedCount:
        stored = visible(self.request.user).filter(post=self.post_, quarter=self.quarter).first()
        return stored or PreventedCount(post=self.post_, quarter=self.quarter)

    def check_state(self) -> None:
        if self.quarter > quarters.this_quarter():
            raise ValidationError(_("The quarter has not begun yet."))

    def form(self, data: Any = None) -> PreventedForm:
        return PreventedForm(data, instance=self.row)

    def act(self, form: PreventedForm) -> PreventedCount:
        return actions.report(form.save(commit=False), by=self.request.user)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "quarter": self.quarter,
            "is_running": self.quarter == quarters.this_quarter(),
        }

    def back_url(self) -> str:
        return reverse("disputes:prevented-list") + f"?quarter={quarters.written(self.quarter)}"


class PreventedList(Page, ShowPage):
    """The posts of the person's place and what each reports of a quarter; who has not reported comes first."""

    verb = "see_figures"
    template = "disputes/prevented_list.html"
    heading = gettext_lazy("Prevented cases")

    def context(self) -> dict[str, Any]:
        user = self.request.user
        quarter = asked(self.request.GET.get("quarter"))
        stored = {count.post_id: count for count in visible(user).filter(quarter=quarter)}
        own = set(posts_of(user).values_list("pk", flat=True)) if may(user, "report_prevented") else set()
        lines = [
            Line(post, stored.get(post.pk), self.report_url(post, quarter, own))
            for post in expected(user, quarter)
        ]
        return super().context() | {
            "quarter": quarter,
            "lines": sorted(lines, key=lambda line: line.count is not None),
            "reported": len([line for line in lines if line.count]),
            "sums": summed(line.count for line in lines if line.count),
            "kinds": [label for _kind, label in KINDS],
            "earlier": quarters.shift(quarter, -1),
            "later": quarters.shift(quarter, 1) if quarter < quarters.this_quarter() else None,
        }

    def report_url(self, post: Post, quarter: date, own: set[int]) -> str:
        return (
            reverse("disputes:prevented-report", args=[post.pk, quarters.written(quarter)])
            if post.pk in own
            else ""
        )


def asked(text: object) -> date:
    """The quarter of the address; 404 for what is none, or has not begun. The last one that is over by default."""
    if not text:
        return quarters.shift(quarters.this_quarter(), -1)
    found = quarters.named(text)
    if found is None or found > quarters.this_quarter():
        raise Http404
    return found


@dataclass(frozen=True)
class Line:
    """A post of the list; ``url``: where the person reports for it, else empty."""

    post: Post
    count: PreventedCount | None
    url: str

    @property
    def cells(self) -> list[tuple[Any, str]]:
        """Each kind with its cases / people; with nothing where the post has not reported."""
        return numbers_of(self.count)


def numbers_of(count: PreventedCount | None) -> list[tuple[Any, str]]:
    if count is None:
        return [(label, "") for _kind, label in KINDS]
    return [
        (label, f"{getattr(count, f'{kind}_cases')} / {getattr(count, f'{kind}_people')}")
        for kind, label in KINDS
    ]


def summed(counts: Iterable[PreventedCount]) -> list[tuple[Any, str]]:
    """The sums of the posts that have reported."""
    found = list(counts)
    return numbers_of(total(found) if found else None)
