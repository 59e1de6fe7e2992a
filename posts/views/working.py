"""The button at the head of the page that leads to the other of two posts."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from access import scope
from access.other_post import AGAIN
from access.pages import Page
from pages.landing import landing_url
from pages.views.confirm import ButtonPage
from posts.actions import working
from posts.models import Post


class WorkAt(Page, ButtonPage):
    """Work at the post in the address from now on.

    With ``?again=`` what a form of that post brought is sent on to its own address, with the same key (307); ``?to=``
    is the page that is opened there.
    """

    verb = "read_ledgers"
    shows_version = False  # a choice, not a change of the post
    is_sent_once = False  # choosing twice is one choice; the key belongs to what is sent on

    def get_row(self) -> Post:
        where = scope.for_user(self.request.user)
        own = {where.post_id, *(key for key, _name in where.others)}
        if self.kwargs["pk"] not in own:
            raise Http404
        return get_object_or_404(Post, pk=self.kwargs["pk"])

    def act(self) -> Post:
        return working.work_at(self.row, by=self.request.user)

    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        if not self.again:
            return super().post(request, **kwargs)
        self.act()
        return HttpResponseRedirect(self.again, preserve_request=True)

    @cached_property
    def again(self) -> str:
        """The address of the form."""
        return self._own_address(AGAIN)

    def _own_address(self, name: str) -> str:
        """The address in the parameter; none of another host."""
        url = self.request.GET.get(name, "")
        is_own = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
        return url if is_own else ""

    def answer(self, result: Post) -> HttpResponse:
        self.message = _("You work at %(post)s now.") % {"post": result}
        return super().answer(result)

    def done(self, result: Post) -> str:
        return self._own_address("to") or resolve_url(landing_url())

    def back_url(self) -> str:
        return landing_url()
