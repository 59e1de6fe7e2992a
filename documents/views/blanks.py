"""Blank numbered sheets of a post: chosen by kind and number, printed, noted on the trail."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from audit import trail
from documents import catalogue, compiling, papers
from documents.layouts.blanks import MOST, OfBlanks
from documents.views import sending
from pages import addresses
from pages.views.base import ShowPage
from posts.models import Post
from posts.views.organisation import stations_of

SHEETS = {
    "visit": gettext_lazy("Visit"),
    "dispute": gettext_lazy("Dispute"),
    "patrol": gettext_lazy("Patrol"),
}
USUAL = 5  # sheets of one printing


class OfOwnPost(Page):
    """A page of an open post: the own one, or one of the station."""

    verb = "print_papers"
    kwargs: dict[str, Any]

    def post_of(self) -> Post:
        own = scope.for_user(self.request.user).post_id
        posts = (
            Post.objects.open().filter(station__in=stations_of(self.request.user)).select_related("station")
        )
        return get_object_or_404(posts.filter(pk=own) if own else posts, pk=self.kwargs["pk"])


class BlankChoose(OfOwnPost, ShowPage):
    """Which sheets, and how many."""

    heading = gettext_lazy("Blank sheets")
    template = "documents/blanks.html"

    def get_row(self) -> Post:
        return self.post_of()

    def context(self) -> dict[str, Any]:
        sheets = [
            (reverse("documents:blank-print", args=[self.row.pk, code]), label)
            for code, label in SHEETS.items()
        ]
        return super().context() | {
            "sheets": sheets, "most": MOST, "usual": USUAL, "back_url": reverse("posts:organisation"),
        }  # fmt: skip


class BlankPrint(OfOwnPost):
    """The sheets as a PDF; ``?n=`` how many. Each printing has its own number on the trail, and so has each sheet."""

    def get(self, request: HttpRequest, pk: int, sheet: str) -> HttpResponse:
        if sheet not in SHEETS:
            raise Http404
        form, post = catalogue.BY_CODE[f"blank_{sheet}"], self.post_of()
        count = min(max(addresses.number(request.GET.get("n")) or 1, 1), MOST)
        try:
            content = self.printed(form, post, count)
        except compiling.Unprintable:
            context = {"title": form.title, "back_url": reverse("posts:organisation")}
            return render(request, "documents/unprintable.html", context, status=503)
        return sending.answer(content, compiling.PDF, f"blank-{sheet}-{post.pk}.pdf")

    @transaction.atomic
    def printed(self, form: catalogue.Form, post: Post, count: int) -> bytes:
        entry = trail.record("print", post, by=self.request.user, form=form.title, format="pdf", rows=count)
        return papers.slip_pdf(form, OfBlanks(post, entry.pk, count), f"打印编号 {entry.pk}")
