"""The work book of a post: printed for a month, noted on the trail."""

from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation

from access import scope
from access.pages import Page
from audit import trail
from calendars import calendar
from documents import compiling, workbook
from documents.views import sending
from pages import addresses
from posts.models import Post
from posts.views.organisation import stations_of

TITLE = "警务工作登记簿"


class WorkBookPrint(Page):
    """Of a post of the person's station, or the own one; of ``?month=``, else of the running month."""

    verb = "print_papers"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        month = addresses.month_in(request.GET, calendar.this_month(), latest=calendar.this_month())
        own = scope.for_user(self.request.user).post_id
        posts = Post.objects.filter(station__in=stations_of(self.request.user)).select_related("station")
        post = get_object_or_404(posts.filter(pk=own) if own else posts, pk=pk)
        try:
            content = self.printed(post, month)
        except (compiling.Unprintable, workbook.TooMany):
            shown = {"title": TITLE, "back_url": reverse("posts:organisation")}
            return render(request, "documents/unprintable.html", shown, status=503)
        return sending.answer(content, compiling.PDF, f"work-book-{post.pk}-{month:%Y%m}.pdf")

    @transaction.atomic
    def printed(self, post: Post, month: date) -> bytes:
        entry = trail.record(
            "print", post, by=self.request.user, form=TITLE, format="pdf", month=f"{month:%Y-%m}"
        )
        with translation.override("zh-hans"):  # a paper is Chinese, whatever language its printer reads
            return workbook.pdf(post, month, self.request.user, f"打印编号 {entry.pk}")
