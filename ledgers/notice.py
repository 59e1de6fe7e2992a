"""The notice (告知书) that a post hangs up and hands over: who keeps what, why, how long, and whom to ask.

个人信息保护法 art. 17 and 35 want it; its table of periods is the registry's own (audit/retention.py).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from audit.retention import ANSWERED_WITHIN
from ledgers.retention import table
from posts.models import Post
from posts.pages import Page
from posts.views import stations_of


class Notice(Page):
    verb = "see_organisation"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        posts = Post.objects.filter(station__in=stations_of(request.user), closed_on=None)
        context = {
            "title": _("How your personal information is handled"),
            "post": get_object_or_404(posts.select_related("station"), pk=pk),
            "lines": [line for line in table() if line.is_of_villagers],
            "days": ANSWERED_WITHIN.days,
        }
        return render(request, "ledgers/notice.html", context)
