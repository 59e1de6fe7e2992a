"""The notice (告知书) that a post hangs up and hands over: who keeps what, why, how long, and whom to ask.

个人信息保护法 art. 17 and 35 want it; its table of periods is the registry's own (retention/periods.py).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from posts.models import Post
from posts.views.organisation import stations_of
from residents.rights.actions import answer_within
from retention.table import table


class Notice(Page):
    verb = "see_organisation"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        posts = Post.objects.filter(station__in=stations_of(request.user), closed_on=None)
        context = {
            "title": _("How your personal information is handled"),
            "post": get_object_or_404(posts.select_related("station"), pk=pk),
            "lines": [line for line in table() if line.is_of_villagers],
            "days": answer_within(scope.of(request.user).county, timezone.localdate()).days,
        }
        return render(request, "residents/privacy_notice.html", context)
